import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { codeFor } from "./authenticator.mjs";
import { openBrowser, openPerson } from "./browser.mjs";
import { addPasskey, haveAuthenticator } from "./device.mjs";
import { startJournal } from "./journal.mjs";
import {
  haveAccount,
  mailedTo,
  newAddress,
  PASSWORD,
  signedInTab,
  signIn,
  signInElsewhere,
  until,
} from "./steps.mjs";

const WHY = "You told us that your phone was stolen.";
let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

async function adminTab(person) {
  const email = newAddress();
  await journal.command(["user", "create", email, "--role", "admin"], `${PASSWORD}\n`);
  return signedInTab(person, email, "/admin");
}

/** Finds one where everybody is listed, and goes there. */
async function openOne(page, email) {
  await page.getByLabel("Search").fill(email.toUpperCase());
  const people = page.getByRole("region", { name: "People" });
  await until(async () => (await people.getByRole("listitem").count()) === 1, `only ${email} is found`);
  await page.getByRole("link", { name: email }).click();
  await page.getByRole("heading", { name: email }).waitFor();
}

/** Checks or unchecks roles of somebody, and says why. */
async function giveRoles(page, change) {
  await page.getByRole("button", { name: "Change roles" }).click();
  const dialog = page.getByRole("dialog", { name: "Which roles?" });
  for (const [role, isGiven] of Object.entries(change))
    await dialog.getByRole("checkbox", { name: role, exact: true }).setChecked(isGiven);
  await dialog.getByLabel("Reason").fill(WHY);
  await dialog.getByRole("button", { name: "Change roles" }).click();
  await page.getByText("The roles are changed.").waitFor();
}

async function act(page, name, done) {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByLabel("Reason").fill(WHY);
  await page.keyboard.press("Enter");
  await page.getByText(done).waitFor();
}

const textsTo = async (email) => {
  const answer = await fetch(`${journal.url}/api/dev/mailbox?to=${encodeURIComponent(email)}`);
  return (await answer.json()).items.map(({ text }) => text);
};

test("an admin finds somebody, locks and unlocks them, and they are told why", async () => {
  const [admin, somebody] = await Promise.all([
    openPerson(browser, journal.url),
    openPerson(browser, journal.url, { expects: [401, 403] }),
  ]);
  const email = await haveAccount(journal.url);
  const [page, theirs] = [await adminTab(admin), await signedInTab(somebody, email)];
  await openOne(page, email);
  await act(page, "Lock", "The account is locked.");
  await theirs.getByRole("dialog", { name: "Sign in again" }).waitFor();
  const fresh = await somebody.openTab("/");
  await signIn(fresh, email);
  await fresh.getByText("This account is switched off.").waitFor();
  await act(page, "Unlock", "The account is open again.");
  await signIn(fresh, email);
  await fresh.waitForURL("**/entries");
  await fresh.goto("/account/activity");
  await fresh.getByText(`The reason they gave: “${WHY}”`).first().waitFor();
  const texts = await until(async () => {
    const found = await textsTo(email);
    return found.filter((text) => text.includes(WHY)).length === 2 && found;
  }, "both mails came");
  assert.ok(texts.length >= 2);
  await Promise.all([admin.leave(), somebody.leave()]);
});

test("what an admin does asks for the password when the sign-in is not fresh, and then goes on", async () => {
  const admin = await openPerson(browser, journal.url, { expects: [403] });
  const email = await haveAccount(journal.url);
  const page = await adminTab(admin);
  await openOne(page, email);
  let isStale = true;
  await page.route("**/end-sessions", (route) => {
    if (!isStale) return route.continue();
    const body = JSON.stringify({ title: "Forbidden", status: 403, code: "reauthentication_required" });
    return route.fulfill({ status: 403, contentType: "application/problem+json", body });
  });
  page.on("response", (answer) => {
    if (answer.url().endsWith("/api/auth/reauthenticate") && answer.ok()) isStale = false;
  });
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByLabel("Reason").fill(WHY);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Is it you?" });
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByText("All devices are signed out.").waitFor();
  await admin.leave();
});

test("a reset, a role and a deletion reach the person, who undoes the deletion", async () => {
  const [admin, somebody] = await Promise.all([
    openPerson(browser, journal.url),
    openPerson(browser, journal.url, { expects: [401] }),
  ]);
  const email = await haveAccount(journal.url);
  const page = await adminTab(admin);
  await openOne(page, email);
  await act(page, "Mail a new-password link", "The link is on its way.");
  const theirs = await somebody.openTab(await mailedTo(journal.url, email, "/reset-password"));
  await theirs.getByLabel("New password", { exact: true }).waitFor();
  const account = page.getByRole("region", { name: "Account" });
  const support = `helpers-${Date.now().toString(36)}`;
  await journal.command(["role", "create", support, "admin:read"]);
  await page.reload();
  await giveRoles(page, { [support]: true });
  await account.getByText(`user, ${support}`).waitFor();
  await giveRoles(page, { admin: true });
  await account.getByText(`user, admin, ${support}`).waitFor();
  await giveRoles(page, { admin: false });
  await account.getByText(`user, ${support}`, { exact: true }).waitFor();
  await act(page, "Delete the account", "The account will be deleted in 14 days.");
  await page.getByText("will be deleted", { exact: true }).waitFor();
  await theirs.goto(await mailedTo(journal.url, email, "/undo-deletion"));
  await theirs.getByRole("button", { name: "Keep my journal" }).click();
  await theirs.getByText("Your journal stays.").waitFor();
  await page.goto("/admin");
  await page.getByLabel("State").selectOption("will be deleted");
  await page.getByText("Nobody is here by that.").waitFor();
  await Promise.all([admin.leave(), somebody.leave()]);
});

test("an app, a passkey and a token of somebody are seen, and taken from them with a reason", async () => {
  const [admin, somebody] = await Promise.all([
    openPerson(browser, journal.url),
    openPerson(browser, journal.url, { expects: [401] }),
  ]);
  const email = await haveAccount(journal.url);
  const theirs = await signedInTab(somebody, email, "/account/passkeys");
  await addPasskey(theirs, await haveAuthenticator(theirs));
  const api = await signInElsewhere(journal.url, email);
  const made = await api("POST", "/api/auth/tokens", { name: "backup", scopes: ["profile:read"] });
  assert.equal(made.status, 201);
  const { body } = await api("POST", "/api/auth/mfa/totp");
  const confirmed = await api("POST", "/api/auth/mfa/totp/confirm", { code: codeFor(body.secret) });
  assert.equal(confirmed.status, 200);

  const page = await adminTab(admin);
  await openOne(page, email);
  await page.getByText("10 recovery codes left").waitFor();
  await act(page, "Remove the app", "The app and its codes are gone.");
  await page.getByText("No authenticator app.").waitFor();
  await page.getByRole("button", { name: /^Remove / }).click();
  await page.getByRole("dialog", { name: "Remove this passkey?" }).getByLabel("Reason").fill(WHY);
  await page.keyboard.press("Enter");
  await page.getByText("No passkeys.").waitFor();
  await act(page, "Revoke backup", "The token opens nothing any more.");
  const refused = await fetch(`${journal.url}/api/auth/me`, {
    headers: { authorization: `Bearer ${made.body.token}` },
  });
  assert.equal(refused.status, 401);
  const told = async () => (await textsTo(email)).filter((text) => text.includes(WHY)).length === 3;
  await until(told, "three mails came");
  await Promise.all([admin.leave(), somebody.leave()]);
});

test("who may only look sees no way to act", async () => {
  const looker = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const other = await haveAccount(journal.url);
  const role = `lookers-${Date.now().toString(36)}`;
  await journal.command([
    "role",
    "create",
    role,
    "admin:read",
    "profile:read",
    "entries:read",
    "sessions:read",
  ]);
  await journal.command(["user", "set-role", email, role]);
  const page = await signedInTab(looker, email, "/admin");
  const write = page.getByRole("link", { name: "Write" });
  await until(async () => (await write.count()) === 0, "there is no Write");
  await openOne(page, other);
  await page.getByRole("region", { name: "Lately" }).waitFor();
  const main = page.getByRole("main");
  for (const [path, heading, left] of [
    [new URL(page.url()).pathname, "Lately", []],
    ["/admin/invites", "Invitations", []],
    ["/admin/mail", "Waiting mails", ["Look again"]],
    ["/admin/keys", "Signing keys", []],
    ["/admin/roles", "Roles", []],
    ["/account/tokens", "Access tokens", []],
  ]) {
    await page.goto(path);
    await page.getByRole("heading", { name: heading }).first().waitFor();
    const seen = async () => (await main.getByRole("button").allTextContents()).join() === left.join();
    await until(seen, `${path} shows no button but ${left}`);
  }
  await looker.leave();
});

test("a search comes back when one goes back, and its words stand in no address", async () => {
  const admin = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const page = await adminTab(admin);
  await openOne(page, email);
  await page.goBack();
  await until(
    async () => (await page.getByLabel("Search").inputValue()) === email.toUpperCase(),
    "the words are back",
  );
  assert.equal(page.url().includes("@"), false);
  assert.equal(await page.getByRole("region", { name: "People" }).getByRole("listitem").count(), 1);
  await admin.leave();
});

test("an admin looks at keys, settings and the trail, and makes a new key", async () => {
  const admin = await openPerson(browser, journal.url);
  const page = await adminTab(admin);
  await page.getByRole("link", { name: "Keys" }).click();
  await page.getByText("signs", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Make a new key" }).click();
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByText("There is a new key.").waitFor();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("JOURNAL_REGISTRATION", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByLabel("Kind").fill("signing_key_rotated");
  await page.getByRole("button", { name: "Look" }).click();
  await page.getByText("Signing key rotated").first().waitFor();
  await page.getByRole("button", { name: "Verify" }).click();
  await page.getByText(/It is whole: \d+ events/).waitFor();
  await page.getByRole("link", { name: "Mail", exact: true }).click();
  await page.getByText("Every mail has left the house.").waitFor();
  await admin.leave();
});
