import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { anotherKey, codeFor } from "./authenticator.mjs";
import { openBrowser, openPerson } from "./browser.mjs";
import { growStale } from "./database.mjs";
import { startJournal } from "./journal.mjs";
import { continueAs, startHouse, turnBack } from "./provider.mjs";
import { card, isItYou, signUp, toHouse } from "./provider-steps.mjs";
import {
  haveAccount,
  mailedTo,
  newAddress,
  PASSWORD,
  signedInTab,
  signIn,
  signInElsewhere,
  signOut,
} from "./steps.mjs";

let house;
let journal;
let browser;
before(async () => {
  house = await startHouse();
  [journal, browser] = await Promise.all([startJournal(house.settings), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
  await house?.close();
});

const open = (more = {}) => openPerson(browser, journal.url, { friends: [house.url], ...more });

async function connect(page, name) {
  await page.goto("/account/providers");
  await card(page).getByRole("button", { name: "Connect House" }).click();
  await continueAs(page, name);
  await page.getByText("House opens your journal from now on.").waitFor();
}

test("a journal is started with a provider, opened with it again, and next time it stands first", async () => {
  const person = await open();
  const page = await person.openTab("/");
  const name = await signUp(page, house);
  await signOut(page);
  const field = page.getByLabel("Email or username");
  await toHouse(page).waitFor();
  const [button, below] = await Promise.all([toHouse(page).boundingBox(), field.boundingBox()]);
  assert.ok(button.y < below.y, "what was used last stands first");
  await toHouse(page).click();
  await continueAs(page, name);
  await page.waitForURL("**/entries");
  await page.goto("/account/devices");
  await page.getByText("· provider ·").first().waitFor();
  await person.leave();
});

test("whoever was going somewhere arrives there", async () => {
  const person = await open({ expects: [401] });
  const page = await person.openTab("/");
  const name = await signUp(page, house);
  await signOut(page);
  await page.goto("/account/devices");
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  await toHouse(page).click();
  await continueAs(page, name);
  await page.waitForURL("**/account/devices");
  await page.getByText("this one").waitFor();
  await person.leave();
});

test("an address that the provider has not checked waits for its mail", async () => {
  const person = await open();
  const email = newAddress();
  const name = house.know({ email, email_verified: false });
  const page = await person.openTab("/register");
  await toHouse(page).click();
  await continueAs(page, name);
  await page.waitForURL("**/check-mail");
  await page.getByText(`We sent a link to ${email}`).waitFor();
  await page.getByText("If you already have a journal under this address").waitFor();
  await page.goto(await mailedTo(journal.url, email, "/verify-email"));
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page
    .getByText(/confirmed/i)
    .first()
    .waitFor();
  await page.goto("/");
  await toHouse(page).click();
  await continueAs(page, name);
  await page.waitForURL("**/entries");
  await person.leave();
});

test("whoever turns back at the provider finds the door as it was", async () => {
  const person = await open();
  const email = await haveAccount(journal.url);
  const page = await person.openTab("/");
  await toHouse(page).click();
  await turnBack(page);
  await page.getByText("You turned back at House, and nothing was changed.").waitFor();
  const [button, field] = await Promise.all([
    toHouse(page).boundingBox(),
    page.getByLabel("Email or username").boundingBox(),
  ]);
  assert.ok(button.y > field.y, "what came to nothing is not what was used last");
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await person.leave();
});

test("while the provider is away the page says so, and every other way works", async () => {
  // One that has never been reached, so that nothing of it is remembered.
  const gone = await startHouse();
  const alone = await startJournal(gone.settings);
  await gone.stop();
  try {
    const person = await openPerson(browser, alone.url, { expects: [503] });
    const email = await haveAccount(alone.url);
    const page = await person.openTab("/");
    await toHouse(page).click();
    await page.getByText("House does not answer right now. Sign in another way").waitFor();
    await signIn(page, email);
    await page.waitForURL("**/entries");
    await gone.start();
    // Whoever did not answer is left alone for a second.
    await pause(1_100);
    const name = gone.know({ email: newAddress() });
    const other = await openPerson(browser, alone.url, { expects: [503], friends: [gone.url] });
    const back = await other.openTab("/");
    await toHouse(back).click();
    await continueAs(back, name);
    await back.waitForURL("**/entries");
    await Promise.all([person.leave(), other.leave()]);
  } finally {
    await alone.close();
    await gone.close();
  }
});

test("a provider that fails halfway brings one back to the door, with words", async () => {
  const person = await open();
  const name = house.know({ email: newAddress() });
  const page = await person.openTab("/");
  await toHouse(page).click();
  house.failing.add("/token");
  try {
    await continueAs(page, name);
    await page.getByText("House does not answer right now. Sign in another way").waitFor();
  } finally {
    house.failing.delete("/token");
  }
  await toHouse(page).click();
  await continueAs(page, name);
  await page.waitForURL("**/entries");
  await person.leave();
});

test("the way back is no use in another browser", async () => {
  const person = await open();
  const name = house.know({ email: newAddress() });
  const page = await person.openTab("/");
  await toHouse(page).click();
  const kept = house.keepNextAnswer();
  await continueAs(page, name);
  const address = new URL(await kept);
  const other = await open({ expects: [401] });
  const tab = await other.openTab(address.pathname + address.search);
  await tab.getByText("or was begun in another browser").waitFor();
  assert.equal(new URL(tab.url()).searchParams.get("error"), "flow_invalid");
  await tab.goto("/entries");
  await tab.getByRole("heading", { name: "Welcome back" }).waitFor();
  await Promise.all([person.leave(), other.leave()]);
});

test("who has a journal connects the provider after proving who they are, and disconnects it again", async () => {
  const person = await open({ expects: [403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  const name = house.know({ email: newAddress() });
  await page.goto("/account");
  await page.getByRole("link", { name: "Providers" }).click();
  await card(page).getByText("Not connected.").waitFor();
  await growStale(journal, email);
  await card(page).getByRole("button", { name: "Connect House" }).click();
  await isItYou(page).getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await continueAs(page, name);
  await page.getByText("House opens your journal from now on.").waitFor();

  await signOut(page);
  await toHouse(page).click();
  await continueAs(page, name);
  await page.waitForURL("**/entries");
  await page.goto("/account");
  await page.getByText(email, { exact: true }).first().waitFor();

  await page.goto("/account/providers");
  await card(page).getByRole("button", { name: "Disconnect House" }).click();
  const dialog = page.getByRole("dialog", { name: "Disconnect House?" });
  await dialog.getByRole("button", { name: "Disconnect", exact: true }).click();
  await page.getByText("House does not open your journal any more.").waitFor();
  await card(page).getByText("Not connected.").waitFor();
  await page.goto("/account/activity");
  await page.getByText("A provider disconnected").first().waitFor();
  await person.leave();
});

test("an address that journal and provider have both verified is connected on the way", async () => {
  const person = await open();
  const email = await haveAccount(journal.url);
  const name = house.know({ email });
  const page = await person.openTab("/");
  await toHouse(page).click();
  await continueAs(page, name);
  await page.waitForURL("**/entries");
  await page.goto("/account/providers");
  await card(page).getByText("connected", { exact: true }).waitFor();
  await person.leave();
});

test("who has a journal under an address that the provider has not checked signs in as usual, and connects it", async () => {
  const person = await open();
  const email = await haveAccount(journal.url);
  const name = house.know({ email, email_verified: false });
  const page = await person.openTab("/");
  await toHouse(page).click();
  await continueAs(page, name);
  await page.getByText("If you already have a journal under this address").waitFor();
  await page.goto("/");
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await connect(page, name);
  await person.leave();
});

test("the last way into a journal stays", async () => {
  const person = await open({ expects: [409] });
  const page = await person.openTab("/");
  await signUp(page, house);
  await page.goto("/account/providers");
  await card(page).getByRole("button", { name: "Disconnect House" }).click();
  const dialog = page.getByRole("dialog", { name: "Disconnect House?" });
  await dialog.getByRole("button", { name: "Disconnect", exact: true }).click();
  await dialog.getByText("This is the last way into your journal.").waitFor();
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await card(page).getByText("connected", { exact: true }).waitFor();
  await person.leave();
});

test("an account of the provider that opens another journal is not connected twice", async () => {
  const first = await open();
  const name = await signUp(await first.openTab("/"), house);
  const second = await open();
  const page = await signedInTab(second, await haveAccount(journal.url), "/account/providers");
  await card(page).getByRole("button", { name: "Connect House" }).click();
  await continueAs(page, name);
  await page.getByText("That account at House opens another journal.").waitFor();
  await card(page).getByText("Not connected.").waitFor();
  await Promise.all([first.leave(), second.leave()]);
});

test("a second factor is asked for after the provider, and its token stands in no address", async () => {
  const person = await open({ expects: [401] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  const name = house.know({ email: newAddress() });
  await connect(page, name);
  const api = await signInElsewhere(journal.url, email);
  const { body } = await api("POST", "/api/auth/mfa/totp");
  anotherKey();
  const confirmed = await api("POST", "/api/auth/mfa/totp/confirm", { code: codeFor(body.secret) });
  assert.equal(confirmed.status, 200);

  const elsewhere = await open({ expects: [401] });
  const door = await elsewhere.openTab("/account/devices");
  await toHouse(door).click();
  await continueAs(door, name);
  await door.getByText("One more step").waitFor();
  const { pathname, hash } = new URL(door.url());
  assert.deepEqual([pathname, hash], ["/", ""]);
  await door.getByLabel("Code", { exact: true }).fill(codeFor(body.secret));
  await door.keyboard.press("Enter");
  await door.waitForURL("**/account/devices");
  await Promise.all([person.leave(), elsewhere.leave()]);
});
