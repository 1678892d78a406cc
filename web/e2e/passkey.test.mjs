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
  signOut,
  signUpByPasskey,
} from "./device.mjs";
import { startJournal } from "./journal.mjs";
import { haveAccount, mailedTo, newAddress, PASSWORD, signIn, signInElsewhere, until } from "./steps.mjs";

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
  const page = await person.openTab("/");
  const device = await haveAuthenticator(page, {
    transport: "usb",
    hasUserVerification: false,
    isUserVerified: false,
  });
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await page.goto("/account/passkeys");
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

test("where a second factor is demanded and it is a passkey, the password asks for it", async () => {
  const strict = await startJournal();
  try {
    const person = await openPerson(browser, strict.url, { expects: [403] });
    const email = await haveAccount(strict.url);
    const page = await person.openTab("/");
    const device = await haveAuthenticator(page);
    await signIn(page, email);
    await page.waitForURL("**/entries");
    await addPasskey(page, device);
    await page.goto("about:blank");
    await strict.restart({ JOURNAL_REQUIRE_MFA: "all" });
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
