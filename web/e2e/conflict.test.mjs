import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { haveAccount, kept, saved, saveState, signedInTab, signInElsewhere, text, write } from "./steps.mjs";

const NO_NETWORK = "net::ERR_INTERNET_DISCONNECTED";
let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

/** Two browsers on one page; the second wrote offline while the first saved. */
async function inConflict() {
  const email = await haveAccount(journal.url);
  const [one, two] = await Promise.all([
    openPerson(browser, journal.url),
    openPerson(browser, journal.url, { expects: [NO_NETWORK, 409] }),
  ]);
  const [first, second] = [await signedInTab(one, email), await signedInTab(two, email)];
  const id = await write(first, "Shared", "start");
  await second.goto(`/entries/${id}`);
  await text(second).getByText("start").waitFor();
  await two.context.setOffline(true);
  await text(second).press("End");
  await second.keyboard.type(" second");
  await saveState(second)
    .getByText(/kept on this device/)
    .waitFor();
  await text(first).press("End");
  await first.keyboard.type(" first");
  await saved(first);
  await two.context.setOffline(false);
  await second.getByRole("region", { name: "Two versions" }).getByText("start first").waitFor();
  assert.equal(await text(second).textContent(), "start second");
  const read = await signInElsewhere(journal.url, email);
  return { second, id, read, leave: () => Promise.all([one.leave(), two.leave()]) };
}

test("a conflict shows both versions, and keeping both makes a second page of one's own", async () => {
  const { second, id, read, leave } = await inConflict();
  await second.getByRole("button", { name: "Keep both" }).click();
  await saved(second);
  await second.waitForURL(
    (url) => /entries\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.endsWith(id),
  );
  const { body } = await read("GET", "/api/entries");
  assert.deepEqual(body.items.map((item) => item.excerpt).sort(), ["start first", "start second"]);
  await leave();
});

test("in a conflict, mine goes over the other", async () => {
  const { second, id, read, leave } = await inConflict();
  await second.getByRole("button", { name: "Keep mine" }).click();
  await saved(second);
  assert.equal((await read("GET", `/api/entries/${id}`)).body.content, "start second");
  await leave();
});

test("in a conflict, the other is taken over", async () => {
  const { second, id, read, leave } = await inConflict();
  await second.getByRole("button", { name: "Take the other" }).click();
  await text(second).getByText("start first").waitFor();
  await text(second).press("End");
  await second.keyboard.type("!");
  await saved(second);
  assert.equal((await read("GET", `/api/entries/${id}`)).body.content, "start first!");
  await leave();
});

test("a second tab that shows the page follows what the first one saves", async () => {
  const person = await openPerson(browser, journal.url);
  const first = await signedInTab(person, await haveAccount(journal.url));
  const id = await write(first, "Two tabs", "one");
  const second = await person.openTab(`/entries/${id}`);
  await text(second).getByText("one").waitFor();
  await text(first).press("End");
  await first.keyboard.type(" two");
  await text(second).getByText("one two").waitFor();
  await text(second).press("End");
  await second.keyboard.type(" three");
  await text(first).getByText("one two three").waitFor();
  await person.leave();
});

test("two tabs that lost the network keep the words of both", async () => {
  const person = await openPerson(browser, journal.url, { expects: [NO_NETWORK, 409] });
  const email = await haveAccount(journal.url);
  const first = await signedInTab(person, email);
  const id = await write(first, "Both", "start");
  const second = await person.openTab(`/entries/${id}`);
  await text(second).getByText("start").waitFor();
  await person.context.setOffline(true);
  for (const [page, words] of [
    [first, " of the first"],
    [second, " of the second"],
  ]) {
    await text(page).press("End");
    await page.keyboard.type(words);
    await saveState(page)
      .getByText(/kept on this device/)
      .waitFor();
  }
  await kept(second, "start of the second");
  await Promise.all([first.close(), second.close()]);
  await person.context.setOffline(false);
  const next = await person.openTab("/entries");
  const row = next.getByRole("link", { name: /Both.*not saved yet/ });
  await row.waitFor();
  await row.click();
  await next.getByRole("region", { name: "Two versions" }).waitFor();
  await next.getByRole("button", { name: "Keep both" }).click();
  await saved(next);
  const { body } = await (await signInElsewhere(journal.url, email))("GET", "/api/entries");
  assert.deepEqual(body.items.map((item) => item.excerpt).sort(), [
    "start of the first",
    "start of the second",
  ]);
  await person.leave();
});
