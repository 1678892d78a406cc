import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { growStale } from "./database.mjs";
import {
  addPasskey,
  enterByPasskey,
  fieldWaits,
  haveAuthenticator,
  withPasskey as passkeyOf,
  signOut,
  signUpByPasskey,
} from "./device.mjs";
import { startJournal } from "./journal.mjs";
import {
  haveAccount,
  mailedTo,
  newAddress,
  PASSWORD,
  saved,
  signIn,
  signInElsewhere,
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
const card = (page) => page.getByRole("region", { name: "Passkeys" });

const withPasskey = (options) => passkeyOf(browser, journal.url, options);

test("who has a passkey alone shows it once more and sets a password, which then opens the journal too", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const page = await person.openTab("/register");
  const device = await haveAuthenticator(page);
  const email = newAddress();
  await signUpByPasskey(page, device, email, mailed);
  await enterByPasskey(page, device);
  await page.goto("/account");
  await growStale(journal, email);
  await page.getByRole("button", { name: "Set a password" }).click();
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByText("Strong.").waitFor();
  await page.getByRole("button", { name: "Set the password" }).click();
  const dialog = page.getByRole("dialog", { name: "Is it you?" });
  await dialog.getByRole("button", { name: "Use a passkey" }).waitFor();
  assert.equal(await dialog.getByLabel("Password").count(), 0);
  await device.touch(true);
  await dialog.getByRole("button", { name: "Use a passkey" }).click();
  await page.getByText("You have a password now.").waitFor();
  await device.touch(false);
  await page.getByRole("button", { name: "Change password" }).waitFor();
  await page.goto("/account/passkeys");
  await page.getByRole("button", { name: /^Remove/ }).click();
  await page.getByText("There is none yet.").waitFor();
  await signOut(page);
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await person.leave();
});

test("where people come by invitation, a passkey alone is enough for the rest", async () => {
  const closed = await startJournal({ JOURNAL_REGISTRATION: "invite" });
  try {
    const admin = newAddress();
    await closed.command(["user", "create", admin, "--role", "admin"], `${PASSWORD}\n`);
    const { body } = await (await signInElsewhere(closed.url, admin))("POST", "/api/admin/invites", {});
    const person = await openPerson(browser, closed.url, { expects: [403] });
    const page = await person.openTab("/register");
    const device = await haveAuthenticator(page);
    const email = newAddress();
    await page.getByRole("button", { name: "Use a passkey instead of a password" }).click();
    await page.getByLabel("Invitation for it").fill("not-an-invitation");
    await page.getByLabel("Address for it").fill(email);
    await page.getByRole("button", { name: "Start with a passkey" }).click();
    await page.getByText("That invitation does not hold any more.").waitFor();
    await page.goto(`/register#invite=${body.code}`);
    await page.reload();
    await signUpByPasskey(page, device, email, (to, where) => mailedTo(closed.url, to, where));
    await enterByPasskey(page, device);
    await person.leave();
  } finally {
    await closed.close();
  }
});

test("over a page that is being written a passkey signs in again, and not a word is lost", async () => {
  const { person, page, device, email } = await withPasskey({ expects: [401] });
  await page.getByRole("link", { name: "Entries" }).first().click();
  await write(page, "The bridge", "Before.");
  await text(page).evaluate((element) => {
    element.dataset.mark = "the very same element";
  });
  // Typed before the session ends: the dialog takes the keyboard as soon as it has.
  await text(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(" After.");
  await journal.command(["user", "end-sessions", email]);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.waitFor();
  await fieldWaits(person);
  await device.touch(true);
  await dialog.getByRole("button", { name: "Sign in with a passkey" }).click();
  await dialog.waitFor({ state: "detached" });
  await saved(page);
  assert.equal(await text(page).textContent(), "Before. After.");
  assert.equal(await text(page).getAttribute("data-mark"), "the very same element");
  await person.leave();
});

test("a name and an address that changed are told to the authenticator", async () => {
  const { person, page, device, email } = await withPasskey();
  assert.deepEqual(await device.names(), [[email, email]]);
  await page.goto("/account");
  await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved.", { exact: true }).waitFor();
  const told = async () => (await device.names())[0].join();
  await until(async () => (await told()) === `${email},Ada Lovelace`, "the authenticator hears of the name");
  const wanted = newAddress();
  await page.getByRole("button", { name: "Change email address" }).click();
  await page.getByLabel("New address").fill(wanted);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  const other = await openPerson(browser, journal.url);
  const mail = await other.openTab(await mailed(wanted, "/confirm-email-change"));
  await mail.getByRole("button", { name: "Use this address" }).click();
  await until(
    async () => (await told()) === `${wanted},Ada Lovelace`,
    "the authenticator hears of the address",
  );
  await Promise.all([person.leave(), other.leave()]);
});

test("after a reset by mail passkeys wait, one is confirmed and opens the journal, one is removed", async () => {
  const { person, page, device, email } = await withPasskey();
  const there = await openPerson(browser, journal.url, { expects: [401] });
  const other = await there.openTab("/");
  const stranger = await haveAuthenticator(other);
  await signIn(other, email);
  await other.waitForURL("**/entries");
  await addPasskey(other, stranger);
  await there.context.close();

  await signOut(page);
  await page.goto("/forgot-password");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
  await page.goto(await mailed(email, "/reset-password"));
  await page.getByLabel("New password", { exact: true }).fill("forty slow lanterns upstream");
  await page.getByRole("button", { name: "Set the new password" }).click();
  await page.getByText("Passkeys, if you have any, wait until you say there that they are yours.").waitFor();
  await signIn(page, email, "forty slow lanterns upstream");
  await page.waitForURL("**/entries");
  await page.getByText("2 passkeys wait for you to say that they are yours.").waitFor();
  await page.getByRole("link", { name: "Look at them" }).click();
  const rows = card(page).getByRole("listitem");
  // The newest stands first, and it is the stranger's.
  await rows
    .last()
    .getByRole("button", { name: /^It is mine/ })
    .click();
  await page.getByText("That passkey opens your journal again.").waitFor();
  await page.goto("/account");
  await page.getByText("1 passkey waits for you to say that it is yours.").waitFor();
  await page.getByRole("link", { name: "Look at it" }).click();
  await rows
    .first()
    .getByRole("button", { name: /^Remove/ })
    .click();
  await page.getByText("That passkey does not open your journal any more.").waitFor();
  assert.equal(await rows.count(), 1);
  await page.goto("/account");
  await page.getByRole("region", { name: "Password" }).waitFor();
  assert.equal(await page.getByText("for you to say that").count(), 0);
  await signOut(page);
  await enterByPasskey(page, device);
  await person.leave();
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
