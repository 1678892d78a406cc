import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { Settings } from "./settings";
import { SigningKeys } from "./signing-keys";

const KEY = { kid: "k1", algorithm: "EdDSA", state: "signing", created_at: "2026-11-22T07:41:00Z" };

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("root") });
  await session.signIn({ identifier: "root", password: "p" });
});

it("makes a new key, and voids the old ones only when that was asked for", async () => {
  const server = stubServer({
    "GET /api/admin/keys": { body: { items: [KEY] } },
    "POST /api/admin/keys/rotate": { body: { kid: "k2", signs_from: "2026-11-22T08:00:00Z" } },
  });
  show(<SigningKeys />);
  const user = userEvent.setup();
  expect((await screen.findByText("k1")).closest("li")?.textContent).toContain("signs");
  await user.click(screen.getByRole("button", { name: "Make a new key" }));
  await user.click(screen.getByRole("checkbox"));
  await user.click(screen.getByRole("button", { name: "Make it" }));
  expect(await screen.findByText(/There is a new key/)).toBeTruthy();
  const sent = server.asked.find(({ route }) => route === "POST /api/admin/keys/rotate");
  expect(sent?.body).toEqual({ drop_old: true });
});

it("says why a key cannot be made here", async () => {
  stubServer({
    "GET /api/admin/keys": { body: { items: [KEY] } },
    "POST /api/admin/keys/rotate": problem(409, "not_rotated"),
  });
  show(<SigningKeys />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Make a new key" }));
  await user.click(screen.getByRole("button", { name: "Make it" }));
  expect((await screen.findByRole("alert")).textContent).toContain("a secret from the settings");
});

it("shows each setting with where it came from", async () => {
  const items = [{ name: "JOURNAL_LISTEN", value: "", origin: "the environment" }];
  stubServer({ "GET /api/admin/settings": { body: { items } } });
  show(<Settings />);
  const row = (await screen.findByText("JOURNAL_LISTEN")).closest("li");
  expect(row?.textContent).toBe("JOURNAL_LISTEN(empty)the environment");
});
