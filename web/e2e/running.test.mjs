// Journals that are run in ways of their own: new, closed, by invitation, as a demonstration, with their page elsewhere, with
// many people.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openBrowser, openPerson } from "./browser.mjs";
import { fill, overHttp } from "./crowd.mjs";
import { startJournal } from "./journal.mjs";
import {
  enteredTab,
  haveAccount,
  mailedTo,
  newAddress,
  PASSWORD,
  signedInTab,
  signIn,
  text,
  until,
  write,
} from "./steps.mjs";

const KINDS = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};
const WEB = fileURLToPath(new URL("..", import.meta.url));
let browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

/** A journal that runs for one test, with these settings. */
async function haveJournal(t, settings) {
  const journal = await startJournal(settings);
  t.after(journal.close);
  return journal;
}

test("whoever started the program becomes its first admin by a link that works once and then is gone", async (t) => {
  const journal = await haveJournal(t);
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

test("a registration that is closed says so before anything is typed", async (t) => {
  const journal = await haveJournal(t, { JOURNAL_REGISTRATION: "closed" });
  const person = await openPerson(browser, journal.url);
  const page = await person.openTab("/register");
  await page.getByText("This journal takes no new people").waitFor();
  assert.equal(await page.getByLabel("Email").count(), 0);
  await person.leave();
});

test("where one needs an invitation, the page asks for it, and takes it from the link", async (t) => {
  const journal = await haveJournal(t, { JOURNAL_REGISTRATION: "invite" });
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const page = await person.openTab("/register");
  await page.getByLabel("Email").fill(newAddress());
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Start your journal" }).click();
  await page.getByText("This journal takes new people by invitation only.").waitFor();
  await page.goto("/register#invite=nobody-made-this-one");
  await page.reload();
  assert.equal(await page.getByLabel("Invitation").inputValue(), "nobody-made-this-one");
  await page.getByLabel("Email").fill(newAddress());
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Start your journal" }).click();
  await page.getByText("That invitation does not hold any more.").waitFor();
  await person.leave();
});

async function anAdmin(journal) {
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

test("an admin invites somebody, who comes in by the link; a withdrawn one lets nobody in", async (t) => {
  const journal = await haveJournal(t, { JOURNAL_REGISTRATION: "invite" });
  const admin = await openPerson(browser, journal.url);
  const page = await signedInTab(admin, await anAdmin(journal), "/account");
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

test("a demonstration is signed in to and written in, and says what it does not have", async (t) => {
  const settings = { JOURNAL_USER_MGMT_ENABLED: "false", JOURNAL_DEMO_PASSWORD: PASSWORD };
  const journal = await haveJournal(t, settings);
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

/** Serves a built page from a host of its own, as a static file server would. */
async function servePage(t, folder) {
  const server = createServer(async (request, answer) => {
    const path = new URL(request.url, "http://page").pathname;
    const name = extname(path) ? path : "/index.html";
    const body = await readFile(join(folder, name)).catch(() => null);
    answer.writeHead(body ? 200 : 404, {
      "content-type": KINDS[extname(name)] ?? "application/octet-stream",
    });
    answer.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.close());
  return `http://localhost:${server.address().port}`;
}

test("a page that is served from elsewhere signs in, writes and comes back", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "journal-page-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const page = await servePage(t, folder);
  const journal = await haveJournal(t, { JOURNAL_CORS_ORIGINS: page });
  const env = { ...process.env, VITE_API_URL: `${journal.url}/` };
  await promisify(execFile)("npx", ["vite", "build", "--outDir", folder, "--logLevel", "error"], {
    cwd: WEB,
    env,
  });

  const person = await openPerson(browser, page, { friends: [journal.url] });
  const tab = await enteredTab(person, await haveAccount(journal.url));
  await write(tab, "From elsewhere", "and back");
  await tab.reload();
  await text(tab).getByText("and back").waitFor();
  await person.leave();
});

test("among many an admin finds some, goes on to the next page, and looks at one", async (t) => {
  const journal = await haveJournal(t, { JOURNAL_LIMIT_REQUESTS: "0" });
  // How fast it is among 100,000 is measured by script/console; this holds that it works.
  const email = await fill(journal, 2_000);
  const found = Object.fromEntries(
    (await overHttp(journal, email, 1)).map(({ what, found }) => [what, found]),
  );
  assert.equal(found.everybody, 50);
  assert.equal(found.nobody, 0);
  assert.equal(found.admins, 1);
  assert.equal(found["a rare role"], 1);
  assert.equal(found["locked ones"], 3);
  const person = await openPerson(browser, journal.url);
  const page = await signedInTab(person, email, "/admin");
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
