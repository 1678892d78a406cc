// An authenticator in a tab, and what people do with passkeys.
import { openPerson } from "./browser.mjs";
import { haveAccount, signedInTab } from "./steps.mjs";

/** An authenticator in this tab, built into the device. Nobody touches it until `touch(true)`. */
export async function haveAuthenticator(page, more = {}) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
      ...more,
    },
  });
  const held = async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  return {
    touch: (enabled) => cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled }),
    verify: (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    count: async () => (await held()).length,
    names: async () => (await held()).map(({ userName, userDisplayName }) => [userName, userDisplayName]),
  };
}

/**
 * Until the field for the name has its own ceremony and nothing else is asked for: an authenticator that is touched
 * before would answer that one, and the button's as well.
 */
export async function fieldWaits(person) {
  let before = -1;
  while (before !== person.requests.length) {
    before = person.requests.length;
    await new Promise((later) => setTimeout(later, 700));
  }
}

/** Adds a passkey where the page of passkeys is open; the authenticator is touched for as long as that takes. */
export async function addPasskey(page, device) {
  await device.touch(true);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("Your new passkey opens your journal.").waitFor();
  await device.touch(false);
}

/** Signs up with a passkey alone, where the page to register is open; the address is confirmed, nobody is signed in. */
export async function signUpByPasskey(page, device, email, mailed) {
  await page.getByRole("button", { name: "Use a passkey instead of a password" }).click();
  await page.getByLabel("Address for it").fill(email);
  await device.touch(true);
  await page.getByRole("button", { name: "Start with a passkey" }).click();
  await page.waitForURL("**/check-mail");
  await device.touch(false);
  await page.goto(await mailed(email, "/verify-email"));
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page
    .getByText(/confirmed/i)
    .first()
    .waitFor();
}

/** Signs in at the door by what the field for the name offers. */
export async function enterByPasskey(page, device) {
  await device.touch(true);
  await page.goto("/");
  await page.waitForURL("**/entries");
  await device.touch(false);
}

/** Somebody with a password, signed in, with a passkey in the device of their tab. */
export async function withPasskey(browser, url, options) {
  const person = await openPerson(browser, url, options);
  const email = await haveAccount(url);
  const page = await signedInTab(person, email, "/account/passkeys");
  const device = await haveAuthenticator(page);
  await addPasskey(page, device);
  return { person, page, device, email };
}
