import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { growStale, lapseCeremonies } from "./database.mjs";
import {
  addPasskey,
  enterByPasskey,
  fieldWaits,
  haveAuthenticator,
  withPasskey as passkeyOf,
  signUpByPasskey,
} from "./device.mjs";
import { startJournal } from "./journal.mjs";
import {
  haveAccount,
  mailedTo,
  newAddress,
  PASSWORD,
  saved,
  signedInTab,
  signIn,
  signInElsewhere,
  signOut,
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
const byButton = (page) => page.getByRole("button", { name: "Sign in with a passkey" });
const card = (page) => page.getByRole("region", { name: "Passkeys" });
const withPasskey = (options) => passkeyOf(browser, journal.url, options);

test("a journal is started with a passkey alone, and the last way into it stays", async () => {
  const person = await openPerson(browser, journal.url, { expects: [409] });
  const page = await person.openTab("/register");
  const device = await haveAuthenticator(page);
  await signUpByPasskey(page, device, newAddress(), mailed);
  assert.equal(await device.count(), 1);
  await enterByPasskey(page, device);
  await page.goto("/account/passkeys");
  await card(page).getByRole("listitem").getByText("on one device").waitFor();
  await page.getByRole("button", { name: /^Remove/ }).click();
  await page.getByText("This is the last way into your journal.").waitFor();
  assert.equal(await device.count(), 1);
  await person.leave();
});

test("a passkey signs in by the button, and next time stands first", async () => {
  const { person, page, device } = await withPasskey();
  await signOut(page);
  await fieldWaits(person);
  await device.touch(true);
  await byButton(page).click();
  await page.waitForURL("**/entries");
  await device.touch(false);
  await signOut(page);
  const [button, field] = await Promise.all([
    byButton(page).boundingBox(),
    page.getByLabel("Email or username").boundingBox(),
  ]);
  assert.ok(button.y < field.y, "what was used last stands first");
  await person.leave();
});

test("a passkey is picked from the field for the name, without a press", async () => {
  const { person, page, device } = await withPasskey();
  await signOut(page);
  // What the field offers now must not be answered: it is another ceremony than the one that is counted.
  await fieldWaits(person);
  const asked = person.count("POST", "/api/auth/webauthn/authenticate/verify");
  // What the field offers is asked for when the page opens, and nothing else is pressed.
  await device.touch(true);
  await page.reload();
  await page.waitForURL("**/entries");
  assert.equal(person.count("POST", "/api/auth/webauthn/authenticate/verify"), asked + 1);
  await person.leave();
});

test("a passkey is renamed and removed, and the authenticator hears of it", async () => {
  const { person, page, device } = await withPasskey();
  await page.getByRole("button", { name: /^Rename/ }).click();
  await page.getByLabel("Name", { exact: true }).fill("The old laptop");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The old laptop").waitFor();
  await page.reload();
  await page.getByText("The old laptop").waitFor();
  assert.equal(await device.count(), 1);
  await page.getByRole("button", { name: "Remove The old laptop" }).click();
  await page.getByText("There is none yet.").waitFor();
  await until(async () => (await device.count()) === 0, "the authenticator forgets the passkey");
  await person.leave();
});

test("who came in with a password is offered a passkey once", async () => {
  const person = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const page = await person.openTab("/");
  await haveAuthenticator(page);
  await signIn(page, email);
  const offer = page.getByRole("region", { name: "Add a passkey" });
  await offer.waitFor();
  await offer.getByRole("button", { name: "No, thanks" }).click();
  await offer.waitFor({ state: "detached" });
  await page.reload();
  await page.getByText("What you write will be listed here").waitFor();
  assert.equal(await offer.count(), 0);
  await person.leave();
});

test("a passkey shows once more that it is oneself", async () => {
  const { person, page, device, email } = await withPasskey({ expects: [403] });
  await page.goto("/account");
  await growStale(journal, email);
  await page.getByRole("button", { name: "Change email address" }).click();
  const wanted = newAddress();
  await page.getByLabel("New address").fill(wanted);
  await page.getByRole("button", { name: "Send the link" }).click();
  const dialog = page.getByRole("dialog", { name: "Is it you?" });
  await dialog.getByLabel("Password", { exact: true }).waitFor();
  await device.touch(true);
  await dialog.getByRole("button", { name: "Use a passkey" }).click();
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  await person.leave();
});

test("an authenticator that cannot check who holds it is refused, and the page goes on", async () => {
  const person = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email, "/account/passkeys");
  const device = await haveAuthenticator(page, {
    transport: "usb",
    hasUserVerification: false,
    isUserVerified: false,
  });
  await device.touch(true);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await device.count(), 0);
  await page.getByText("There is none yet.").waitFor();
  await page.getByRole("link", { name: "Devices" }).click();
  await page.getByText("this one").waitFor();
  await person.leave();
});

test("a finger that is not the owner's opens nothing", async () => {
  const { person, page, device } = await withPasskey();
  await signOut(page);
  await fieldWaits(person);
  await device.verify(false);
  await device.touch(true);
  await byButton(page).click();
  await page.getByRole("alert").waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  await person.leave();
});

test("a passkey that was removed elsewhere is told so, and is not offered again", async () => {
  const { person, page, device, email } = await withPasskey({ expects: [401] });
  await signOut(page);
  const api = await signInElsewhere(journal.url, email);
  const { body } = await api("GET", "/api/auth/passkeys");
  assert.equal((await api("DELETE", `/api/auth/passkeys/${body.items[0].id}`)).status, 204);
  await fieldWaits(person);
  await device.touch(true);
  await byButton(page).click();
  await page.getByText("This passkey does not open a journal here any more.").waitFor();
  await device.touch(false);
  await until(async () => (await device.count()) === 0, "the authenticator forgets the passkey");
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await person.leave();
});

test("an answer that came too late opens nothing, the passkey is kept, and the field offers it anew", async () => {
  const { person, page, device } = await withPasskey({ expects: [401] });
  await signOut(page);
  await fieldWaits(person);
  await page.route(
    "**/api/auth/webauthn/authenticate/options",
    async (route) => {
      const answer = await route.fetch();
      await lapseCeremonies(journal);
      await route.fulfill({ response: answer });
    },
    { times: 1 },
  );
  await device.touch(true);
  const refused = page.waitForResponse("**/api/auth/webauthn/authenticate/verify");
  await byButton(page).click();
  assert.equal((await refused).status(), 401);
  // Nobody presses again: what the field offers next is answered, by the passkey that was kept.
  await page.waitForURL("**/entries");
  assert.equal(await device.count(), 1);
  await person.leave();
});

test("a ceremony that was cancelled leaves the page as it was", async () => {
  const { person, page, device, email } = await withPasskey();
  await signOut(page);
  await byButton(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Nothing was changed. You can try again").waitFor();
  await byButton(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Nothing was changed. You can try again").waitFor();
  await signIn(page, email, PASSWORD);
  await page.waitForURL("**/entries");
  await page.goto("/account/passkeys");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Nothing was changed.").waitFor();
  assert.equal(await device.count(), 1);
  await person.leave();
});

test("a ceremony that ran out of time can be begun again", async () => {
  const { person, page, device } = await withPasskey();
  await signOut(page);
  // As short as browsers let a ceremony be.
  await page.route("**/api/auth/webauthn/authenticate/options", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), timeout: 1 } });
  });
  await byButton(page).click();
  await page.getByText("Nothing was changed. You can try again").waitFor({ timeout: 40_000 });
  await page.unrouteAll({ behavior: "wait" });
  await fieldWaits(person);
  await device.touch(true);
  await byButton(page).click();
  await page.waitForURL("**/entries");
  await person.leave();
});

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
  const other = await signedInTab(there, email, "/account/passkeys");
  await addPasskey(other, await haveAuthenticator(other));
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
