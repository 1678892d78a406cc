import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { haveAccount, mailedTo, newAddress, PASSWORD, signedInTab, signIn, until } from "./steps.mjs";

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
  return signedInTab(person, email);
}

async function openOne(page, email) {
  await page.goto("/admin");
  await page.getByLabel("Search").fill(email.toUpperCase());
  const people = page.getByRole("region", { name: "People" });
  await until(async () => (await people.getByRole("listitem").count()) === 1, `only ${email} is found`);
  await page.getByRole("link", { name: email }).click();
  await page.getByRole("heading", { name: email }).waitFor();
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
  await act(page, "Make an admin", "This person is an admin now.");
  await act(page, "Take the admin role", "This person is no admin any more.");
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
  await page.goto("/admin");
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
