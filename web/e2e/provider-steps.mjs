// What people do at the door and in the account with the provider of provider.mjs.
import { continueAs } from "./provider.mjs";
import { newAddress } from "./steps.mjs";

export const toHouse = (place) => place.getByRole("button", { name: "Continue with House" });
export const card = (page) => page.getByRole("region", { name: "Connected providers" });
export const isItYou = (page) => page.getByRole("dialog", { name: "Is it you?" });

/** Signs up with an account at the provider, whose address it has checked. */
export async function signUp(page, house, email = newAddress()) {
  const name = house.know({ email });
  await page.goto("/register");
  await toHouse(page).click();
  await continueAs(page, name);
  await page.waitForURL("**/entries");
  return name;
}
