import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import {
  haveAccount,
  newAddress,
  PASSWORD,
  post,
  saved,
  signedInTab,
  signIn,
  text,
  title,
  until,
} from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser({ whole: true })]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

const MIXED =
  "# Morning\r\nWe walked.\n\n- one\r- two\r\n\ttab and trailing space \n“quotes” – é 👩‍👩‍👧 \u202eabc\u202c\n";

test("somebody signs up, confirms by mail, signs in, writes, comes back and finds every byte", async () => {
  const person = await openPerson(browser, journal.url);
  const email = newAddress();
  const page = await person.openTab("/");
  await page.getByRole("link", { name: "Start a journal" }).click();
  // Until that page has come the door is there, and has fields of the same names.
  await page.getByRole("heading", { name: "Start a journal" }).waitFor();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("lovelace");
  await page.getByText("Easy to guess").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByText("Strong").waitFor();
  await page.getByRole("button", { name: "Start your journal" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();

  await page.getByRole("link", { name: "Open the mailbox" }).click();
  const mail = page.getByRole("listitem").filter({ hasText: email }).first();
  await mail.getByRole("link", { name: /verify-email#token=/ }).click();
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByText("Your address is confirmed.").waitFor();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn(page, email);
  await page.waitForURL("**/entries");

  await page.getByRole("link", { name: "Write" }).click();
  await title(page).fill("The lake");
  await page.keyboard.press("Enter");
  await page.keyboard.type("We walked the **whole** shore.");
  await saved(page);
  await page.waitForURL(/entries\/[0-9a-f-]{36}$/);
  await page.keyboard.type(" Slowly.");
  await saved(page);
  await page.reload();
  assert.equal(await text(page).textContent(), "We walked the **whole** shore. Slowly.");
  assert.equal(await title(page).inputValue(), "The lake");

  // Every byte, also of line endings that no keyboard types: sent over HTTP, opened here, changed in one place.
  const { access_token } = await post(journal.url, "/api/auth/login", { email, password: PASSWORD });
  const headers = { authorization: `Bearer ${access_token}` };
  const entry = await post(journal.url, "/api/entries", { title: "Bytes", content: MIXED }, headers);
  await page.goto(`/entries/${entry.id}`);
  await text(page).getByText("We walked.").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" Far.");
  await saved(page);
  const read = await fetch(`${journal.url}/api/entries/${entry.id}`, { headers });
  assert.equal((await read.json()).content, MIXED.replace("We walked.", "We walked. Far."));
  await person.leave();
});

test("a wrong password, a taken name and a spent link say so in words", async () => {
  const person = await openPerson(browser, journal.url, { expects: [400, 401, 409] });
  const email = await haveAccount(journal.url);
  const page = await person.openTab("/");
  await page.getByLabel("Email or username").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the right one");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").getByText("That did not match.").waitFor();

  await post(journal.url, "/api/auth/register", {
    email: newAddress(),
    password: PASSWORD,
    username: "grace",
  });
  await page.goto("/register");
  await page.getByLabel("Email").fill(newAddress());
  await page.getByLabel("Username").fill("Grace");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Start your journal" }).click();
  await page.getByText("Somebody has that name already.").waitFor();

  await page.goto("/verify-email#token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByText("This link does not hold.").waitFor();
  await page.getByLabel("Email").fill(newAddress());
  await page.getByRole("button", { name: "Send a new link" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
  await person.leave();
});

test("what the server finds in a field stands at that field", async () => {
  const person = await openPerson(browser, journal.url, { expects: [422] });
  const page = await person.openTab("/register");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill("iloveyou1");
  await page.getByRole("button", { name: "Start your journal" }).click();
  const field = page.getByLabel("Password", { exact: true });
  await until(async () => (await field.getAttribute("aria-invalid")) === "true", "the password is marked");
  const described = (await field.getAttribute("aria-describedby")) ?? "";
  assert.match(described, /password-error/);
  await person.leave();
});

test("an address that is not confirmed is told so, and gets the mail again", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const email = newAddress();
  await post(journal.url, "/api/auth/register", { email, password: PASSWORD });
  const page = await person.openTab("/");
  await signIn(page, email);
  await page.getByRole("link", { name: "Send the mail again" }).click();
  await page.getByRole("button", { name: "Send the mail again" }).click();
  await page.getByText("Sent. It may take a minute").waitFor();
  await page.getByText(/Once more in \d+ seconds/).waitFor();
  await person.leave();
});

test("whoever came for a page is brought there after signing in", async () => {
  const person = await openPerson(browser, journal.url, { expects: [401] });
  const email = await haveAccount(journal.url);
  const page = await person.openTab("/account/devices");
  await signIn(page, email);
  await page.waitForURL("**/account/devices");
  await page.getByText("this one").waitFor();
  await person.leave();
});

test("a registration that is closed says so before anything is typed", async () => {
  const closed = await startJournal({ JOURNAL_REGISTRATION: "closed" });
  try {
    const person = await openPerson(browser, closed.url);
    const page = await person.openTab("/register");
    await page.getByText("This journal takes no new people").waitFor();
    assert.equal(await page.getByLabel("Email").count(), 0);
    await person.leave();
  } finally {
    await closed.close();
  }
});

test("where one needs an invitation, the page asks for it, and takes it from the link", async () => {
  const invited = await startJournal({ JOURNAL_REGISTRATION: "invite" });
  try {
    const person = await openPerson(browser, invited.url, { expects: [403] });
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
  } finally {
    await invited.close();
  }
});

test("another device is seen, and signed out from here", async () => {
  const [here, there] = await Promise.all([
    openPerson(browser, journal.url),
    openPerson(browser, journal.url, { expects: [401] }),
  ]);
  const email = await haveAccount(journal.url);
  const [mine, other] = [await signedInTab(here, email), await signedInTab(there, email)];
  await mine.goto("/account/devices");
  const rows = mine.getByRole("listitem");
  await until(async () => (await rows.count()) === 2, "two devices are listed");
  await rows
    .filter({ hasNotText: "this one" })
    .getByRole("button", { name: /Sign out/ })
    .click();
  await mine.getByText("That device is signed out.").waitFor();
  assert.equal(await rows.count(), 1);
  await other.getByRole("dialog").getByText("This device was signed out from elsewhere.").waitFor();
  await Promise.all([here.leave(), there.leave()]);
});

test("all others are signed out with one press", async () => {
  const person = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await post(journal.url, "/api/auth/login", { email, password: PASSWORD });
  await page.goto("/account/devices");
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await page.getByText("All other devices are signed out.").waitFor();
  assert.equal(await page.getByRole("listitem").count(), 1);
  await person.leave();
});

test("without the role, the admin page says so in words", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.goto("/admin");
  await page.getByText("Your account does not have the role that this needs.").waitFor();
  await person.leave();
});

test("who has the role finds the admin page, and is answered there", async () => {
  const person = await openPerson(browser, journal.url);
  const email = newAddress();
  await journal.command(["user", "create", email, "--role", "admin"], `${PASSWORD}\n`);
  const page = await signedInTab(person, email);
  await page.getByRole("link", { name: "Me" }).click();
  await page.getByRole("link", { name: "Admin" }).click();
  await page.getByRole("region", { name: "People" }).getByText(email).waitFor();
  await person.leave();
});
