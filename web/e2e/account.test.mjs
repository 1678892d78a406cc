import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import {
  haveAccount,
  mailedTo,
  newAddress,
  PASSWORD,
  post,
  signedInTab,
  signIn,
  signInElsewhere,
  text,
  until,
  write,
} from "./steps.mjs";

const OTHER_PASSWORD = "forty slow lanterns upstream";
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

test("a wrong password, a taken name and a spent link say so in words", async () => {
  const person = await openPerson(browser, journal.url, { expects: [400, 401, 409] });
  const email = await haveAccount(journal.url);
  const page = await person.openTab("/");
  await page.getByLabel("Email or username").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the right one");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").getByText("That did not match.").waitFor();

  await post(journal.url, "/api/auth/register", {
    email: newAddress(),
    password: PASSWORD,
    username: "grace",
  });
  await page.goto("/register");
  await page.getByLabel("Email").fill(newAddress());
  await page.getByLabel("Username").fill("Grace");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Start your journal" }).click();
  await page.getByText("Somebody has that name already.").waitFor();

  await page.goto("/verify-email#token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByText("This link does not hold.").waitFor();
  await page.getByLabel("Email").fill(newAddress());
  await page.getByRole("button", { name: "Send a new link" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
  await person.leave();
});

test("what the server finds in a field stands at that field", async () => {
  const person = await openPerson(browser, journal.url, { expects: [422] });
  const page = await person.openTab("/register");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill("iloveyou1");
  await page.getByRole("button", { name: "Start your journal" }).click();
  const field = page.getByLabel("Password", { exact: true });
  await until(async () => (await field.getAttribute("aria-invalid")) === "true", "the password is marked");
  const described = (await field.getAttribute("aria-describedby")) ?? "";
  assert.match(described, /password-error/);
  await person.leave();
});

test("an address that is not confirmed is told so, and gets the mail again", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const email = newAddress();
  await post(journal.url, "/api/auth/register", { email, password: PASSWORD });
  const page = await person.openTab("/");
  await signIn(page, email);
  await page.getByRole("link", { name: "Send the mail again" }).click();
  await page.getByRole("button", { name: "Send the mail again" }).click();
  await page.getByText("Sent. It may take a minute").waitFor();
  await page.getByText(/Once more in \d+ seconds/).waitFor();
  await person.leave();
});

test("whoever came for a page is brought there after signing in", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401] });
  const email = await haveAccount(journal.url);
  const page = await person.openTab("/account/devices");
  await signIn(page, email);
  await page.waitForURL("**/account/devices");
  await page.getByText("this one").waitFor();
  await person.leave();
});

test("another device is seen, and signed out from here", async () => {
  const [here, there] = await Promise.all([
    openPerson(browser, journal.url),
    openPerson(browser, journal.url, { expects: [401] }),
  ]);
  const email = await haveAccount(journal.url);
  const other = await signedInTab(there, email);
  const mine = await signedInTab(here, email, "/account/devices");
  const rows = mine.getByRole("listitem");
  await until(async () => (await rows.count()) === 2, "two devices are listed");
  await rows
    .filter({ hasNotText: "this one" })
    .getByRole("button", { name: /Sign out/ })
    .click();
  await mine.getByText("That device is signed out.").waitFor();
  assert.equal(await rows.count(), 1);
  await other.getByRole("dialog").getByText("This device was signed out from elsewhere.").waitFor();
  await Promise.all([here.leave(), there.leave()]);
});

test("all others are signed out with one press", async () => {
  const person = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await post(journal.url, "/api/auth/login", { email, password: PASSWORD });
  await page.goto("/account/devices");
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await page.getByText("All other devices are signed out.").waitFor();
  assert.equal(await page.getByRole("listitem").count(), 1);
  await person.leave();
});

test("without the role, the admin page says so in words", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const page = await signedInTab(person, await haveAccount(journal.url), "/admin");
  await page.getByText("Your account does not have the role that this needs.").waitFor();
  await person.leave();
});

test("who has the role finds the admin page, and is answered there", async () => {
  const person = await openPerson(browser, journal.url);
  const email = newAddress();
  await journal.command(["user", "create", email, "--role", "admin"], `${PASSWORD}\n`);
  const page = await signedInTab(person, email);
  await page.getByRole("link", { name: "Me" }).click();
  await page.getByRole("link", { name: "Admin" }).click();
  await page.getByRole("region", { name: "People" }).getByText(email).waitFor();
  await person.leave();
});

async function guessWrong(page, email) {
  await page.getByLabel("Email or username").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the right one");
  const answered = page.waitForResponse("**/api/auth/login");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  return (await answered).status();
}

test("who guessed too often is told how long to wait, and a new password by mail ends the wait", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401, 429] });
  const email = await haveAccount(journal.url);
  const page = await person.openTab("/");
  let status = 401;
  for (let guesses = 0; guesses < 15 && status !== 429; guesses += 1) status = await guessWrong(page, email);
  assert.equal(status, 429);
  const wait = page.getByRole("status").filter({ hasText: "Too many tries. You can try again in" });
  await wait.waitFor({ state: "attached" });
  const shown = page.getByText(/You can try again in \d+:\d\d\./);
  const first = await shown.textContent();
  await until(async () => (await shown.textContent()) !== first, "the time that is left grows less");
  assert.equal(await page.getByRole("button", { name: "Sign in", exact: true }).isDisabled(), true);

  await page.getByRole("link", { name: "reset your password" }).click();
  assert.equal(await page.getByLabel("Email").inputValue(), email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
  await page.goto(await mailed(email, "/reset-password"));
  await page.getByLabel("New password", { exact: true }).fill(OTHER_PASSWORD);
  await page.getByText("Strong.").waitFor();
  await page.getByRole("button", { name: "Set the new password" }).click();
  await page.getByText("Your new password holds").waitFor();
  await signIn(page, email, OTHER_PASSWORD);
  await page.waitForURL("**/entries");
  await person.leave();
});

test("a forgotten password is chosen anew, and every other tab and device is signed out, with its words", async () => {
  const [here, there] = await Promise.all([
    openPerson(browser, journal.url, { expects: [400, 401] }),
    openPerson(browser, journal.url, { expects: [401] }),
  ]);
  const email = await haveAccount(journal.url);
  const [writing, other] = [await signedInTab(here, email), await signedInTab(there, email)];
  const elsewhere = await signInElsewhere(journal.url, email);
  await write(writing, "Still here", "every word");
  await other.getByRole("link", { name: /Still here/ }).waitFor();

  const tab = await here.openTab("/forgot-password");
  await tab.getByLabel("Email").fill(email);
  await tab.getByRole("button", { name: "Send the link" }).click();
  await tab.getByRole("heading", { name: "Check your mail" }).waitFor();
  const link = await mailed(email, "/reset-password");
  await tab.goto(link);
  // Opening the link spends nothing: a scanner does that too.
  await tab.reload();
  await tab.getByLabel("New password", { exact: true }).fill(OTHER_PASSWORD);
  await tab.getByRole("button", { name: "Set the new password" }).click();
  await tab.getByText("Your new password holds").waitFor();

  for (const page of [writing, other]) await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  assert.equal(await text(writing).textContent(), "every word");
  assert.equal((await elsewhere("GET", "/api/auth/me")).status, 401);
  const dialog = writing.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Password", { exact: true }).fill(OTHER_PASSWORD);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await tab.waitForURL("**/entries");

  await tab.goto(link);
  await tab.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await tab.getByRole("button", { name: "Set the new password" }).click();
  await tab.getByText("This link does not hold.").waitFor();
  await tab.getByRole("link", { name: "Ask for a new link" }).click();
  await tab.getByRole("button", { name: "Send the link" }).waitFor();
  await Promise.all([here.leave(), there.leave()]);
});

test("an address nobody has is told the same", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await person.openTab("/");
  await page.getByRole("link", { name: "Forgot it?" }).click();
  await page.getByRole("heading", { name: "A new password" }).waitFor();
  const nobody = newAddress();
  await page.getByLabel("Email").fill(nobody);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByText(`If ${nobody} has a journal here`).waitFor();
  await page.getByText(/Once more in \d+ seconds/).waitFor();
  await person.leave();
});

test("a password is changed on the strength of the one that holds, and the other devices are out", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  const elsewhere = await signInElsewhere(journal.url, email);
  await page.getByRole("link", { name: "Me" }).click();
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("Password now", { exact: true }).fill("not the right one");
  await page.getByLabel("New password", { exact: true }).fill(OTHER_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("That is not your password.").waitFor();
  await page.getByLabel("Password now", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Your new password holds.").waitFor();
  assert.equal((await elsewhere("GET", "/api/auth/me")).status, 401);
  await page.getByRole("link", { name: "Entries" }).click();
  await page.getByText("What you write will be listed here").waitFor();
  await person.leave();
});

test("the profile is changed, and what is taken or wrong stands at its field", async () => {
  const person = await openPerson(browser, journal.url, { expects: [409] });
  const page = await signedInTab(person, await haveAccount(journal.url), "/account");
  const name = `ada${Date.now().toString(36)}`;
  await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Time zone").selectOption("Europe/Zurich");
  await page.getByLabel("Language").selectOption("de-CH");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved.", { exact: true }).waitFor();
  await page.reload();
  await until(
    async () => (await page.getByLabel("Name", { exact: true }).inputValue()) === "Ada Lovelace",
    "the name is kept",
  );
  assert.equal(await page.getByLabel("Time zone").inputValue(), "Europe/Zurich");
  await person.leave();

  const other = await openPerson(browser, journal.url, { expects: [409] });
  const theirs = await signedInTab(other, await haveAccount(journal.url), "/account");
  await theirs.getByLabel("Username").fill(name.toUpperCase());
  await theirs.getByRole("button", { name: "Save", exact: true }).click();
  await theirs.getByText("Somebody has that name already.").waitFor();
  await other.leave();
});

test("a journal is deleted after its address was typed, and the mailed link keeps it", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401, 403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  const second = await person.openTab("/entries");
  await second.getByText("What you write will be listed here").waitFor();
  await page.goto("/account");
  await page.getByRole("link", { name: "Delete your journal" }).click();
  await page.getByLabel(/type your address/).fill("somebody else");
  await page.getByRole("button", { name: "Delete my journal" }).click();
  await page.getByText("That is not the address above.").waitFor();
  await page.getByLabel(/type your address/).fill(email);
  await page.getByRole("button", { name: "Delete my journal" }).click();
  await page.getByText("your journal will be deleted in 14 days").waitFor();
  await second.getByRole("heading", { name: "Welcome back" }).waitFor();
  await page.goto(await mailed(email, "/undo-deletion"));
  await page.getByRole("button", { name: "Keep my journal" }).click();
  await page.getByText("Your journal stays.").waitFor();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await person.leave();
});

test("one's own activity is listed in words, and saved as a file", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.getByRole("link", { name: "Me" }).click();
  await page.getByRole("link", { name: "Activity" }).click();
  await page.getByText("Signed in").first().waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).click();
  assert.equal((await saving).suggestedFilename(), "journal-activity.json");
  await page.getByText("Saved among your downloads.").waitFor();
  await person.leave();
});
