import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { growStale } from "./database.mjs";
import { startJournal } from "./journal.mjs";
import { continueAs, startHouse, turnBack } from "./provider.mjs";
import { isItYou, signUp, toHouse } from "./provider-steps.mjs";
import { newAddress } from "./steps.mjs";

let house;
let journal;
let browser;
before(async () => {
  house = await startHouse();
  [journal, browser] = await Promise.all([startJournal(house.settings), openBrowser({ whole: true })]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
  await house?.close();
});

const open = (more = {}) => openPerson(browser, journal.url, { friends: [house.url], ...more });

/** Asks for another address, which needs a fresh sign-in, while only the provider can prove anything. */
async function askForAddress(page, email) {
  await page.goto("/account");
  await growStale(journal, email);
  await page.getByRole("button", { name: "Change email address" }).click();
  const wanted = newAddress();
  await page.getByLabel("New address").fill(wanted);
  await page.getByRole("button", { name: "Send the link" }).click();
  await toHouse(isItYou(page)).waitFor();
  return wanted;
}

/** The window that the dialog opens, once it shows the provider. */
async function proofWindow(page) {
  const [popup] = await Promise.all([page.context().waitForEvent("page"), toHouse(isItYou(page)).click()]);
  await popup.getByRole("heading", { name: "House" }).waitFor();
  return popup;
}

test("a provider shows once more in a window of its own that it is oneself, also when the first was closed", async () => {
  const person = await open({ expects: [403] });
  const page = await person.openTab("/");
  const email = newAddress();
  const name = await signUp(page, house, email);
  const wanted = await askForAddress(page, email);
  const first = await proofWindow(page);
  await isItYou(page).getByText("If you closed it, press the button once more.").waitFor();
  await first.close();
  const second = await proofWindow(page);
  const closed = second.waitForEvent("close");
  await continueAs(second, name);
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  await closed;
  assert.equal(await isItYou(page).count(), 0);
  await person.leave();
});

test("a proof that was turned back from, or whose window may not open, leaves the question standing", async () => {
  const person = await open({ expects: [403] });
  const page = await person.openTab("/");
  const email = newAddress();
  await signUp(page, house, email);
  await askForAddress(page, email);
  const popup = await proofWindow(page);
  await turnBack(popup);
  await popup.getByText("You turned back at House, and nothing was changed.").waitFor();
  await isItYou(page).getByText("You turned back at House, and nothing was changed.").waitFor();
  await popup.close();
  await page.evaluate(() => {
    window.open = () => null;
  });
  await toHouse(isItYou(page)).click();
  await isItYou(page).getByText("Your browser did not let the window of House open.").waitFor();
  await isItYou(page).getByRole("button", { name: "Not now" }).click();
  await page.getByText("This needs you to show once more that it is you.").waitFor();
  await person.leave();
});

test("a proof as somebody else is none", async () => {
  const person = await open({ expects: [403] });
  const page = await person.openTab("/");
  const email = newAddress();
  await signUp(page, house, email);
  const stranger = house.know({ email: newAddress() });
  await askForAddress(page, email);
  const popup = await proofWindow(page);
  await continueAs(popup, stranger);
  await popup.waitForURL("**/account/providers?*error=*");
  await isItYou(page).getByRole("alert").waitFor();
  await person.leave();
});
