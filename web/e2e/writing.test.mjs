import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
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
  signIn,
  signInElsewhere,
  text,
  title,
  until,
  write,
} from "./steps.mjs";

const NEVER = 600_000;
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

test("what is typed offline is kept, and saved when the network is back", async () => {
  const person = await openPerson(browser, journal.url, { expects: [NO_NETWORK] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  const id = await write(page, "On the train", "before the tunnel");
  await person.context.setOffline(true);
  await text(page).press("End");
  await page.keyboard.type(", in it");
  await saveState(page).getByText("Offline – kept on this device").waitFor();
  await page.keyboard.type(", and on");
  await person.context.setOffline(false);
  await saved(page);
  const read = await (await signInElsewhere(journal.url, email))("GET", `/api/entries/${id}`);
  assert.equal(read.body.content, "before the tunnel, in it, and on");
  await person.leave();
});

test("a page that was begun offline in a tab that died is sent at the next visit, once", async () => {
  const person = await openPerson(browser, journal.url, { expects: [NO_NETWORK] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await page.getByRole("link", { name: "Write" }).click();
  await title(page).fill("Begun offline");
  await person.context.setOffline(true);
  await text(page).click();
  await page.keyboard.type("words of a tab that died");
  await saveState(page)
    .getByText(/kept on this device/)
    .waitFor();
  await kept(page, "words of a tab that died");
  await page.close();
  await person.context.setOffline(false);
  const next = await person.openTab("/entries");
  await next
    .getByRole("link", { name: /Begun offline words of a tab that died/ })
    .first()
    .waitFor();
  const elsewhere = await signInElsewhere(journal.url, email);
  const { items } = await until(async () => {
    const { body } = await elsewhere("GET", "/api/entries");
    return body.items.some(({ excerpt }) => excerpt === "words of a tab that died") && body;
  }, "the server has the page");
  assert.equal(items.filter((item) => item.title === "Begun offline").length, 1);
  await person.leave();
});

test("a reload before the first save loses no word", async () => {
  const person = await openPerson(browser, journal.url, { delay: NEVER });
  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.getByRole("link", { name: "Write" }).click();
  await title(page).fill("Not yet saved");
  await text(page).click();
  await page.keyboard.type("every word");
  await page.reload();
  await text(page).getByText("every word").waitFor();
  assert.equal(await title(page).inputValue(), "Not yet saved");
  await page.keyboard.press("Control+s");
  await saved(page);
  await person.leave();
});

test("a killed server costs no word: it is kept, and saved when the server is there again", async () => {
  const own = await startJournal();
  try {
    const person = await openPerson(browser, own.url, { expects: ["net::ERR_CONNECTION_REFUSED"] });
    const page = await signedInTab(person, await haveAccount(own.url));
    await write(page, "Outage", "one");
    await own.stop();
    await text(page).press("End");
    await page.keyboard.type(" two");
    await saveState(page).getByText("Offline – kept on this device").waitFor();
    await own.restart();
    await saveState(page).getByText("Saved", { exact: true }).waitFor({ timeout: 40_000 });
    await page.reload();
    await text(page).getByText("one two").waitFor();
    await person.leave();
  } finally {
    await own.close();
  }
});

test("a create whose answer is lost makes one entry", async () => {
  const person = await openPerson(browser, journal.url, { expects: ["net::ERR_FAILED"] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  let lost = 0;
  await page.route("**/api/entries", async (route) => {
    if (route.request().method() !== "POST" || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await page.getByRole("link", { name: "Write" }).click();
  await title(page).fill("Once");
  await text(page).click();
  await page.keyboard.type("and only once");
  await saved(page);
  assert.equal(lost, 1);
  assert.equal(person.count("POST", "/api/entries"), 2);
  const { body } = await (await signInElsewhere(journal.url, email))("GET", "/api/entries");
  assert.deepEqual(
    body.items.map((item) => [item.title, item.excerpt]),
    [["Once", "and only once"]],
  );
  await person.leave();
});

test("a save whose answer is lost is no conflict with oneself", async () => {
  const person = await openPerson(browser, journal.url, { expects: ["net::ERR_FAILED", 409] });
  const page = await signedInTab(person, await haveAccount(journal.url));
  await write(page, "Lost answer", "one");
  let lost = 0;
  await page.route("**/api/entries/*", async (route) => {
    if (route.request().method() !== "PUT" || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await text(page).press("End");
  await page.keyboard.type(" two");
  await until(() => lost === 1, "an answer was lost");
  await page.keyboard.type(" three");
  await saved(page);
  await page.reload();
  await text(page).getByText("one two three").waitFor();
  await person.leave();
});

test("signing out saves first what was not saved yet", async () => {
  const person = await openPerson(browser, journal.url, { delay: NEVER });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await page.getByRole("link", { name: "Write" }).click();
  await text(page).click();
  await page.keyboard.type("at the last moment");
  await page.getByRole("link", { name: "Me" }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  const { body } = await (await signInElsewhere(journal.url, email))("GET", "/api/entries");
  assert.equal(body.items[0].excerpt, "at the last moment");
  await person.leave();
});

test("somebody else's page stays closed, and says so", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403, 404] });
  const theirs = await signInElsewhere(journal.url, await haveAccount(journal.url));
  const { body } = await theirs("POST", "/api/entries", { title: "Theirs", content: "private" });
  const page = await signedInTab(person, await haveAccount(journal.url), `/entries/${body.id}`);
  await page.getByText("This page belongs to somebody else").waitFor();
  assert.equal(await page.getByText("private").count(), 0);
  await page.goto("/entries/00000000-0000-7000-8000-000000000000");
  await page.getByText("There is nothing here.").waitFor();
  await person.leave();
});

test("a page is deleted after a question, and the list knows", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await signedInTab(person, await haveAccount(journal.url));
  await write(page, "To be deleted", "words");
  await page.getByRole("button", { name: "Delete page" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "Delete page" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.waitForURL("**/entries");
  await page.getByText("What you write will be listed here").waitFor();
  await person.leave();
});

test("tags and a favourite are kept", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await signedInTab(person, await haveAccount(journal.url));
  await write(page, "Marked", "words");
  await page.getByLabel("Add a tag").fill("walks");
  await page.keyboard.press("Enter");
  await page.keyboard.type("family,");
  await page.getByRole("button", { name: "Favourite" }).click();
  await page.getByRole("link", { name: /Marked Favourite.*walks.*family/ }).waitFor();
  await saved(page);
  await page.reload();
  await page.getByRole("button", { name: "Remove tag walks" }).click();
  await saved(page);
  assert.equal(await page.getByRole("button", { name: "Favourite" }).getAttribute("aria-pressed"), "true");
  await person.leave();
});

test("a title that is too long is explained, and saved once it is short enough", async () => {
  const person = await openPerson(browser, journal.url, { expects: [422] });
  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.getByRole("link", { name: "Write" }).click();
  await title(page).fill("long ".repeat(70));
  await saveState(page).getByText("Not saved – kept on this device").waitFor();
  await page.getByRole("alert").getByText(/300/).waitFor();
  await title(page).fill("short");
  await saved(page);
  await person.leave();
});

/** As from the clipboard. */
function paste(page, words) {
  return text(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, words);
}

test("a page that is too large is explained, kept, and saved once it is small enough", async () => {
  const person = await openPerson(browser, journal.url, { expects: [413, 422] });
  const page = await signedInTab(person, await haveAccount(journal.url));
  await write(page, "Large", "small ");
  await paste(page, `${"word ".repeat(200)}\n`.repeat(1_100));
  await saveState(page).getByText("Not saved – kept on this device").waitFor();
  await page.getByRole("alert").waitFor();
  await page.keyboard.press("Control+z");
  await saved(page);
  assert.equal(await text(page).textContent(), "small ");
  await person.leave();
});

test("by keyboard alone: sign in, write, save, find it in the list", async () => {
  const person = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const page = await person.openTab("/");
  const { keyboard } = page;
  const focusOn = async (name) => {
    for (let presses = 0; presses < 30; presses += 1) {
      const focused = await page.evaluate(
        () =>
          document.activeElement?.getAttribute("aria-label") ??
          document.activeElement?.labels?.[0]?.textContent ??
          document.activeElement?.textContent,
      );
      if (focused === name) return;
      await keyboard.press("Tab");
    }
    throw new Error(`${name} is not reached by Tab`);
  };
  await focusOn("Email or username");
  await keyboard.type(email);
  await focusOn("Password");
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await page.waitForURL("**/entries");
  await keyboard.press("n");
  await page.waitForURL("**/entries/new**");
  await until(
    () => title(page).evaluate((element) => element === document.activeElement),
    "the title has the focus",
  );
  await keyboard.type("Only keys");
  await keyboard.press("Enter");
  await keyboard.type("- one");
  await keyboard.press("Enter");
  await keyboard.type("two");
  await keyboard.press("Control+s");
  await saved(page);
  await keyboard.press("Tab");
  await keyboard.type("by-key");
  await keyboard.press("Enter");
  await page.getByRole("link", { name: /Only keys.*by-key/ }).waitFor();
  await saved(page);
  await page.reload();
  await text(page).getByText("- two").waitFor();
  await person.leave();
});

test("the caret stays where it is when a new page gets its address", async () => {
  const person = await openPerson(browser, journal.url, { delay: 0 });
  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.getByRole("link", { name: "Write" }).click();
  await text(page).click();
  const words = "one two three four five six seven eight nine ten eleven twelve";
  await page.keyboard.type(words, { delay: 12 });
  await saved(page);
  await page.waitForURL(/entries\/[0-9a-f-]{36}$/);
  assert.equal(await text(page).textContent(), words);
  await page.keyboard.type("!");
  assert.equal(await text(page).textContent(), `${words}!`);
  await person.leave();
});

test("signed in again in the same tab, the page is where one left", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  const id = await write(page, "Come back", "here");
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  await page.goto(`/entries/${id}`);
  await signIn(page, email);
  await text(page).getByText("here").waitFor();
  await person.leave();
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
