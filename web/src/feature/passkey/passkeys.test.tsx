import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { rememberWay } from "@/api/last-way";
import { session } from "@/api/live-session";
import { stubSignals } from "@/test/authenticator";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { PasskeyEnrol } from "./passkey-enrol";
import { PasskeyOffer } from "./passkey-offer";
import { passkeyStory } from "./passkey-words";
import { Passkeys } from "./passkeys";

const { phone } = await vi.hoisted(async () => {
  const { StubAuthenticator } = await import("@/test/authenticator");
  return { phone: new StubAuthenticator() };
});
vi.mock("@simplewebauthn/browser", () => phone.module());

const LIST = "GET /api/auth/passkeys";
const CREATION = {
  ceremony_id: "c1",
  challenge: "AAAA",
  rp: { id: "journal.example", name: "Journal" },
  user: { id: "dQ", name: "ada@example.com", displayName: "Ada" },
  pubKeyCredParams: [{ type: "public-key", alg: -7 }],
  timeout: 300_000,
  excludeCredentials: [],
};

function passkey(id: string, more: object = {}) {
  return {
    id,
    name: `Key ${id}`,
    provider: "Bitwarden",
    synced: true,
    created_at: "2026-01-02T03:04:05Z",
    last_used_at: null,
    needs_confirmation: false,
    credential_id: `credential-${id}`,
    ...more,
  };
}

function listOf(...items: object[]) {
  const whose = { rp_id: "journal.example", user_id: "dQ", user_name: "ada@example.com" };
  return { body: { items, ...whose, user_display_name: "Ada" } };
}

async function signedIn(handlers: Parameters<typeof stubServer>[0]) {
  const server = stubServer({ "POST /api/auth/login": tokenAnswer("ada"), ...handlers });
  await session.signIn({ identifier: "ada", password: "p" });
  return server;
}

beforeEach(() => session.giveUp());
afterEach(() => {
  phone.end();
  vi.unstubAllGlobals();
});

it("lists each with who keeps it and where, and tells authenticators which there are and what one is called", async () => {
  const signals = stubSignals();
  await signedIn({ [LIST]: listOf(passkey("a"), passkey("b", { synced: false })) });
  show(<Passkeys />);
  const [first, second] = await screen.findAllByRole("listitem");
  expect(first?.textContent).toContain("Key a synced");
  expect(first?.textContent).toContain("Bitwarden · added 2 Jan 2026 · not used yet");
  expect(second?.textContent).toContain("Key b on one device");
  const whose = { rpId: "journal.example", userId: "dQ" };
  expect(signals.signalAllAcceptedCredentials).toHaveBeenCalledWith({
    ...whose,
    allAcceptedCredentialIds: ["credential-a", "credential-b"],
  });
  await expect
    .poll(() => signals.signalCurrentUserDetails.mock.lastCall)
    .toEqual([{ ...whose, name: "ada@example.com", displayName: "Ada" }]);
});

it("says that a passkey is on this device once this device made it", async () => {
  let items: object[] = [];
  await signedIn({
    [LIST]: () => listOf(...items),
    "POST /api/auth/webauthn/register/options": { body: CREATION },
    "POST /api/auth/webauthn/register/verify": () => {
      items = [passkey("new", { synced: false })];
      return { status: 201, body: items[0] };
    },
  });
  show(<Passkeys />);
  await screen.findByText(/There is none yet/);
  await userEvent.click(screen.getByRole("button", { name: "Add a passkey" }));
  await screen.findByRole("button", { name: "Cancel" });
  await expect.poll(() => phone.begun).toBeGreaterThan(0);
  phone.answer({ id: "credential-new", authenticatorAttachment: "platform" });
  expect((await screen.findByRole("listitem")).textContent).toContain("on this device");
});

it("one that a recovery set aside is confirmed by its owner, and the last way in stays", async () => {
  let waits = true;
  await signedIn({
    [LIST]: () => listOf(passkey("a", { needs_confirmation: waits })),
    "POST /api/auth/passkeys/a/confirm": () => {
      waits = false;
      return { status: 204 };
    },
    "DELETE /api/auth/passkeys/a": problem(409, "last_way_in"),
  });
  show(<Passkeys />);
  await screen.findByText(/Your account was recovered/);
  await userEvent.click(screen.getByRole("button", { name: "It is mine: Key a" }));
  expect((await screen.findByText(/opens your journal again/)).textContent).toBeDefined();
  expect(screen.queryByRole("button", { name: "It is mine: Key a" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Remove Key a" }));
  expect((await screen.findByRole("alert")).textContent).toContain("last way into your journal");
});

it("is offered after a password to who has none, and not after a passkey", async () => {
  await signedIn({ [LIST]: listOf() });
  rememberWay("passkey");
  const { unmount } = show(<PasskeyOffer account="ada" />);
  await new Promise((later) => setTimeout(later, 50));
  expect(screen.queryByRole("region", { name: "Add a passkey" })).toBeNull();
  unmount();
  rememberWay("password");
  show(<PasskeyOffer account="ada" />);
  const offer = await screen.findByRole("region", { name: "Add a passkey" });
  await userEvent.click(within(offer).getByRole("button", { name: "No, thanks" }));
  expect(screen.queryByRole("region", { name: "Add a passkey" })).toBeNull();
});

it("counts where a second factor is demanded: a new one, or one that was set aside", async () => {
  await signedIn({
    [LIST]: listOf(passkey("old", { needs_confirmation: true })),
    "POST /api/auth/passkeys/old/confirm": { status: 204 },
    "POST /api/auth/webauthn/register/options": { body: CREATION },
    "POST /api/auth/webauthn/register/verify": { status: 201, body: passkey("new") },
  });
  const done = vi.fn();
  show(<PasskeyEnrol onDone={done} />);
  await userEvent.click(await screen.findByRole("button", { name: "It is mine: Key old" }));
  await expect.poll(() => done.mock.calls.length).toBe(1);
  const begun = phone.begun;
  await userEvent.click(screen.getByRole("button", { name: "Add a passkey" }));
  await expect.poll(() => phone.begun).toBe(begun + 1);
  phone.answer({ id: "credential-new" });
  await expect.poll(() => done.mock.calls.length).toBe(2);
});

it("a story begins with a capital and does not say a name twice", () => {
  const told = passkey("a", { provider: "Key a", last_used_at: "2026-02-03T04:05:06Z" });
  expect(passkeyStory(told)).toBe("Added 2 Jan 2026 · last used 3 Feb 2026");
});

it("one that is cancelled before the server has answered is not made", async () => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await signedIn({
    [LIST]: listOf(),
    "POST /api/auth/webauthn/register/options": async () => {
      await answered;
      return { body: CREATION };
    },
  });
  show(<Passkeys />);
  await screen.findByText(/There is none yet/);
  const begun = phone.begun;
  await userEvent.click(screen.getByRole("button", { name: "Add a passkey" }));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  answer();
  expect((await screen.findByRole("alert")).textContent).toContain("Nothing was changed.");
  expect(phone.begun).toBe(begun);
});
