import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { fill, overHttp } from "./crowd.mjs";
import { startJournal } from "./journal.mjs";
import { signedInTab, until } from "./steps.mjs";

// How fast it is among 100,000 is measured by script/console; this holds that it works.
const PEOPLE = 2_000;
let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal({ JOURNAL_LIMIT_REQUESTS: "0" }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

test("among many an admin finds some, goes on to the next page, and looks at one", async () => {
  const email = await fill(journal, PEOPLE);
  const found = Object.fromEntries(
    (await overHttp(journal, email, 1)).map(({ what, found }) => [what, found]),
  );
  assert.equal(found.everybody, 50);
  assert.equal(found.nobody, 0);
  assert.equal(found.admins, 1);
  assert.equal(found["a rare role"], 1);
  assert.equal(found["locked ones"], 3);
  const person = await openPerson(browser, journal.url);
  const page = await signedInTab(person, email);
  await page.goto("/admin");
  const people = page.getByRole("region", { name: "People" }).getByRole("listitem");
  await page.getByLabel("Search").fill("ada");
  await until(async () => (await people.first().textContent())?.startsWith("ada"), "those are found");
  const before = await people.count();
  await page.getByRole("button", { name: "More" }).click();
  await until(async () => (await people.count()) > before, "more are found");
  await page.getByLabel("Search").fill("");
  await page.getByLabel("Role").selectOption("support");
  await until(async () => (await people.count()) === 1, "the one with the role is found");
  await people.getByRole("link").click();
  await page.getByRole("region", { name: "Account" }).getByText("user, support").waitFor();
  await person.leave();
});
