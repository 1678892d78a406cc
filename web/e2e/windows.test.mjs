// What is about windows and tabs, and the whole way of somebody new: in the whole browser, as people have it, with motion.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { growStale } from "./database.mjs";
import { startJournal } from "./journal.mjs";
import { continueAs, startHouse, turnBack } from "./provider.mjs";
import { isItYou, signUp, toHouse } from "./provider-steps.mjs";
import {
  haveAccount,
  newAddress,
  PASSWORD,
  post,
  saved,
  signedInTab,
  signIn,
  text,
  title,
  write,
} from "./steps.mjs";
import { answeredAt, watchFor, withinASecond } from "./timing.mjs";

const SECRET = "a secret of at least thirty-two bytes";
const OTHER_SECRET = "another secret, as long as the first";
const MIXED =
  "# Morning\r\nWe walked.\n\n- one\r- two\r\n\ttab and trailing space \n“quotes” – é 👩‍👩‍👧 \u202eabc\u202c\n";
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

const open = (more = {}) =>
  openPerson(browser, journal.url, { friends: [house.url], reducedMotion: "no-preference", ...more });

test("somebody signs up, confirms by mail, signs in, writes, comes back and finds every byte", async () => {
  const person = await open();
  const email = newAddress();
  const page = await person.openTab("/");
  await page.getByRole("link", { name: "Start a journal" }).click();
  // Until that page has come the door is there, and has fields of the same names.
  await page.getByRole("heading", { name: "Start a journal" }).waitFor();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("lovelace");
  await page.getByText("Easy to guess").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByText("Strong").waitFor();
  await page.getByRole("button", { name: "Start your journal" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();

  await page.getByRole("link", { name: "Open the mailbox" }).click();
  const mail = page.getByRole("listitem").filter({ hasText: email }).first();
  await mail.getByRole("link", { name: /verify-email#token=/ }).click();
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByText("Your address is confirmed.").waitFor();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn(page, email);
  await page.waitForURL("**/entries");

  await page.getByRole("link", { name: "Write" }).click();
  await title(page).fill("The lake");
  await page.keyboard.press("Enter");
  await page.keyboard.type("We walked the **whole** shore.");
  await saved(page);
  await page.waitForURL(/entries\/[0-9a-f-]{36}$/);
  await page.keyboard.type(" Slowly.");
  await saved(page);
  await page.reload();
  assert.equal(await text(page).textContent(), "We walked the **whole** shore. Slowly.");
  assert.equal(await title(page).inputValue(), "The lake");

  // Every byte, also of line endings that no keyboard types: sent over HTTP, opened here, changed in one place.
  const { access_token } = await post(journal.url, "/api/auth/login", { email, password: PASSWORD });
  const headers = { authorization: `Bearer ${access_token}` };
  const entry = await post(journal.url, "/api/entries", { title: "Bytes", content: MIXED }, headers);
  await page.goto(`/entries/${entry.id}`);
  await text(page).getByText("We walked.").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" Far.");
  await saved(page);
  const read = await fetch(`${journal.url}/api/entries/${entry.id}`, { headers });
  assert.equal((await read.json()).content, MIXED.replace("We walked.", "We walked. Far."));
  await person.leave();
});

test("a tab that signs out takes the others along within a second", async (t) => {
  const person = await open();
  const email = await haveAccount(journal.url);
  const [first, second] = [await person.openTab("/"), await person.openTab("/")];
  await withinASecond(t, async () => {
    await signIn(first, email);
    await first.waitForURL("**/entries");
    await second.goto("/account");
    await second.getByRole("button", { name: "Sign out", exact: true }).waitFor();
    const followed = await watchFor(first, "Welcome back");
    await second.getByRole("button", { name: "Sign out", exact: true }).click();
    await second.getByRole("heading", { name: "Welcome back" }).waitFor();
    await first.getByRole("heading", { name: "Welcome back" }).waitFor();
    return (await followed()) - (await answeredAt(second, "/api/auth/logout"));
  });
  await first.reload();
  await first.getByRole("heading", { name: "Welcome back" }).waitFor();
  await person.leave();
});

test("two tabs with an access token that ran out make one refresh", async (t) => {
  const own = await startJournal({ JOURNAL_JWT_SECRET: SECRET });
  t.after(own.close);
  const person = await openPerson(browser, own.url, {
    expects: [401, "net::ERR_CONNECTION_REFUSED"],
    reducedMotion: "no-preference",
  });
  const first = await signedInTab(person, await haveAccount(own.url));
  await write(first, "One", "first page");
  const second = await person.openTab("/entries");
  await second.getByRole("link", { name: /One/ }).waitFor();
  await own.restart({ JOURNAL_JWT_SECRET: OTHER_SECRET });
  const before = person.count("POST", "/api/auth/refresh");
  await Promise.all([
    text(first)
      .press("End")
      .then(() => first.keyboard.type(" and more")),
    second.getByRole("link", { name: /One/ }).click(),
  ]);
  await saved(first);
  await text(second).getByText("first page").waitFor();
  assert.equal(person.count("POST", "/api/auth/refresh") - before, 1);
  await person.leave();
});

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
