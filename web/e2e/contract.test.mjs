import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { until } from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

test("the page was built for the API that the program has; `npm run types` brings it up to date", async () => {
  const known = JSON.parse(await readFile(new URL("../src/api/openapi.json", import.meta.url), "utf8"));
  const served = await (await fetch(`${journal.url}/api/openapi.json`)).json();
  assert.deepEqual(known, served);
});

test("the docs page shows the API and loads nothing from elsewhere", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await person.openTab("/api/docs");
  await page.getByText("/api/auth/login").first().waitFor();
  await person.leave();
});

const EMAIL = "ada.lovelace@example.com";
const NAME = "countess";
const PASSWORDS = [
  "password",
  "12345678",
  "qwertyuiop",
  "iloveyou1",
  "Tr0ub4dour&3",
  "correct horse battery staple",
  "correcthorse",
  "lovelace12",
  "ada.lovelace@example.com",
  "countess1",
  "journaljournal",
  "countess lovelace",
  "example.com!",
  "zxcvbn123",
  "aaaaaaaa",
  "abcdefgh",
  "2019-10-03",
  "monkey dragon",
  "D0g..................",
  "p@ssw0rd",
  "kR7$wq2!",
  "kR7$wq2!x",
  "briansmith4mayor",
  "rianjohnson1",
  "verlineVANDERMARK",
  "eheuczkqyq",
  "rWibMFACxAUGZmxhVncy",
  "Ba9ZyWABu99[BK#6MBgbH88Tofv)vs$",
  "größer als ein Haus",
  "пароль123",
  "密码密码密码",
  "e\u0301e\u0301e\u0301e\u0301",
  "seven quiet herons",
  "neverforget13/3/1997",
  "jessica1990",
  "summer2024",
  "letmein!!",
  "drowssap",
  "qwER43@!",
  "temppass22",
  "1qaz2wsx3edc",
  "asdfghju7654rewq",
  "short",
  "7 chars",
];

test("the page says of a password what the server will say", async () => {
  const person = await openPerson(browser, journal.url);
  const page = await person.openTab("/register");
  await page.getByLabel("Email").fill(EMAIL);
  await page.getByLabel("Username").fill(NAME);
  const field = page.getByLabel("Password", { exact: true });
  const differing = [];
  for (const [index, password] of PASSWORDS.entries()) {
    await field.fill("");
    await page.getByText("At least 8 characters.").waitFor();
    await field.fill(password);
    const word = await until(async () => {
      const told = page.locator("#password-hint [role=status]");
      return (await told.count()) === 1 && told.textContent();
    }, "a verdict");
    const isGood = ["Good.", "Strong."].includes(word.trim());
    const body = JSON.stringify({ email: EMAIL, username: NAME, password });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${journal.url}/api/auth/register`, { method: "POST", headers, body });
    // The name is taken once the first good password was accepted; that comes after the look at the password.
    const isTaken = answer.status !== 422;
    if (isGood !== isTaken) differing.push(`${index} ${password}: page ${word}, server ${answer.status}`);
  }
  assert.deepEqual(differing, []);
  await person.leave();
});
