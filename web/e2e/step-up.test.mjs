import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { growStale } from "./database.mjs";
import { startJournal } from "./journal.mjs";
import { haveAccount, mailedTo, newAddress, PASSWORD, signedInTab, signIn } from "./steps.mjs";

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

async function askForAddress(page, email) {
  await page.getByRole("button", { name: "Change email address" }).click();
  await page.getByLabel("New address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
}

test("what needs a fresh sign-in asks for the password in place, and the request is replayed", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await page.goto("/account");
  await growStale(journal, email);
  const answers = [];
  page.on("response", (answer) => {
    if (answer.url().endsWith("/api/auth/change-email")) answers.push(answer.status());
  });
  const wanted = newAddress();
  await askForAddress(page, wanted);
  const dialog = page.getByRole("dialog", { name: "Is it you?" });
  await dialog.getByLabel("Password", { exact: true }).fill("not the right one");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await dialog.getByText("That is not your password.").waitFor();
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  assert.equal(await dialog.count(), 0);
  assert.deepEqual(answers, [403, 202]);
  await person.leave();
});

test("an address that is waited for shows after the page was opened anew, and the wish can be taken back", async () => {
  const person = await openPerson(browser, journal.url, { expects: [400] });
  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.goto("/account");
  const wanted = newAddress();
  await askForAddress(page, wanted);
  await page.getByText("The link holds until").waitFor();
  await page.reload();
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  await page.getByRole("button", { name: "Keep the old address" }).click();
  await page.getByText(`We sent a link to ${wanted}`).waitFor({ state: "detached" });
  const mail = await person.openTab(await mailed(wanted, "/confirm-email-change"));
  await mail.getByRole("button", { name: "Use this address" }).click();
  await mail.getByText("This link does not hold.").waitFor();
  await person.leave();
});

test("whoever does not want to give it goes on with the page, and what was typed is still there", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await page.goto("/account");
  await growStale(journal, email);
  const wanted = newAddress();
  await askForAddress(page, wanted);
  await page.getByRole("dialog", { name: "Is it you?" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("This needs you to show once more that it is you. Nothing was changed.").waitFor();
  assert.equal(await page.getByLabel("New address").inputValue(), wanted);
  await page.getByRole("link", { name: "Devices" }).click();
  await page.getByText("this one").waitFor();
  await person.leave();
});

test("an address is changed by the new one's mail, seen in every tab, and undone by the old one's", async () => {
  const person = await openPerson(browser, journal.url, { expects: [400, 401] });
  const [old, wanted] = [await haveAccount(journal.url), newAddress()];
  const page = await signedInTab(person, old);
  await page.goto("/account");
  await askForAddress(page, wanted);
  await page.getByText(`We sent a link to ${wanted}`).waitFor();
  await page.getByRole("region", { name: "Email address" }).getByText(old, { exact: true }).waitFor();

  const other = await openPerson(browser, journal.url, { expects: [400] });
  const mail = await other.openTab(await mailed(wanted, "/confirm-email-change"));
  await mail.getByRole("button", { name: "Use this address" }).click();
  await mail.getByText("This is your address now.").waitFor();
  // The event stream brings it to the page that waits.
  await page.getByRole("region", { name: "Email address" }).getByText(wanted, { exact: true }).waitFor();

  await mail.goto(await mailed(old, "/undo-email-change"));
  await mail.getByRole("button", { name: "Put the old address back" }).click();
  await mail.getByText("The old address is back").waitFor();
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  await mail.goto(await mailed(old, "/reset-password"));
  await mail.getByLabel("New password", { exact: true }).fill("forty slow lanterns upstream");
  await mail.getByRole("button", { name: "Set the new password" }).click();
  await mail.getByText("Your new password holds").waitFor();
  await signIn(mail, old, "forty slow lanterns upstream");
  await mail.waitForURL("**/entries");
  await mail.goto("/account");
  await mail.getByText(old, { exact: true }).first().waitFor();
  await Promise.all([person.leave(), other.leave()]);
});

test("“this was not me” locks everybody out, and the owner comes back by mail", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  // A changed password is told by mail, with the link.
  await page.goto("/account");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("Password now", { exact: true }).fill(PASSWORD);
  await page.getByLabel("New password", { exact: true }).fill("somebody elses lanterns");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Your new password holds.").waitFor();
  const owner = await openPerson(browser, journal.url);
  const tab = await owner.openTab(await mailed(email, "/not-me"));
  await tab.getByRole("button", { name: "It was not me: lock everybody out" }).click();
  await tab.getByText("Everybody is signed out").waitFor();
  await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
  await tab.goto(await mailed(email, "/reset-password"));
  await tab.getByLabel("New password", { exact: true }).waitFor();
  await Promise.all([person.leave(), owner.leave()]);
});
