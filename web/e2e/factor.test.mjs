import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anotherKey, codeFor } from "./authenticator.mjs";
import { openBrowser, openPerson } from "./browser.mjs";
import { haveAuthenticator } from "./device.mjs";
import { startJournal } from "./journal.mjs";
import { haveAccount, PASSWORD, saved, signedInTab, signIn, text, until, write } from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

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
  const page = await signedInTab(person, email);
  await page.goto("/account");
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
  const page = await signedInTab(person, email);
  await page.goto("/account");
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
