import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anotherKey, codeFor } from "./authenticator.mjs";
import { openBrowser, openPerson } from "./browser.mjs";
import { growStale } from "./database.mjs";
import { addPasskey, fieldWaits, haveAuthenticator } from "./device.mjs";
import { startJournal } from "./journal.mjs";
import {
  haveAccount,
  mailedTo,
  newAddress,
  PASSWORD,
  saved,
  signedInTab,
  signIn,
  text,
  until,
  write,
} from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

const mailed = (email, page) => mailedTo(journal.url, email, page);

const card = (page) => page.getByRole("region", { name: "Second factors" });

/** Sets an app up where `place` shows how; gives its key and the recovery codes. */
async function setUp(place) {
  anotherKey();
  await place.getByRole("button", { name: "Begin" }).click();
  const key = await place.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent();
  await place.getByLabel("Code that the app shows").fill(codeFor(key));
  await place.getByRole("button", { name: "Turn it on" }).click();
  const kept = place.getByRole("button", { name: "I have kept them" });
  await kept.waitFor();
  const shown = place.getByRole("region", { name: "Recovery codes" }).getByRole("listitem");
  const codes = await shown.allTextContents();
  assert.equal(codes.length, 10);
  await kept.click();
  return { key, codes };
}

async function signOut(page) {
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
}

test("turned on, asked for, got around with a recovery code, and turned off", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401, 403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email, "/account");
  await card(page).getByRole("button", { name: "Set up a second factor" }).click();
  const { key, codes } = await setUp(card(page));
  await card(page).getByText("10 of 10 recovery codes are left.").waitFor();

  await signOut(page);
  await signIn(page, email);
  await page.getByLabel("Code", { exact: true }).fill("000 000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("That code did not work.").waitFor();
  const code = codeFor(key);
  await page.getByLabel("Code", { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/entries");

  await page.goto("/account");
  await signOut(page);
  await haveAuthenticator(page);
  await signIn(page, email);
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(codes[0].toUpperCase());
  await page.keyboard.press("Enter");
  await page.waitForURL("**/entries");
  // Whoever came in with a password and a code has no passkey yet, and this device could keep one.
  await page.getByRole("region", { name: "Add a passkey" }).waitFor();
  await page.goto("/account");
  await card(page).getByText("9 of 10 recovery codes are left.").waitFor();

  await card(page).getByRole("button", { name: "Turn off" }).click();
  await card(page).getByRole("button", { name: "Turn it off" }).click();
  await card(page).getByText("None.").waitFor();
  await signOut(page);
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await person.leave();
});

test("over a page that is being written, the second step is asked in place and not a word is lost", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401, 403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email, "/account");
  await card(page).getByRole("button", { name: "Set up a second factor" }).click();
  const { codes } = await setUp(card(page));
  await page.getByRole("link", { name: "Entries" }).first().click();
  await write(page, "The bridge", "Before.");
  await journal.command(["user", "end-sessions", email]);
  await text(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(" After.");
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Use a recovery code instead" }).click();
  await dialog.getByLabel("Recovery code").fill(codes[1]);
  await page.keyboard.press("Enter");
  await until(async () => (await dialog.count()) === 0, "the dialog is gone");
  await saved(page);
  assert.equal(await text(page).textContent(), "Before. After.");
  await person.leave();
});

test("where it is demanded, it is set up before anything else, and then all is open", async () => {
  const strict = await startJournal({ JOURNAL_REQUIRE_MFA: "all" });
  try {
    const person = await openPerson(browser, strict.url, { expects: [401, 403] });
    const page = await signedInTab(person, await haveAccount(strict.url));
    const dialog = page.getByRole("dialog", { name: "A second factor first" });
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor();
    await setUp(dialog);
    await until(async () => (await dialog.count()) === 0, "the dialog is gone");
    await write(page, "At last", "Inside.");
    await person.leave();
  } finally {
    await strict.close();
  }
});

test("where a second factor is demanded and it is a passkey, the password asks for it", async () => {
  const strict = await startJournal();
  try {
    const person = await openPerson(browser, strict.url, { expects: [403] });
    const email = await haveAccount(strict.url);
    const page = await signedInTab(person, email, "/account/passkeys");
    const device = await haveAuthenticator(page);
    await addPasskey(page, device);
    await page.goto("about:blank");
    await strict.restart({ JOURNAL_REQUIRE_MFA: "all" });
    await page.goto("/account");
    await signOut(page);
    await fieldWaits(person);
    await signIn(page, email);
    await page.getByText("One more step: this account asks for its passkey, too.").waitFor();
    await device.touch(true);
    await page.getByRole("button", { name: "Use your passkey" }).click();
    await page.waitForURL("**/entries");
    await person.leave();
  } finally {
    await strict.close();
  }
});

test("where a second factor is demanded a passkey is one, and then all is open", async () => {
  const strict = await startJournal({ JOURNAL_REQUIRE_MFA: "all" });
  try {
    const person = await openPerson(browser, strict.url, { expects: [403] });
    const page = await person.openTab("/");
    const device = await haveAuthenticator(page);
    await signIn(page, await haveAccount(strict.url));
    const dialog = page.getByRole("dialog", { name: "A second factor first" });
    await dialog.getByRole("button", { name: "Begin" }).waitFor();
    await device.touch(true);
    await dialog.getByRole("button", { name: "Add a passkey" }).click();
    await dialog.waitFor({ state: "detached" });
    await write(page, "At last", "Inside.");
    await person.leave();
  } finally {
    await strict.close();
  }
});

async function askForAddress(page, email) {
  await page.getByRole("button", { name: "Change email address" }).click();
  await page.getByLabel("New address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
}

test("what needs a fresh sign-in asks for the password in place, and the request is replayed", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email, "/account");
  await growStale(journal, email);
  const answers = [];
  page.on("response", (answer) => {
    if (answer.url().endsWith("/api/auth/change-email")) answers.push(answer.status());
  });
  const wanted = newAddress();
  await askForAddress(page, wanted);
  const dialog = page.getByRole("dialog", { name: "Is it you?" });
  await dialog.getByLabel("Password", { exact: true }).fill("not the right one");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await dialog.getByText("That is not your password.").waitFor();
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  assert.equal(await dialog.count(), 0);
  assert.deepEqual(answers, [403, 202]);
  await person.leave();
});

test("an address that is waited for shows after the page was opened anew, and the wish can be taken back", async () => {
  const person = await openPerson(browser, journal.url, { expects: [400] });
  const page = await signedInTab(person, await haveAccount(journal.url), "/account");
  const wanted = newAddress();
  await askForAddress(page, wanted);
  await page.getByText("The link holds until").waitFor();
  await page.reload();
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  await page.getByRole("button", { name: "Keep the old address" }).click();
  await page.getByText(`We sent a link to ${wanted}`).waitFor({ state: "detached" });
  const mail = await person.openTab(await mailed(wanted, "/confirm-email-change"));
  await mail.getByRole("button", { name: "Use this address" }).click();
  await mail.getByText("This link does not hold.").waitFor();
  await person.leave();
});

test("whoever does not want to give it goes on with the page, and what was typed is still there", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email, "/account");
  await growStale(journal, email);
  const wanted = newAddress();
  await askForAddress(page, wanted);
  await page.getByRole("dialog", { name: "Is it you?" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("This needs you to show once more that it is you. Nothing was changed.").waitFor();
  assert.equal(await page.getByLabel("New address").inputValue(), wanted);
  await page.getByRole("link", { name: "Devices" }).click();
  await page.getByText("this one").waitFor();
  await person.leave();
});

test("an address is changed by the new one's mail, seen in every tab, and undone by the old one's", async () => {
  const person = await openPerson(browser, journal.url, { expects: [400, 401] });
  const [old, wanted] = [await haveAccount(journal.url), newAddress()];
  const page = await signedInTab(person, old, "/account");
  await askForAddress(page, wanted);
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  await page.getByRole("region", { name: "Email address" }).getByText(old, { exact: true }).waitFor();

  const other = await openPerson(browser, journal.url, { expects: [400] });
  const mail = await other.openTab(await mailed(wanted, "/confirm-email-change"));
  await mail.getByRole("button", { name: "Use this address" }).click();
  await mail.getByText("This is your address now.").waitFor();
  // The event stream brings it to the page that waits.
  await page.getByRole("region", { name: "Email address" }).getByText(wanted, { exact: true }).waitFor();

  await mail.goto(await mailed(old, "/undo-email-change"));
  await mail.getByRole("button", { name: "Put the old address back" }).click();
  await mail.getByText("The old address is back").waitFor();
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  await mail.goto(await mailed(old, "/reset-password"));
  await mail.getByLabel("New password", { exact: true }).fill("forty slow lanterns upstream");
  await mail.getByRole("button", { name: "Set the new password" }).click();
  await mail.getByText("Your new password holds").waitFor();
  await signIn(mail, old, "forty slow lanterns upstream");
  await mail.waitForURL("**/entries");
  await mail.goto("/account");
  await mail.getByText(old, { exact: true }).first().waitFor();
  await Promise.all([person.leave(), other.leave()]);
});

test("“this was not me” locks everybody out, and the owner comes back by mail", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  // A changed password is told by mail, with the link.
  await page.goto("/account");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("Password now", { exact: true }).fill(PASSWORD);
  await page.getByLabel("New password", { exact: true }).fill("somebody elses lanterns");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Your new password holds.").waitFor();
  const owner = await openPerson(browser, journal.url);
  const tab = await owner.openTab(await mailed(email, "/not-me"));
  await tab.getByRole("button", { name: "It was not me: lock everybody out" }).click();
  await tab.getByText("Everybody is signed out").waitFor();
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  await tab.goto(await mailed(email, "/reset-password"));
  await tab.getByLabel("New password", { exact: true }).waitFor();
  await Promise.all([person.leave(), owner.leave()]);
});
