import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { haveAccount, signedInTab, write } from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

test("everything that was written is saved as one file", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await signedInTab(person, await haveAccount(journal.url));
  await write(page, "First", "some words – with a dash");
  await write(page, "Second", "and others");
  await page.goto("/account");
  const card = page.getByRole("region", { name: "Everything you wrote" });
  const saving = page.waitForEvent("download");
  await card.getByRole("button", { name: "Save as a file" }).click();
  const download = await saving;
  assert.match(download.suggestedFilename(), /^journal-\d{4}-\d\d-\d\d\.json$/);
  const file = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.equal(file.format, "journal export");
  assert.deepEqual(
    file.entries.map(({ title, content }) => [title, content]),
    [
      ["First", "some words – with a dash"],
      ["Second", "and others"],
    ],
  );
  await card.getByText("Saved among your downloads.").waitFor();
  await person.leave();
});
