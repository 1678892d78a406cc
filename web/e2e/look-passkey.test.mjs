import { after, before, test } from "node:test";
import { openBrowser } from "./browser.mjs";
import { enterByPasskey, haveAuthenticator, signUpByPasskey } from "./device.mjs";
import { startJournal } from "./journal.mjs";
import { havePictures, look, openInHand } from "./looking.mjs";
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

const toAccount = (page) => page.getByRole("link", { name: "Me", exact: true }).click();

async function resetByMail(email) {
  await post(journal.url, "/api/auth/forgot-password", { email });
  const token = (await mailed(email, "/reset-password")).split("#token=")[1];
  await post(journal.url, "/api/auth/reset-password", { token, password: PASSWORD });
}

test("without a password, and after a recovery, every screen is calm and whole at every size", async () => {
  const person = await openInHand(browser, journal.url, {
    expects: [401],
  });
  const page = await person.openTab("/register");
  const device = await haveAuthenticator(page);
  const email = newAddress();
  await signUpByPasskey(page, device, email, mailed);
  await enterByPasskey(page, device);
  await toAccount(page);
  const password = page.getByRole("region", { name: "Password" });
  await look(page, "password-none", { of: password.getByText("There is none") });
  await password.getByRole("button", { name: "Set a password" }).click();
  await password.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await look(page, "password-first", { of: password.getByText("Strong.") });
  await look(page, "notices", { of: page.getByRole("region", { name: "Notices by mail" }) });

  await page.goto("/account/passkeys");
  await page.getByText("on one device").waitFor();
  await look(page, "passkeys-one");
  await resetByMail(email);
  await page.goto("/");
  await signIn(page, email);
  await page.waitForURL("**/entries");
  await page.getByText("1 passkey waits").waitFor();
  await look(page, "entries-waiting");
  await toAccount(page);
  await page.getByRole("heading", { name: "Me" }).waitFor();
  await page.getByText("1 passkey waits").waitFor();
  await look(page, "account-waiting");
  await page.getByRole("link", { name: "Passkeys", exact: true }).click();
  await page.getByRole("button", { name: /^It is mine/ }).waitFor();
  await look(page, "passkeys-waiting");
  await person.leave();
});
