import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import type { Me } from "@/api/me";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { EmailCard } from "./email-card";

const me: Me = {
  id: "00000000-0000-7000-8000-00000000ada0",
  email: "ada@example.com",
  roles: ["user"],
  scopes: [],
  is_verified: true,
  has_password: true,
  unconfirmed_passkeys: 0,
  unconfirmed_connections: 0,
  has_second_factor: false,
  must_enrol: false,
  created_at: "2026-11-22T07:41:00Z",
};

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});

async function ask(answer: Parameters<typeof stubServer>[0][string], address = "new@example.com") {
  const server = stubServer({ "POST /api/auth/change-email": answer });
  show(<EmailCard me={me} hint={null} />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Change email address" }));
  const field = screen.getByLabelText("New address");
  expect(document.activeElement).toBe(field);
  await user.type(field, `${address}{Enter}`);
  return { server, user };
}

it("says where the link went, and that nothing has changed yet", async () => {
  const { server } = await ask({ status: 202, body: { message: "m" } });
  expect((await screen.findByText("new@example.com")).closest("[role=status]")?.textContent).toContain(
    "until then nothing does",
  );
  expect(screen.getByText("ada@example.com")).toBeTruthy();
  expect(server.asked[0]?.body).toEqual({ new_email: "new@example.com" });
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Change email address" }));
});

it("says at the field what the server finds in the address", async () => {
  const errors = [{ field: "new_email", code: "invalid_email", message: "This does not look like one." }];
  await ask(problem(422, "validation_failed", { errors }));
  expect((await screen.findByText("This does not look like one.")).id).toBe("new-email-error");
});

it("does not ask the server about what is no address", async () => {
  const { server, user } = await ask({ status: 202 }, "new");
  expect(await screen.findByText("An email address has an @ in it.")).toBeTruthy();
  expect(server.asked).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Change email address" }));
});

it("shows what is waited for after the page was opened anew, and takes the wish back", async () => {
  const pending_email = { address: "new@example.com", expires_at: "2026-11-23T07:41:00Z" };
  const server = stubServer({ "DELETE /api/auth/change-email": { status: 204 } });
  show(<EmailCard me={{ ...me, pending_email }} hint={null} />);
  expect(await screen.findByText("new@example.com")).toBeTruthy();
  expect(screen.getByText(/The link holds until Monday/)).toBeTruthy();
  await userEvent.setup().click(screen.getByRole("button", { name: "Keep the old address" }));
  expect(server.routes()).toEqual(["DELETE /api/auth/change-email"]);
});
