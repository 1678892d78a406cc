import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { mailedTo, newAddress, PASSWORD, signedInTab, signIn } from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal({ JOURNAL_REGISTRATION: "invite" }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

async function anAdmin() {
  const email = newAddress();
  await journal.command(["user", "create", email, "--role", "admin"], `${PASSWORD}\n`);
  return email;
}

async function register(page, email) {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByText("Strong.").waitFor();
  await page.getByRole("button", { name: "Start your journal" }).click();
}

test("an admin invites somebody, who comes in by the link; a withdrawn one lets nobody in", async () => {
  const admin = await openPerson(browser, journal.url);
  const page = await signedInTab(admin, await anAdmin());
  await page.goto("/account");
  await page.getByRole("link", { name: "Admin" }).click();
  await page.getByRole("link", { name: "Invitations" }).click();
  await page.getByText("None yet.").waitFor();
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("Note").fill("Grandmother");
  await page.getByRole("button", { name: "Make the invitation" }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  const code = await page.getByLabel("Code", { exact: true }).inputValue();
  assert.ok(link.startsWith(`${journal.url}/register#invite=`) && link.endsWith(code));
  await page.getByRole("button", { name: "I have it" }).click();

  const guest = await openPerson(browser, journal.url, { expects: [403] });
  const tab = await guest.openTab(link.slice(journal.url.length));
  assert.equal(await tab.getByLabel("Invitation").inputValue(), code);
  const email = newAddress();
  await register(tab, email);
  await tab.getByRole("heading", { name: "Check your mail" }).waitFor();
  await tab.goto(await mailedTo(journal.url, email, "/verify-email"));
  await tab.getByRole("button", { name: "Confirm this address" }).click();
  await tab.getByText("Your address is confirmed.").waitFor();
  await tab.getByRole("link", { name: "Sign in" }).click();
  await signIn(tab, email);
  await tab.waitForURL("**/entries");

  await page.reload();
  await page.getByText("used up").waitFor();
  await page.getByText("one person came").waitFor();

  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("Note").fill("A slip");
  await page.getByRole("button", { name: "Make the invitation" }).click();
  const second = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.getByRole("button", { name: "I have it" }).click();
  await page.getByRole("button", { name: "Withdraw: A slip" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await page.getByText("withdrawn", { exact: true }).waitFor();

  const late = await openPerson(browser, journal.url, { expects: [403] });
  const other = await late.openTab(second.slice(journal.url.length));
  await register(other, newAddress());
  await other.getByText("That invitation does not hold any more.").waitFor();
  await Promise.all([admin.leave(), guest.leave(), late.leave()]);
});
