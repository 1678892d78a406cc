import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
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

it("says how long to wait after too many tries", async () => {
  stubServer({
    "POST /api/auth/login": { ...problem(429, "too_many_attempts"), headers: { "retry-after": "60" } },
  });
  await signIn();
  expect((await screen.findByRole("alert")).textContent).toContain("Wait 60 seconds");
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
  expect(name.getAttribute("autocomplete")).toBe("username");
  expect(screen.getByLabelText("Password").getAttribute("autocomplete")).toBe("current-password");
  expect(name.closest("form")?.getAttribute("method")).toBe("post");
});
