import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import {
  enteredTab,
  haveAccount,
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

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

// ASVS 14.3.1
test("who signs out leaves nothing of theirs in the browser", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await enteredTab(person, await haveAccount(journal.url));
  await write(page, "A canary title", "A canary sang.");
  await saved(page);
  await page.getByRole("button", { name: "Sign out of Journal" }).click();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  const left = await page.evaluate(async () => {
    const drafts = await new Promise((resolve, reject) => {
      const opening = indexedDB.open("journal");
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const shelf = opening.result;
        if (!shelf.objectStoreNames.contains("drafts")) return resolve([]);
        const asked = shelf.transaction("drafts").objectStore("drafts").getAll();
        asked.onsuccess = () => resolve(asked.result);
      };
    });
    const caches = "caches" in window ? await window.caches.keys() : [];
    const stored = { ...localStorage, ...sessionStorage };
    return { page: document.documentElement.outerHTML, drafts, caches, stored, cookie: document.cookie };
  });
  assert.ok(!left.page.includes("canary"), "nothing of it is in the page");
  assert.deepEqual([left.drafts, left.caches], [[], []]);
  assert.equal(left.stored["journal:account"], undefined);
  assert.ok(!JSON.stringify([left.stored, left.cookie]).includes("canary"));
  await page.goBack().catch(() => {});
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  assert.ok(!(await page.content()).includes("canary"), "nor does going back show it");
  await person.leave();
});

test("a tab at the door is let in when another one signs in", async () => {
  const person = await openPerson(browser, journal.url);
  const waiting = await person.openTab("/");
  await enteredTab(person, await haveAccount(journal.url));
  await waiting.waitForURL("**/entries", { timeout: 2_000 });
  await person.leave();
});

test("signing out everywhere ends the other devices too", async () => {
  const person = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const elsewhere = await signInElsewhere(journal.url, email);
  const page = await signedInTab(person, email, "/account");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  assert.equal((await elsewhere("GET", "/api/auth/me")).status, 401);
  await person.leave();
});

test("two tabs that are reloaded at once make no more than one refresh", async () => {
  const person = await openPerson(browser, journal.url);
  const first = await signedInTab(person, await haveAccount(journal.url));
  const second = await person.openTab("/entries");
  await second.getByText("What you write will be listed here").waitFor();
  const before = person.count("POST", "/api/auth/refresh");
  await Promise.all([first.reload(), second.reload()]);
  await Promise.all(
    [first, second].map((page) => page.getByText("What you write will be listed here").waitFor()),
  );
  // None, when one of them was still there to hand its token to the other.
  assert.ok(person.count("POST", "/api/auth/refresh") - before <= 1);
  await person.leave();
});

test("ten tabs that are restored together stay signed in, with one refresh", async () => {
  const person = await openPerson(browser, journal.url);
  const first = await signedInTab(person, await haveAccount(journal.url));
  await first.close();
  const before = person.count("POST", "/api/auth/refresh");
  const tabs = await Promise.all(Array.from({ length: 10 }, () => person.openTab("/entries")));
  await Promise.all(
    tabs.map((tab) => tab.getByText("What you write will be listed here").waitFor({ timeout: 20_000 })),
  );
  assert.equal(person.count("POST", "/api/auth/refresh") - before, 1);
  await person.leave();
});

test("without Web Locks, as over plain http on a local network, two tabs stay signed in", async () => {
  const person = await openPerson(browser, journal.url);
  await person.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, "locks", { value: undefined }),
  );
  const first = await enteredTab(person, await haveAccount(journal.url));
  const second = await person.openTab("/entries");
  await second.getByText("What you write will be listed here").waitFor();
  await Promise.all([first.reload(), second.reload()]);
  await Promise.all(
    [first, second].map((page) => page.getByText("What you write will be listed here").waitFor()),
  );
  await write(first, "Over http", "words");
  await person.leave();
});

/** A network that lets no event stream through, as some proxies do: then the next request finds out. */
const noEvents = (person) => person.context.route("**/api/events", (route) => route.fulfill({ status: 404 }));

test("a session that was ended elsewhere asks for the password over the living page, and the save is replayed", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401, 404] });
  await noEvents(person);
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  const id = await write(page, "Alive", "before.");
  const elsewhere = await signInElsewhere(journal.url, email);
  await elsewhere("DELETE", "/api/auth/sessions");
  await text(page).evaluate((element) => {
    element.dataset.mark = "the very same element";
  });
  await text(page).press("End");
  await page.keyboard.insertText(" and after");
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByText("This device was signed out from elsewhere.").waitFor();
  assert.equal(await text(page).textContent(), "before. and after");
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await saved(page);
  assert.equal(await dialog.count(), 0);
  assert.equal(await text(page).getAttribute("data-mark"), "the very same element");
  const again = await signInElsewhere(journal.url, email);
  assert.equal((await again("GET", `/api/entries/${id}`)).body.content, "before. and after");
  await person.leave();
});

test("who does not want to sign in now goes on writing, and nothing is lost", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401, 404] });
  await noEvents(person);
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await write(page, "Later", "one");
  await (await signInElsewhere(journal.url, email))("DELETE", "/api/auth/sessions");
  await text(page).press("End");
  // In one go: what is typed key by key may be saved halfway, and the rest would go into the dialog that comes then.
  await page.keyboard.insertText(" two");
  await page.getByRole("dialog").getByRole("button", { name: "Not now" }).click();
  await text(page).press("End");
  await page.keyboard.type(" three");
  await saveState(page).getByText("Signed out – kept on this device").waitFor();
  await page.getByRole("button", { name: "Leave" }).click();
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await page.getByRole("link", { name: /Later/ }).click();
  await text(page).getByText("one two three").waitFor();
  await saved(page);
  await person.leave();
});

test("somebody else who signs in in another tab sees nothing of the first, and the words wait for their owner", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401, 403], delay: 600_000 });
  const [ada, grace] = [await haveAccount(journal.url), await haveAccount(journal.url)];
  const page = await signedInTab(person, ada);
  await page.getByRole("link", { name: "Write" }).click();
  await title(page).fill("Ada's secret");
  await (await signInElsewhere(journal.url, ada))("DELETE", "/api/auth/sessions");
  const second = await person.openTab("/");
  await signIn(second, grace);
  await second.waitForURL("**/entries");
  await page.waitForURL("**/entries");
  await page.getByText("What you write will be listed here").waitFor();
  assert.equal(await page.getByText("Ada's secret").count(), 0);
  await second.goto("/account");
  await second.getByRole("button", { name: "Sign out", exact: true }).click();
  await signIn(second, ada);
  await second.waitForURL("**/entries");
  const found = second.getByRole("link", { name: /Ada's secret/ });
  let rows = [];
  await until(
    async () => {
      rows = await found.allTextContents();
      return rows.length === 1 && !rows[0].includes("not saved");
    },
    () => `it was sent, once: ${rows}`,
  );
  await person.leave();
});

test("no token is ever in storage", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await enteredTab(person, await haveAccount(journal.url));
  await write(page, "Look", "around");
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  assert.doesNotMatch(kept, /eyJ|jr_/);
  const { cookies } = await person.context.storageState();
  assert.equal(cookies.find(({ name }) => name === "refresh_token")?.httpOnly, true);
  await until(
    async () => (await page.evaluate(() => indexedDB.databases())).length === 1,
    "the drafts alone are kept",
  );
  await person.leave();
});
