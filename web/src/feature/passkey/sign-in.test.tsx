import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lastWay } from "@/api/last-way";
import { session } from "@/api/live-session";
import { requestOptions, stubSignals } from "@/test/authenticator";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { signIn } from "./api";
import { offerInField } from "./field-offer";
import { PasskeySignIn } from "./passkey-sign-in";

const { phone } = await vi.hoisted(async () => {
  const { StubAuthenticator } = await import("@/test/authenticator");
  return { phone: new StubAuthenticator() };
});
vi.mock("@simplewebauthn/browser", () => phone.module());

const OPTIONS = "POST /api/auth/webauthn/authenticate/options";
const VERIFY = "POST /api/auth/webauthn/authenticate/verify";
const REFUSED = problem(401, "invalid_credentials");
const UNKNOWN = problem(401, "invalid_credentials", { unknown_credential: true });

beforeEach(() => {
  session.giveUp();
  phone.end();
  phone.begun = 0;
  phone.hasAutofill = false;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const asked = (server: { routes: () => string[] }, route: string) =>
  server.routes().filter((one) => one === route).length;

it("only of a passkey that nobody knows is its authenticator told", async () => {
  for (const [refusal, code, times] of [
    [REFUSED, "passkey_failed", 0],
    [UNKNOWN, "passkey_unknown", 1],
  ] as const) {
    const signals = stubSignals();
    stubServer({ [OPTIONS]: { body: requestOptions }, [VERIFY]: refusal });
    const signing = signIn(new AbortController().signal);
    await expect.poll(() => phone.begun).toBeGreaterThan(0);
    phone.answer({ id: "key" });
    await expect(signing).rejects.toMatchObject({ code });
    expect(signals.signalUnknownCredential).toHaveBeenCalledTimes(times);
    phone.begun = 0;
  }
});

it("of what could not be asked nobody is told, and no way is remembered", async () => {
  const signals = stubSignals();
  stubServer({ [OPTIONS]: { body: requestOptions }, [VERIFY]: problem(503, "unavailable") });
  const signing = signIn(new AbortController().signal);
  await expect.poll(() => phone.begun).toBe(1);
  phone.answer({ id: "key" });
  await expect(signing).rejects.toMatchObject({ code: "unavailable" });
  expect(signals.signalUnknownCredential).not.toHaveBeenCalled();
  expect(lastWay()).toBeNull();
});

it("what the field offers is made anew before the server forgets it", async () => {
  vi.useFakeTimers();
  phone.hasAutofill = true;
  const server = stubServer({ [OPTIONS]: { body: requestOptions } });
  const here = new AbortController();
  const refused = vi.fn();
  const offering = offerInField(here.signal, refused);
  await vi.advanceTimersByTimeAsync(230_000);
  expect([phone.begun, asked(server, OPTIONS)]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([phone.begun, asked(server, OPTIONS)]).toEqual([2, 2]);
  here.abort();
  await offering;
  expect(refused).not.toHaveBeenCalled();
});

it("what the field offers is made anew after a refusal, not faster than once a second", async () => {
  vi.useFakeTimers();
  phone.hasAutofill = true;
  stubSignals();
  const server = stubServer({ [OPTIONS]: { body: requestOptions }, [VERIFY]: REFUSED });
  const here = new AbortController();
  const refused = vi.fn();
  const offering = offerInField(here.signal, refused);
  await vi.advanceTimersByTimeAsync(100);
  phone.answer({ id: "key" });
  await vi.advanceTimersByTimeAsync(500);
  expect(refused).toHaveBeenCalledWith(expect.objectContaining({ code: "passkey_failed" }));
  expect(asked(server, OPTIONS)).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([phone.begun, asked(server, OPTIONS)]).toEqual([2, 2]);
  here.abort();
  await offering;
});

it("what the field offers ends without a word when there is nothing to be had", async () => {
  phone.hasAutofill = true;
  const server = stubServer({ [OPTIONS]: problem(503, "unavailable") });
  const refused = vi.fn();
  await offerInField(new AbortController().signal, refused);
  expect(refused).not.toHaveBeenCalled();
  expect(asked(server, OPTIONS)).toBe(1);
});

it("a press ends what the field offers, and is what was used last", async () => {
  phone.hasAutofill = true;
  stubServer({ [OPTIONS]: { body: requestOptions }, [VERIFY]: tokenAnswer("ada") });
  show(
    <>
      <input autoComplete="username webauthn" />
      <PasskeySignIn />
    </>,
  );
  await expect.poll(() => phone.begun).toBe(1);
  await userEvent.click(await screen.findByRole("button", { name: "Sign in with a passkey" }));
  await expect.poll(() => phone.begun).toBe(2);
  phone.answer({ id: "key" });
  await expect.poll(() => session.standing()).toEqual({ kind: "in", account: "ada" });
  await expect.poll(lastWay).toBe("passkey");
});

it("a press that was refused says so, and the field offers again", async () => {
  phone.hasAutofill = true;
  stubSignals();
  stubServer({ [OPTIONS]: { body: requestOptions }, [VERIFY]: REFUSED });
  show(<PasskeySignIn />);
  await expect.poll(() => phone.begun).toBe(1);
  await userEvent.click(await screen.findByRole("button", { name: "Sign in with a passkey" }));
  await expect.poll(() => phone.begun).toBe(2);
  phone.answer({ id: "key" });
  expect((await screen.findByRole("alert")).textContent).toContain("It may have taken too long");
  await expect.poll(() => phone.begun).toBe(3);
});

it("a press that is cancelled before the server has answered opens nothing, and can be made again", async () => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  stubServer({
    [OPTIONS]: async () => {
      await answered;
      return { body: requestOptions };
    },
  });
  show(<PasskeySignIn />);
  await userEvent.click(await screen.findByRole("button", { name: "Sign in with a passkey" }));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  answer();
  expect((await screen.findByRole("alert")).textContent).toContain("Nothing was changed.");
  expect(phone.begun).toBe(0);
  await userEvent.click(screen.getByRole("button", { name: "Sign in with a passkey" }));
  await expect.poll(() => phone.begun).toBe(1);
});
