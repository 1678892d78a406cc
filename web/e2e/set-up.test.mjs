import assert from "node:assert/strict";
import { access, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { newAddress, PASSWORD, signIn, until } from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

test("whoever started the program becomes its first admin by a link that works once and then is gone", async () => {
  const file = join(journal.data, "set-up-link");
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const { pathname, hash } = new URL((await readFile(file, "utf8")).trim());
  const person = await openPerson(browser, journal.url, { expects: [400] });
  const page = await person.openTab(pathname + hash);
  const email = newAddress();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByText("Strong.").waitFor();
  await page.getByRole("button", { name: "Set up this journal" }).click();
  await page.getByText("you run this journal").waitFor();
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await page.goto("/admin");
  await page.getByRole("region", { name: "People" }).getByText(email).waitFor();

  const second = await openPerson(browser, journal.url, { expects: [400] });
  const late = await second.openTab(pathname + hash);
  await late.getByLabel("Email").fill(newAddress());
  await late.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await late.getByRole("button", { name: "Set up this journal" }).click();
  await late.getByText("This link does not hold.").waitFor();
  await until(
    () =>
      access(file).then(
        () => false,
        () => true,
      ),
    "the file is gone",
  );
  await Promise.all([person.leave(), second.leave()]);
});
