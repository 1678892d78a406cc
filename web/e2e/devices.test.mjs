import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import {
  haveAccount,
  kept,
  PASSWORD,
  saved,
  saveState,
  signedInTab,
  signInElsewhere,
  text,
  until,
  write,
} from "./steps.mjs";
import { watchFor, withinASecond } from "./timing.mjs";

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

async function signInAgain(dialog) {
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

/** Resolves when the browser's one stream is open. */
const followed = (person) => until(() => person.count("GET", "/api/events") > 0, "the stream is asked for");

test("a session that is ended elsewhere asks to sign in over the living editor within a second, and the text is there", async (t) => {
  const person = await openPerson(browser, journal.url, { expects: [401] });
  const email = await haveAccount(journal.url);
  const streaming = person.context.waitForEvent("response", (answer) => answer.url().endsWith("/api/events"));
  const page = await signedInTab(person, email);
  assert.equal((await streaming).status(), 200);
  const id = await write(page, "Alive", "before.");
  await text(page).evaluate((element) => {
    element.dataset.mark = "the very same element";
  });
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await withinASecond(t, async () => {
    if (await dialog.isVisible()) {
      const again = page.waitForResponse("**/api/events");
      await signInAgain(dialog);
      assert.equal((await again).status(), 200);
    }
    const elsewhere = await signInElsewhere(journal.url, email);
    const asked = await watchFor(page, "Sign in again");
    await elsewhere("DELETE", "/api/auth/sessions");
    const ended = Date.now();
    await dialog.waitFor();
    return (await asked()) - ended;
  });
  await dialog.getByText("This device was signed out from elsewhere.").waitFor();
  assert.equal(await text(page).textContent(), "before.");

  await dialog.getByRole("button", { name: "Not now" }).click();
  await dialog.waitFor({ state: "hidden" });
  await text(page).click();
  await text(page).press("End");
  await page.keyboard.type(" and after");
  await text(page).getByText("before. and after").waitFor();
  await saveState(page).getByText("Signed out – kept on this device").waitFor();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await signInAgain(dialog);
  await saved(page);
  assert.equal(await text(page).getAttribute("data-mark"), "the very same element");
  const again = await signInElsewhere(journal.url, email);
  assert.equal((await again("GET", `/api/entries/${id}`)).body.content, "before. and after");
  await person.leave();
});

test("one tab holds the stream for all, another takes it over, and every tab hears of the end", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401] });
  const email = await haveAccount(journal.url);
  const first = await signedInTab(person, email);
  await followed(person);
  const others = await Promise.all(Array.from({ length: 3 }, () => person.openTab("/entries")));
  await Promise.all(others.map((tab) => tab.getByText("What you write will be listed here").waitFor()));
  assert.equal(person.count("GET", "/api/events"), 1);
  await first.close();
  await until(() => person.count("GET", "/api/events") === 2, "another tab holds it now");
  await Promise.race(
    others.map((tab) => tab.waitForResponse("**/api/events").catch(() => null)).concat(null),
  );
  await (await signInElsewhere(journal.url, email))("DELETE", "/api/auth/sessions");
  await Promise.all(others.map((tab) => tab.getByRole("dialog", { name: "Sign in again" }).waitFor()));
  await person.leave();
});

test("what another device writes shows in the list and in the open page", async () => {
  const person = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await followed(person);
  const elsewhere = await signInElsewhere(journal.url, email);
  const id = await write(page, "Shared", "mine");
  const { body } = await elsewhere("GET", `/api/entries/${id}`);
  const change = { content: "theirs", expected_version: body.version };
  assert.equal((await elsewhere("PUT", `/api/entries/${id}`, change)).status, 200);
  await text(page).getByText("theirs").waitFor();
  await elsewhere("POST", "/api/entries", { title: "From the phone", content: "on the way" });
  await page.getByRole("link", { name: /From the phone/ }).waitFor();
  await person.leave();
});

test("words that are not saved yet are never written over by what another device wrote", async () => {
  const person = await openPerson(browser, journal.url, { expects: [409], delay: 600_000 });
  const email = await haveAccount(journal.url);
  const elsewhere = await signInElsewhere(journal.url, email);
  const { body } = await elsewhere("POST", "/api/entries", { title: "Shared", content: "start" });
  const page = await signedInTab(person, email, `/entries/${body.id}`);
  await text(page).getByText("start").waitFor();
  await text(page).press("End");
  await page.keyboard.type(" mine");
  await elsewhere("PUT", `/api/entries/${body.id}`, {
    title: "Renamed",
    content: "theirs",
    expected_version: 1,
  });
  // The list tells that the news has come.
  await page.getByRole("link", { name: /Renamed/ }).waitFor();
  assert.equal(await text(page).textContent(), "start mine");
  await page.keyboard.press("Control+s");
  await page.getByRole("region", { name: "Two versions" }).getByText("theirs").waitFor();
  assert.equal(await text(page).textContent(), "start mine");
  await person.leave();
});

test("after the network was away, what was missed is looked for", async () => {
  const person = await openPerson(browser, journal.url, { expects: [NO_NETWORK] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await followed(person);
  const elsewhere = await signInElsewhere(journal.url, email);
  await person.context.setOffline(true);
  await elsewhere("POST", "/api/entries", { title: "Meanwhile", content: "words" });
  await person.context.setOffline(false);
  await page.getByRole("link", { name: /Meanwhile/ }).waitFor({ timeout: 90_000 });
  await person.leave();
});
