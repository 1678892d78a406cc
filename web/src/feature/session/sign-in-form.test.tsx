import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { SignInForm } from "./sign-in-form";

beforeEach(() => session.giveUp());

async function signIn(name = "ada@example.com", password = "seven herons") {
  show(<SignInForm />);
  const user = userEvent.setup();
  if (name) await user.type(await screen.findByLabelText("Email or username"), name);
  if (password) await user.type(await screen.findByLabelText("Password"), password);
  await user.click(await screen.findByRole("button", { name: "Sign in" }));
  return user;
}

it("signs in, and every tab knows who", async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await signIn();
  await expect.poll(() => session.standing()).toEqual({ kind: "in", account: "ada" });
});

it("asks nobody while something is missing, and says at the field what", async () => {
  const server = stubServer({});
  await signIn("", "");
  const field = await screen.findByLabelText("Password");
  expect(await screen.findByText("Enter your password.")).toBeTruthy();
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(field.getAttribute("aria-describedby")).toBe("password-error");
  expect(server.asked).toEqual([]);
});

it("says that a pair did not match, and not which half", async () => {
  stubServer({ "POST /api/auth/login": problem(401, "invalid_credentials") });
  await signIn();
  expect((await screen.findByRole("alert")).textContent).toContain("That did not match.");
});

it("offers the mail again when the address is not confirmed", async () => {
  stubServer({ "POST /api/auth/login": problem(403, "email_not_verified") });
  await signIn();
  expect((await screen.findByRole("link", { name: "Send the mail again" })).getAttribute("href")).toBe(
    "/check-mail",
  );
});

describe("after too many tries", () => {
  const locked = { ...problem(429, "too_many_attempts"), headers: { "retry-after": "125" } };

  it("says how long to wait, counts down, and offers another way", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    stubServer({ "POST /api/auth/login": locked });
    await signIn();
    expect((await screen.findByRole("status")).textContent).toBe(
      "Too many tries. You can try again in about 3 minutes.",
    );
    expect(screen.getByText(/^2:0\d$/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "reset your password" }).getAttribute("href")).toBe(
      "/forgot-password",
    );
    const button = screen.getByRole<HTMLButtonElement>("button", { name: "Sign in" });
    expect(button.disabled).toBe(true);
    await act(() => vi.advanceTimersByTimeAsync(126_000));
    expect(screen.getByRole("status").textContent).toBe("You can try again now.");
    await waitFor(() => expect(button.disabled).toBe(false));
    vi.useRealTimers();
  });

  it("lets somebody else sign in meanwhile", async () => {
    stubServer({ "POST /api/auth/login": locked });
    const user = await signIn();
    const button = screen.getByRole<HTMLButtonElement>("button", { name: "Sign in" });
    await expect.poll(() => button.disabled).toBe(true);
    await user.type(screen.getByLabelText("Email or username"), ".ch");
    expect(button.disabled).toBe(false);
  });
});

it("who forgot the password finds the way beside it", async () => {
  stubServer({});
  show(<SignInForm />);
  const link = await screen.findByRole("link", { name: "Forgot it?" });
  expect(link.getAttribute("href")).toBe("/forgot-password");
  expect(link.getAttribute("target")).toBeNull();
});

// ASVS 6.2.6
it("shows the password when asked to, and says so", async () => {
  stubServer({});
  show(<SignInForm />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Show password" }));
  expect(screen.getByLabelText("Password").getAttribute("type")).toBe("text");
  await user.click(screen.getByRole("button", { name: "Hide password" }));
  expect(screen.getByLabelText("Password").getAttribute("type")).toBe("password");
});

// ASVS 6.2.7
it("is a form that password managers understand", async () => {
  show(<SignInForm />);
  const name = await screen.findByLabelText("Email or username");
  expect(name.getAttribute("autocomplete")).toBe("username webauthn");
  expect(screen.getByLabelText("Password").getAttribute("autocomplete")).toBe("current-password");
  expect(name.closest("form")?.getAttribute("method")).toBe("post");
});
