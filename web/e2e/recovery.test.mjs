import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import {
  haveAccount,
  mailedTo,
  newAddress,
  PASSWORD,
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
  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.goto("/account");
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
  const theirs = await signedInTab(other, await haveAccount(journal.url));
  await theirs.goto("/account");
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
