import { after, before, test } from "node:test";
import { openBrowser } from "./browser.mjs";
import { enterByPasskey, haveAuthenticator, signUpByPasskey } from "./device.mjs";
import { startJournal } from "./journal.mjs";
import { havePictures, look, openAt, SIZES } from "./looking.mjs";
import { mailedTo, newAddress, PASSWORD, post, signIn } from "./steps.mjs";

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

const mailed = (email, page) => mailedTo(journal.url, email, page);

async function resetByMail(email) {
  await post(journal.url, "/api/auth/forgot-password", { email });
  const token = (await mailed(email, "/reset-password")).split("#token=")[1];
  await post(journal.url, "/api/auth/reset-password", { token, password: PASSWORD });
}

for (const at of SIZES) {
  test(`without a password, and after a recovery, at ${at.width} pixels`, async () => {
    const person = await openAt(browser, journal.url, at, {
      expects: [401],
    });
    const page = await person.openTab("/register");
    const device = await haveAuthenticator(page);
    const email = newAddress();
    await signUpByPasskey(page, device, email, mailed);
    await enterByPasskey(page, device);
    await page.goto("/account");
    const password = page.getByRole("region", { name: "Password" });
    await password.getByText("There is none").scrollIntoViewIfNeeded();
    await look(page, "password-none", at);
    await password.getByRole("button", { name: "Set a password" }).click();
    await password.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await password.getByText("Strong.").scrollIntoViewIfNeeded();
    await look(page, "password-first", at);
    await page.getByRole("region", { name: "Notices by mail" }).scrollIntoViewIfNeeded();
    await look(page, "notices", at);

    await page.goto("/account/passkeys");
    await page.getByText("on one device").waitFor();
    await look(page, "passkeys-one", at);
    await resetByMail(email);
    await page.goto("/");
    await signIn(page, email);
    await page.waitForURL("**/entries");
    await page.getByText("1 passkey waits").waitFor();
    await look(page, "entries-waiting", at);
    await page.goto("/account");
    await page.getByText("1 passkey waits").waitFor();
    await look(page, "account-waiting", at);
    await page.goto("/account/passkeys");
    await page.getByRole("button", { name: /^It is mine/ }).waitFor();
    await look(page, "passkeys-waiting", at);
    await person.leave();
  });
}
