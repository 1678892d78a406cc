import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { Tokens } from "./tokens";

const SECRET = `jpat_${"x".repeat(49)}`;
const backup = {
  id: "1",
  name: "backup",
  scopes: ["entries:read"],
  created_at: "2026-11-01T00:00:00Z",
  issued_at: "2026-11-01T00:00:00Z",
  expires_at: "2099-01-30T12:00:00Z",
  last_used_at: null,
  last_used_from: null,
};

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});

it("makes a token of what was chosen, and shows its secret once", async () => {
  const items: unknown[] = [];
  const server = stubServer({
    "GET /api/auth/tokens": () => ({ body: { items } }),
    "POST /api/auth/tokens": () => {
      items.push(backup);
      return { status: 201, body: { ...backup, token: SECRET } };
    },
  });
  show(<Tokens scopes={["entries:read", "profile:read"]} />);
  expect(await screen.findByText("There are none yet.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "New access token" }));
  await userEvent.click(screen.getByRole("button", { name: "Make it" }));
  expect(screen.getByText("Choose at least one.")).toBeTruthy();
  expect(screen.queryByLabelText("Do what admins do")).toBeNull();
  await userEvent.type(screen.getByLabelText("What is it for?"), " backup ");
  await userEvent.click(screen.getByLabelText("Read entries"));
  await userEvent.click(screen.getByRole("button", { name: "Make it" }));
  expect(await screen.findByText(SECRET)).toBeTruthy();
  const sent = server.asked.find(({ route }) => route === "POST /api/auth/tokens");
  expect(sent?.body).toEqual({ name: "backup", scopes: ["entries:read"] });
  await userEvent.click(screen.getByRole("button", { name: "I have it" }));
  expect(screen.queryByText(SECRET)).toBeNull();
});

it("asks twice before a token is revoked", async () => {
  const server = stubServer({
    "GET /api/auth/tokens": { body: { items: [backup] } },
    "DELETE /api/auth/tokens/1": { status: 204 },
  });
  show(<Tokens scopes={["entries:read"]} />);
  const row = within(await screen.findByRole("listitem"));
  await userEvent.click(row.getByRole("button", { name: "Revoke backup" }));
  expect(server.routes()).not.toContain("DELETE /api/auth/tokens/1");
  await userEvent.click(row.getByRole("button", { name: "Yes, revoke it" }));
  expect(await screen.findByText("That token opens nothing any more.")).toBeTruthy();
  expect(server.routes()).toContain("DELETE /api/auth/tokens/1");
});

it("says why a token could not be made", async () => {
  stubServer({
    "GET /api/auth/tokens": { body: { items: [] } },
    "POST /api/auth/tokens": problem(409, "too_many_tokens"),
  });
  show(<Tokens scopes={["entries:read"]} />);
  await userEvent.click(await screen.findByRole("button", { name: "New access token" }));
  await userEvent.type(screen.getByLabelText("What is it for?"), "one more");
  await userEvent.click(screen.getByLabelText("Read entries"));
  await userEvent.click(screen.getByRole("button", { name: "Make it" }));
  expect((await screen.findByRole("alert")).textContent).toContain("fifty");
});
