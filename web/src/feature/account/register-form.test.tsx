import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/test/screen";
import { problem, stubServer } from "@/test/server";
import { RegisterForm } from "./register-form";

const onSent = vi.fn();

async function register({
  email = "ada@example.com",
  username = "",
  password = "seven quiet herons",
  invite = "",
} = {}) {
  show(<RegisterForm advise={(typed) => <p>advice for {typed}</p>} onSent={onSent} invite={invite} />);
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Email"), email);
  if (username) await user.type(screen.getByLabelText(/Username/), username);
  await user.type(screen.getByLabelText("Password"), password);
  await user.click(screen.getByRole("button", { name: "Start your journal" }));
}

it("sends what was typed, without a username when there is none", async () => {
  const server = stubServer({
    "POST /api/auth/register": { status: 202, body: { message: "m", registration: "r" } },
  });
  await register();
  await expect.poll(() => onSent.mock.calls).toEqual([[{ email: "ada@example.com", registration: "r" }]]);
  expect(server.asked[0]?.body).toEqual({ email: "ada@example.com", password: "seven quiet herons" });
});

it("ties the advice to the password's field", async () => {
  stubServer({});
  await register({ password: "short" });
  const field = screen.getByLabelText("Password");
  const described = field.getAttribute("aria-describedby")?.split(" ") ?? [];
  expect(described).toEqual(["password-error", "password-hint"]);
  expect(document.getElementById("password-hint")?.textContent).toBe("advice for short");
});

it("shows the server's complaints at their fields", async () => {
  const errors = [{ field: "password", code: "too_weak", message: "This is a common password." }];
  stubServer({ "POST /api/auth/register": problem(422, "validation_failed", { errors }) });
  await register();
  expect((await screen.findByText("This is a common password.")).id).toBe("password-error");
  expect(screen.queryByRole("alert")).toBeNull();
});

it("says at the username that it is taken, and goes there", async () => {
  stubServer({ "POST /api/auth/register": problem(409, "username_taken") });
  await register({ username: "countess" });
  expect((await screen.findByText(/Somebody has that name already/)).id).toBe("username-error");
  expect(document.activeElement).toBe(screen.getByLabelText(/Username/));
});

it("says so when nobody new is taken", async () => {
  stubServer({ "POST /api/auth/register": problem(403, "registration_closed") });
  await register();
  expect((await screen.findByRole("alert")).textContent).toContain("takes no new people");
});

it.each(["invite_required", "invite_invalid"])(
  "asks for an invitation when the server does: %s",
  async (code) => {
    const server = stubServer({ "POST /api/auth/register": problem(403, code) });
    await register();
    const field = await screen.findByLabelText("Invitation");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    await userEvent.type(field, "herons-7");
    await userEvent.click(screen.getByRole("button", { name: "Start your journal" }));
    await expect.poll(() => server.asked.at(-1)?.body).toMatchObject({ invite_code: "herons-7" });
  },
);

it("takes the code that came with the link", async () => {
  const server = stubServer({
    "POST /api/auth/register": { status: 202, body: { message: "m", registration: "r" } },
  });
  await register({ invite: "from-the-link" });
  expect(screen.getByLabelText<HTMLInputElement>("Invitation").value).toBe("from-the-link");
  await expect.poll(() => server.asked.at(0)?.body).toMatchObject({ invite_code: "from-the-link" });
});

it.each([
  [{ email: "ada" }, "An email address has an @ in it."],
  [{ username: "a b" }, "3 to 32 letters, digits, dots, underscores or hyphens."],
  [{ password: "é".repeat(3) }, "A password has at least 8 characters."],
  [{ password: "x".repeat(1025) }, "A password has at most 1,024 bytes."],
])("does not ask the server for what it can see itself", async (typed, words) => {
  const server = stubServer({});
  await register(typed);
  expect(await screen.findByText(words)).toBeTruthy();
  expect(server.asked).toEqual([]);
});

it("says how long to wait where too many registered from one network", async () => {
  const busy = { ...problem(429, "too_many_requests"), headers: { "retry-after": "90" } };
  stubServer({ "POST /api/auth/register": busy });
  await register();
  expect(await screen.findByText(/^1:[23]\d$/)).toBeDefined();
  expect((await screen.findByRole("status")).textContent).toContain("That was a lot at once.");
});
