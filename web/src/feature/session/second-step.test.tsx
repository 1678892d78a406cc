import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { lastWay } from "@/api/last-way";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import type { PasskeyStep } from "./second-step";
import { SignInForm } from "./sign-in-form";

beforeEach(() => session.giveUp());

const BOTH = ["totp", "recovery_code"];

/** Gives the right password to a server that then wants a second factor. */
async function firstStep(
  more: Parameters<typeof stubServer>[0] = {},
  methods = BOTH,
  passkey: PasskeyStep = (mfaToken) => <button type="button">{`Passkey for ${mfaToken}`}</button>,
) {
  const server = stubServer({
    "POST /api/auth/login": problem(403, "mfa_required", { mfa_token: "t1", methods }),
    ...more,
  });
  show(<SignInForm passkey={passkey} />);
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Email or username"), "ada");
  await user.type(screen.getByLabelText("Password"), "seven herons");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await screen.findByText(/One more step/);
  return { server, user };
}

it("asks for a code, which browsers may fill, and signs in with it", async () => {
  const { server, user } = await firstStep({ "POST /api/auth/mfa/verify": tokenAnswer("ada") });
  const field = screen.getByLabelText("Code");
  expect(field.getAttribute("autocomplete")).toBe("one-time-code");
  expect(document.activeElement).toBe(field);
  await user.type(field, "123 456{Enter}");
  await expect.poll(() => session.standing()).toEqual({ kind: "in", account: "ada" });
  expect(server.asked.at(-1)?.body).toEqual({ mfa_token: "t1", method: "totp", code: "123 456" });
  // It began with a password, so that is what was used last.
  await expect.poll(lastWay).toBe("password");
});

it("leaves the focus where the person puts it", async () => {
  const { user } = await firstStep();
  await user.type(screen.getByLabelText("Code"), "12");
  await user.tab();
  const button = screen.getByRole("button", { name: "Sign in" });
  expect(document.activeElement).toBe(button);
  await new Promise((later) => setTimeout(later, 1_100));
  expect(document.activeElement).toBe(button);
});

it("takes a recovery code instead", async () => {
  const { server, user } = await firstStep({ "POST /api/auth/mfa/verify": tokenAnswer("ada") });
  await user.click(screen.getByRole("button", { name: "Use a recovery code instead" }));
  await user.type(screen.getByLabelText("Recovery code"), "abcd-efgh-ijkl-mnop{Enter}");
  await expect.poll(() => session.standing().kind).toBe("in");
  expect(server.asked.at(-1)?.body).toMatchObject({ method: "recovery_code", code: "abcd-efgh-ijkl-mnop" });
});

it("offers no recovery code where none is left", async () => {
  await firstStep({}, ["totp"]);
  expect(screen.queryByRole("button", { name: "Use a recovery code instead" })).toBeNull();
});

it("asks for the passkey, and for no code, where that is the second factor", async () => {
  const { user } = await firstStep({}, ["passkey"]);
  expect(screen.getByRole("button", { name: "Passkey for t1" })).toBeDefined();
  expect(screen.queryByLabelText("Code")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Begin anew" }));
  expect((await screen.findByLabelText<HTMLInputElement>("Email or username")).value).toBe("ada");
});

it("a wrong code is said at the field, and can be tried again", async () => {
  let tries = 0;
  const { user } = await firstStep({
    "POST /api/auth/mfa/verify": () => (++tries === 1 ? problem(401, "invalid_code") : tokenAnswer("ada")),
  });
  await user.type(screen.getByLabelText("Code"), "000000{Enter}");
  expect((await screen.findByText(/That code did not work/)).id).toBe("code-error");
  await user.clear(screen.getByLabelText("Code"));
  await user.type(screen.getByLabelText("Code"), "123456{Enter}");
  await expect.poll(() => session.standing().kind).toBe("in");
});

it("an attempt that took too long begins anew, with the name still there", async () => {
  const { user } = await firstStep({ "POST /api/auth/mfa/verify": problem(401, "token_invalid") });
  await user.type(screen.getByLabelText("Code"), "123456{Enter}");
  await user.click(await screen.findByRole("button", { name: "Sign in anew" }));
  expect((await screen.findByLabelText<HTMLInputElement>("Email or username")).value).toBe("ada");
  expect(screen.getByLabelText<HTMLInputElement>("Password").value).toBe("");
});

it("after too many tries it says how long to wait", async () => {
  const locked = { ...problem(429, "too_many_attempts"), headers: { "retry-after": "60" } };
  const { user } = await firstStep({ "POST /api/auth/mfa/verify": locked });
  await user.type(screen.getByLabelText("Code"), "123456{Enter}");
  expect((await screen.findAllByText(/You can try again in/)).length).toBeGreaterThan(0);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Sign in" }).disabled).toBe(true);
});
