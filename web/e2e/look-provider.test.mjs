import { after, before, test } from "node:test";
import { openBrowser } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { havePictures, look, openInHand } from "./looking.mjs";
import { continueAs, startHouse, turnBack } from "./provider.mjs";
import { toHouse } from "./provider-steps.mjs";
import { haveAccount, newAddress, signedInTab } from "./steps.mjs";

let house;
let journal;
let browser;
before(async () => {
  house = await startHouse();
  [journal, browser] = await Promise.all([startJournal(house.settings), openBrowser()]);
  await havePictures();
});
after(async () => {
  await browser?.close();
  await journal?.close();
  await house?.close();
});

test("a provider is calm at the door and in the account at every size", async () => {
  const person = await openInHand(browser, journal.url, {
    friends: [house.url],
    expects: [403],
  });
  const door = await person.openTab("/");
  await toHouse(door).waitFor();
  await look(door, "provider-door");
  await toHouse(door).click();
  await turnBack(door);
  await door.getByText("You turned back at House").waitFor();
  await look(door, "provider-refused");
  await door.goto("/?provider=house&error=email_missing");
  await door.getByRole("link", { name: "Start with an address" }).waitFor();
  await look(door, "provider-no-address");
  await door.route("**/api/auth/oauth/house/available", (route) =>
    route.fulfill({ json: { available: false } }),
  );
  await door.goto("/register");
  await door.getByText("House does not answer right now.").waitFor();
  await look(door, "provider-register");
  // A browser that does not let a window close itself.
  await door.addInitScript(() => {
    window.close = () => {};
  });
  await door.goto("/proved");
  await door.getByText("goes on by itself").waitFor();
  await look(door, "provider-proved");
  await door.close();

  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.goto("/account/providers");
  const name = house.know({ email: newAddress() });
  const connect = page.getByRole("button", { name: "Connect House" });
  await connect.waitFor();
  await look(page, "providers-none");
  await connect.click();
  await continueAs(page, name);
  await page.getByText("House opens your journal from now on.").waitFor();
  await look(page, "providers-connected");
  await page.getByRole("button", { name: "Disconnect House" }).click();
  await page.getByRole("dialog", { name: "Disconnect House?" }).waitFor();
  await look(page, "providers-disconnect");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.route("**/api/auth/oauth/providers", async (route) => {
    const answer = await route.fetch();
    const told = await answer.json();
    for (const { connection } of told.items) if (connection) connection.needs_confirmation = true;
    await route.fulfill({ response: answer, json: told });
  });
  await page.reload();
  await page.getByRole("button", { name: "It is mine: House" }).waitFor();
  await look(page, "providers-recovered");
  await page.unrouteAll({ behavior: "ignoreErrors" });

  await page.goto("/account");
  const body = JSON.stringify({
    status: 403,
    code: "reauthentication_required",
    methods: ["password", "oauth"],
  });
  const refusal = { status: 403, contentType: "application/problem+json", body };
  await page.route("**/api/auth/change-email", (route) => route.fulfill(refusal));
  await page.getByRole("button", { name: "Change email address" }).click();
  await page.getByLabel("New address").fill(newAddress());
  await page.getByRole("button", { name: "Send the link" }).click();
  await toHouse(page.getByRole("dialog", { name: "Is it you?" })).waitFor();
  await look(page, "provider-step-up");
  await person.leave();
});
