import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { havePictures, look, openInHand, SIZES } from "./looking.mjs";
import { haveAccount, newAddress, PASSWORD, post, signedInTab, until } from "./steps.mjs";

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

const picture = (page, name) => page.getByRole("region", { name, exact: true });
const numberOf = async (page, name) =>
  Number(await picture(page, name).locator("p > span").first().textContent());

async function adminTab(person, path) {
  const email = newAddress();
  await journal.command(["user", "create", email, "--role", "admin"], `${PASSWORD}\n`);
  return signedInTab(person, email, path);
}

test("an admin sees what happened as pictures, by pointer and by keys, and as tables", async () => {
  const admin = await openPerson(browser, journal.url);
  const email = await haveAccount(journal.url);
  const { refresh_token } = await post(journal.url, "/api/auth/login", { email, password: PASSWORD });
  await post(journal.url, "/api/auth/refresh", { refresh_token });
  await post(journal.url, "/api/auth/refresh", { refresh_token });
  for (let wrong = 0; wrong < 3; wrong += 1)
    await post(journal.url, "/api/auth/login", { email, password: "not the one" }).catch(() => {});
  const page = await adminTab(admin, "/admin");
  await picture(page, "Sign-ins").getByText("Password").waitFor();
  assert.equal(await numberOf(page, "Sign-ins"), 2);
  assert.equal(await numberOf(page, "Active people"), 2);
  assert.equal(await numberOf(page, "Refreshes retried"), 1);
  assert.equal(await numberOf(page, "Old tokens reused"), 0);
  assert.match(await picture(page, "Refused sign-ins").textContent(), /3in allDid not match3/);

  await page.getByRole("radio", { name: "24 hours" }).check();
  await page.waitForURL("**/admin?span=24h");
  const slider = picture(page, "Sign-ins").getByRole("slider", { name: "Sign-ins by hour" });
  await until(async () => (await slider.getAttribute("max")) === "23", "a bar for each hour");
  const told = () => slider.getAttribute("aria-valuetext");
  await slider.focus();
  await page.keyboard.press("Home");
  assert.match(await told(), /^\w{3} \d\d:\d\d: 0$/);
  await page.keyboard.press("End");
  await until(async () => /: [12] \(Password [12]\)$/.test(await told()), "the arrow keys tell each hour");
  const { x, y, width } = await slider.boundingBox();
  await page.mouse.move(x + width / 48, y + 5);
  await until(async () => (await numberOf(page, "Sign-ins")) === 0, "the first hour is pointed at");
  await page.mouse.move(x + width / 48, y - 300);
  await slider.blur();
  await until(async () => (await numberOf(page, "Sign-ins")) === 2, "the whole is told again");

  await page.getByRole("switch", { name: "As tables" }).focus();
  await page.keyboard.press("Space");
  const rows = picture(page, "Refused sign-ins").getByRole("row");
  assert.match(await rows.last().textContent(), /Did not match [123]$/);
  await admin.leave();
});

test("who is no admin sees nothing of it", async () => {
  const person = await openPerson(browser, journal.url, { expects: [403] });
  const page = await signedInTab(person, await haveAccount(journal.url));
  await page.goto("/admin");
  await page.getByRole("alert").waitFor();
  await page.getByRole("region", { name: "Over time" }).waitFor({ state: "detached" });
  await person.leave();
});

/** Ninety days of a journal that many write. */
function busy(answer) {
  const wave = (day, most) => Math.round(most * (0.55 + 0.45 * Math.sin(day * 0.9) * Math.cos(day * 0.21)));
  const series = (name, most, label) => ({
    name,
    label,
    points: answer.series[0].points.map(({ at }, day) => ({ at, value: wave(day + most, most) })),
  });
  return {
    ...answer,
    series: [
      series("active_people", 240),
      series("sign_ins", 180, "password"),
      series("sign_ins", 60, "passkey"),
      series("sign_ins", 24, "github"),
      series("sign_in_failures", 40, "invalid_credentials"),
      series("sign_in_failures", 12, "invalid_code"),
      series("sign_in_failures", 9, "email_not_verified"),
      series("sign_in_failures", 4, "account_disabled"),
      series("sign_in_failures", 2, "passkey_unconfirmed"),
      series("refreshes", 12_400),
      series("refresh_retries", 90),
      series("refresh_reuses", 1),
    ],
  };
}

test("pictures over time are calm and whole in every state at every size", async () => {
  const admin = await openInHand(browser, journal.url, {
    expects: [503],
  });
  const page = await adminTab(admin);
  const sizes = [...SIZES, { width: 768, height: 1000, theme: "light" }];
  const answer = (change) =>
    page.route("**/api/admin/figures?*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: change(await response.json()) });
    });
  await answer(busy);
  for (const span of ["24h", "90d"]) {
    await page.goto(`/admin?span=${span}`);
    await picture(page, "Refreshes").waitFor();
    await look(page, `figures-${span}`, { sizes });
  }
  await picture(page, "Sign-ins").getByRole("slider").focus();
  for (let step = 0; step < 30; step += 1) await page.keyboard.press("ArrowLeft");
  await look(page, "figures-chosen", { sizes });
  await page.getByRole("switch", { name: "As tables" }).check();
  await look(page, "figures-tables", { sizes });
  await page.unrouteAll();
  await answer((told) => ({
    ...told,
    series: told.series
      .filter(({ label }) => !label)
      .map((one) => ({ ...one, points: one.points.map(({ at }) => ({ at, value: 0 })) })),
  }));
  await page.reload();
  await page.getByText("Nothing was counted in this time.").waitFor();
  await look(page, "figures-empty", { sizes });
  await page.unrouteAll();
  const body = JSON.stringify({ title: "Unavailable", status: 503, code: "unavailable" });
  const refusal = { status: 503, contentType: "application/problem+json", body };
  await page.route("**/api/admin/figures?*", (route) => route.fulfill(refusal));
  await page.reload();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await look(page, "figures-failed", { sizes });
  await admin.leave();
});
