import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { newAddress, PASSWORD, text, write } from "./steps.mjs";

let journal;
let browser;
before(async () => {
  const settings = { JOURNAL_USER_MGMT_ENABLED: "false", JOURNAL_DEMO_PASSWORD: PASSWORD };
  [journal, browser] = await Promise.all([startJournal(settings), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

test("a demonstration is signed in to and written in, and says what it does not have", async () => {
  const person = await openPerson(browser, journal.url, { expects: [404] });
  const page = await person.openTab("/");
  await page.getByLabel("Email or username").fill("demo");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/entries");
  await write(page, "Tried out", "by somebody");
  await page.reload();
  await text(page).getByText("by somebody").waitFor();
  await page.goto("/account/devices");
  await page.getByText("This journal is a demonstration").waitFor();
  await page.goto("/register");
  await page.getByLabel("Email").fill(newAddress());
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Start your journal" }).click();
  await page.getByText("This journal is a demonstration").waitFor();
  await person.leave();
});
