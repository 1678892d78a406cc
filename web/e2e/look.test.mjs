import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anotherKey, codeFor } from "./authenticator.mjs";
import { openBrowser } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { DESK, HAND, havePictures, look, openInHand, resize } from "./looking.mjs";
import {
  haveAccount,
  newAddress,
  PASSWORD,
  saved,
  saveState,
  signedInTab,
  signIn,
  signInElsewhere,
  text,
  title,
} from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
  await havePictures();
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

/** As the server asks when a sign-in is not fresh any more, ten minutes later. */
async function askForProof(page) {
  const body = JSON.stringify({
    title: "Forbidden",
    status: 403,
    code: "reauthentication_required",
    methods: ["password", "totp", "recovery_code"],
  });
  const refusal = { status: 403, contentType: "application/problem+json", body };
  await page.route("**/api/auth/change-email", (route) => route.fulfill(refusal));
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByRole("dialog", { name: "Is it you?" }).waitFor();
}

const toAccount = (page) => page.getByRole("link", { name: "Me", exact: true }).click();

async function toAdmin(page) {
  await toAccount(page);
  await page.getByRole("link", { name: "Admin" }).click();
}

/** Pages of the admin console that one only reads. */
const ADMIN_PAGES = [
  ["admin-mail", "Mail", "Waiting mails"],
  ["admin-keys", "Keys", "Signing keys"],
  ["admin-settings", "Settings", "Settings"],
  ["admin-audit", "Audit", "What happened"],
];

const PAGES = [
  [
    "Moving day",
    "Forty-one boxes. The kitchen clock survived; the blue bowl did not.",
    "2026-10-29T18:00:00Z",
  ],
  [
    "",
    "Three things that went well, and one that did not, which I keep coming back to.",
    "2026-11-17T20:00:00Z",
  ],
  [
    "Notes after the concert",
    "The slow movement again. I had forgotten how long the silence before the last chord is.",
    "2026-11-20T21:30:00Z",
  ],
  [
    "The lake without wind",
    "We walked the whole shore before breakfast. Nobody spoke until the second bridge, and then everyone at once, about the same heron.\n\n## What I want to keep\n\n- the colour of the water at seven, *not blue, not grey*\n- how Mum counted the boats under her breath\n- the baker, who remembered us\n\nI had meant to write about the letter, and I will, but not on a morning like this one.",
    "2026-11-22T07:41:00Z",
  ],
];

async function havePages(email) {
  const api = await signInElsewhere(journal.url, email);
  for (const [heading, content, happened_at] of PAGES) {
    const tags = heading.startsWith("The lake") ? ["walks", "family"] : [];
    const body = { title: heading, content, happened_at, time_zone: "Europe/Zurich", tags };
    assert.equal((await api("POST", "/api/entries", body)).status, 201);
  }
  return api;
}

const open = (more) => openInHand(browser, journal.url, more);

test("before the journal, every screen is calm and whole at every size", async () => {
  const person = await open({ expects: [400, 401] });
  const page = await person.openTab("/");
  await look(page, "door");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("Enter your password.").waitFor();
  await look(page, "door-empty");
  await page.getByLabel("Email or username").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").waitFor();
  await look(page, "door-refused");

  await page.getByRole("link", { name: "Start a journal" }).click();
  await page.getByRole("heading", { name: "Start a journal" }).waitFor();
  await look(page, "register");
  await page.getByRole("button", { name: "Use a passkey instead of a password" }).click();
  await look(page, "register-passkey");
  await page.reload();
  await page.getByLabel("Email").fill(newAddress());
  await page.getByLabel("Password", { exact: true }).fill("lovelace12");
  await page.getByText("guess.").first().waitFor();
  await look(page, "register-weak");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByText("Strong.").waitFor();
  await look(page, "register-strong");
  await page.getByRole("button", { name: "Start your journal" }).click();
  await page.getByRole("link", { name: "Open the mailbox" }).waitFor();
  await look(page, "check-mail");
  await page.getByRole("link", { name: "Open the mailbox" }).click();
  await page.getByRole("listitem").first().waitFor();
  await look(page, "mailbox");
  await page.goto("/check-mail");
  await look(page, "check-mail-whom");
  await page.goto("/verify-email#token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await page.getByRole("button", { name: "Confirm this address" }).waitFor();
  await look(page, "verify");
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByText("This link does not hold.").waitFor();
  await look(page, "verify-spent");
  for (const [path, button] of [
    ["confirm-email-change", "Use this address"],
    ["undo-email-change", "Put the old address back"],
    ["not-me", "It was not me: lock everybody out"],
    ["undo-deletion", "Keep my journal"],
  ]) {
    await page.goto(`/${path}#token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`);
    await page.getByRole("button", { name: button }).waitFor();
    await look(page, path);
    await page.getByRole("button", { name: button }).click();
    await page.getByText("This link does not hold.").waitFor();
    await look(page, `${path}-spent`);
  }
  await page.goto("/forgot-password");
  await page.getByLabel("Email").fill("ada@example.com");
  await look(page, "forgot");
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByRole("link", { name: "Open the mailbox" }).waitFor();
  await look(page, "forgot-sent");
  await page.goto("/reset-password#token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByText("Strong.").waitFor();
  await look(page, "reset");
  await page.getByRole("button", { name: "Set the new password" }).click();
  await page.getByText("This link does not hold.").waitFor();
  await look(page, "reset-spent");
  await page.goto("/set-up#token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await page.getByLabel("Email").fill(newAddress());
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByText("Strong.").waitFor();
  await look(page, "set-up");
  await page.getByRole("button", { name: "Set up this journal" }).click();
  await page.getByText("This link does not hold.").waitFor();
  await look(page, "set-up-spent");
  await page.goto("/no/such/page");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await look(page, "not-found");
  await person.leave();
});

test("who runs the journal sees its roles at every size", async () => {
  const person = await open();
  const email = await haveAccount(journal.url);
  await journal.command(["user", "set-role", email, "admin"]);
  const page = await signedInTab(person, email);
  await toAdmin(page);
  await page.getByRole("link", { name: "Roles" }).click();
  await page.getByText("built in").first().waitFor();
  await look(page, "roles");
  await page.getByRole("button", { name: "New role" }).click();
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByText("Choose at least one.").waitFor();
  await look(page, "role-new");
  const name = "support";
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("See what admins see").check();
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByRole("button", { name: `Change ${name}` }).click();
  await look(page, "role-change");
  await page.getByLabel("Read entries").check();
  await page.getByLabel("Why?").fill("They read along");
  await page.getByRole("button", { name: "Change it" }).click();
  await page.getByText("Read entries, See what admins see").first().waitFor();
  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await page.getByText(name).waitFor({ state: "detached" });
  await person.leave();
});

test("locked out, one is told at every size how long and what else there is", async () => {
  const person = await open({ expects: [429] });
  const page = await person.openTab("/");
  const body = JSON.stringify({ title: "Too many", status: 429, code: "too_many_attempts" });
  const headers = { "retry-after": "845" };
  const contentType = "application/problem+json";
  await page.route("**/api/auth/login", (route) =>
    route.fulfill({ status: 429, headers, contentType, body }),
  );
  await signIn(page, "ada@example.com");
  await page.getByText(/You can try again in 1\d:\d\d/).waitFor();
  await look(page, "door-locked");
  await person.leave();
});

test("for admins, every screen is calm and whole at every size", async () => {
  const person = await open({ expects: [403] });
  const email = newAddress();
  await journal.command(["user", "create", email, "--role", "admin"], `${PASSWORD}\n`);
  const other = await haveAccount(journal.url);
  const api = await signInElsewhere(journal.url, other);
  await api("POST", "/api/auth/tokens", { name: "backup", scopes: ["entries:read"] });
  const { body } = await api("POST", "/api/auth/mfa/totp");
  anotherKey();
  await api("POST", "/api/auth/mfa/totp/confirm", { code: codeFor(body.secret) });
  const page = await signedInTab(person, email);
  await toAdmin(page);
  await page.getByRole("region", { name: "People" }).getByText(other).waitFor();
  await look(page, "admin-people");
  await page.getByLabel("Search").fill("nobody at all");
  await page.getByText("Nobody is here by that.").waitFor();
  await look(page, "admin-nobody");
  await page.getByLabel("Search").fill(other);
  await page.getByRole("link", { name: other }).click();
  await page.getByRole("region", { name: "Lately" }).waitFor();
  await look(page, "admin-person");
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Lock" }).click();
  await look(page, "admin-reason");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Change roles" }).click();
  await page.getByRole("dialog").getByRole("checkbox", { name: "user", exact: true }).uncheck();
  await page.getByText("A person has at least one role.").waitFor();
  await look(page, "admin-roles-of-one");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Revoke backup" }).click();
  await look(page, "admin-revoke");
  await page.keyboard.press("Escape");
  await toAdmin(page);
  await page.getByRole("link", { name: "Invitations" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await look(page, "admin-invite-form");
  await page.getByLabel("Note").fill("The choir, for whoever comes on Thursdays");
  await page.getByRole("button", { name: "Make the invitation" }).click();
  await page.getByLabel("Link", { exact: true }).waitFor();
  await look(page, "admin-invite-made");
  await page.getByRole("button", { name: "I have it" }).click();
  await page
    .getByRole("button", { name: /Withdraw/ })
    .first()
    .click();
  await look(page, "admin-invite-withdraw");
  await page.keyboard.press("Escape");
  for (const [name, link, heading] of ADMIN_PAGES) {
    await page.getByRole("navigation", { name: "Admin" }).getByRole("link", { name: link }).click();
    await page.getByRole("heading", { name: heading }).first().waitFor();
    await look(page, name);
  }
  await person.leave();
});

test("in the journal, every screen is calm and whole at every size", async () => {
  const person = await open({ expects: [401, 403, 404, 409, 422, "net::ERR_INTERNET_DISCONNECTED"] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await page.getByText("What you write will be listed here").waitFor();
  await look(page, "entries-none");
  const api = await havePages(email);
  await page.reload();
  await page.getByRole("link", { name: /The lake/ }).waitFor();
  await look(page, "entries");
  await page.getByRole("link", { name: /The lake/ }).click();
  await text(page).waitFor();
  await look(page, "journal");
  await resize(page, DESK);
  await page.getByRole("link", { name: /Moving day/ }).click();
  await text(page).getByText("Forty-one boxes").waitFor();
  await page.getByRole("link", { name: /The lake/ }).click();
  await text(page).getByText("second bridge").waitFor();
  await resize(page, HAND);
  await page.getByRole("button", { name: "Delete page" }).click();
  await look(page, "delete");
  await page.getByRole("button", { name: "Keep it" }).click();

  await person.context.setOffline(true);
  await text(page).press("End");
  await page.keyboard.type(" Mine.");
  await saveState(page)
    .getByText(/kept on this device/)
    .waitFor();
  await look(page, "offline");
  const id = page.url().split("/").at(-1);
  await api("PUT", `/api/entries/${id}`, {
    content: "Theirs, from another device.",
    expected_version: 1,
  });
  await person.context.setOffline(false);
  await page.getByRole("region", { name: "Two versions" }).waitFor();
  await look(page, "conflict");
  await page.getByRole("button", { name: "Keep mine" }).click();
  await saved(page);

  await page.getByRole("link", { name: "Write" }).click();
  await text(page).waitFor();
  await look(page, "new");
  await title(page).fill("long ".repeat(70));
  await page.getByRole("alert").waitFor();
  await look(page, "refused");
  await title(page).fill("short");
  await saved(page);

  // What is around the page comes back when the pointer moves.
  await page.mouse.move(9, 9);
  await toAccount(page);
  await page.getByText("Writing here since").waitFor();
  await look(page, "me");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("New password", { exact: true }).fill("lovelace12");
  await page.getByText("guess.").first().waitFor();
  await page.getByRole("button", { name: "Change email address" }).click();
  await page.getByLabel("New address").fill("new@example.com");
  await look(page, "me-changing");
  await askForProof(page);
  await look(page, "step-up");
  await page.getByRole("button", { name: "Not now" }).click();
  await page.getByRole("link", { name: "Passkeys", exact: true }).click();
  await page.getByText("There is none yet.").waitFor();
  await look(page, "passkeys-none");
  await page.getByRole("link", { name: "Activity" }).click();
  await page.getByText("Signed in").first().waitFor();
  await look(page, "activity");
  await toAccount(page);
  await page.getByRole("link", { name: "Delete your journal" }).click();
  await page.getByLabel(/type your address/).fill("somebody else");
  await page.getByRole("button", { name: "Delete my journal" }).click();
  await look(page, "delete-account");
  await toAccount(page);
  await page.getByRole("link", { name: "Devices" }).click();
  await page.getByText("this one").waitFor();
  await look(page, "devices");
  await page.getByRole("link", { name: "Access tokens" }).click();
  await page.getByText("There are none yet.").waitFor();
  await look(page, "tokens-none");
  await page.getByRole("button", { name: "New access token" }).click();
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByText("Choose at least one.").waitFor();
  await look(page, "token-new");
  await page
    .getByLabel("What is it for?")
    .fill("Backup of every night, by the small machine under the stairs");
  await page.getByLabel("Read entries").check();
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByText("It is shown only now").waitFor();
  await look(page, "token-made");
  await page.getByRole("button", { name: "I have it" }).click();
  await page.getByRole("button", { name: /^Revoke/ }).click();
  await look(page, "token-revoke");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.goto("/admin");
  await page.getByRole("alert").waitFor();
  await look(page, "admin");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await look(page, "keys");
  await page.keyboard.press("Escape");
  await page.goto("/entries/00000000-0000-7000-8000-000000000000");
  await page.getByText("There is nothing here.").waitFor();
  await look(page, "no-entry");

  await page.goto(`/entries/${id}`);
  await text(page).waitFor();
  await api("DELETE", "/api/auth/sessions");
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  await look(page, "sign-in-again");
  await page.getByRole("button", { name: "Not now" }).click();
  await look(page, "locked");
  await person.leave();
});
