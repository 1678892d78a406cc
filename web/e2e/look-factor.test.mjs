import { after, before, test } from "node:test";
import { anotherKey, codeFor } from "./authenticator.mjs";
import { openBrowser } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { havePictures, look, openInHand } from "./looking.mjs";
import { haveAccount, signedInTab, signIn } from "./steps.mjs";

let journal;
let browser;
before(async () => {
  [journal, browser] = await Promise.all([startJournal(), openBrowser()]);
  await havePictures();
});
after(async () => {
  await browser?.close();
  await journal?.close();
});

const open = (more) => openInHand(browser, journal.url, more);

test("a second factor is set up, asked for and demanded, calm and whole at every size", async () => {
  const person = await open({ expects: [401, 403] });
  const email = await haveAccount(journal.url);
  const page = await signedInTab(person, email);
  await page.getByRole("link", { name: "Me", exact: true }).click();
  const card = page.getByRole("region", { name: "Second factors" });
  const lookAt = (name) => look(page, name, { of: card });
  await card.getByRole("button", { name: "Set up a second factor" }).click();
  await lookAt("factor-begin");
  await card.getByRole("button", { name: "Begin" }).click();
  const key = await card.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent();
  await card.getByRole("button", { name: "Turn it on" }).click();
  await lookAt("factor-key");
  anotherKey();
  await card.getByLabel("Code that the app shows").fill(codeFor(key));
  await page.keyboard.press("Enter");
  await card.getByRole("button", { name: "I have kept them" }).waitFor();
  await lookAt("factor-codes");
  await card.getByRole("button", { name: "I have kept them" }).click();
  await card.getByText("10 of 10").waitFor();
  await lookAt("factor-on");
  await card.getByRole("button", { name: "Turn off" }).click();
  await lookAt("factor-turn-off");

  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await signIn(page, email);
  await page.getByText("One more step").waitFor();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await look(page, "second-step");
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await look(page, "second-step-recovery");
  const over = { status: 401, contentType: "application/problem+json" };
  const body = JSON.stringify({ title: "Unauthorized", status: 401, code: "token_invalid" });
  await page.route("**/api/auth/mfa/verify", (route) => route.fulfill({ ...over, body }));
  await page.getByLabel("Recovery code").fill("aaaa-bbbb-cccc-dddd");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign in anew" }).waitFor();
  await look(page, "second-step-over");
  await person.leave();

  const demanded = await open({ expects: [401, 403] });
  const door = await demanded.openTab("/");
  // What a journal with JOURNAL_REQUIRE_MFA=all tells of somebody who has no second factor.
  await door.route("**/api/auth/me", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), must_enrol: true } });
  });
  await signIn(door, await haveAccount(journal.url));
  await door.getByRole("dialog", { name: "A second factor first" }).waitFor();
  await look(door, "enrol");
  await door.getByRole("button", { name: "Begin" }).click();
  await door.getByRole("button", { name: "Turn it on" }).waitFor();
  await look(door, "enrol-key");
  await demanded.leave();
});
