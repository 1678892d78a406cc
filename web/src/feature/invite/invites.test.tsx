import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import type { Invite } from "./api";
import { Invites } from "./invites";

const CHOIR: Invite = {
  id: "00000000-0000-7000-8000-0000000000c0",
  note: "The choir",
  state: "open",
  uses: 30,
  used: 4,
  pending: 1,
  created_by: null,
  created_at: "2026-11-20T12:00:00Z",
  expires_at: "2126-12-04T12:00:00Z",
};
const MADE = { ...CHOIR, code: "AAAA-BBBB", link: "https://journal.example/register#invite=AAAA-BBBB" };

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});

function serve(more: Parameters<typeof stubServer>[0] = {}) {
  const server = stubServer({ "GET /api/admin/invites": { body: { items: [CHOIR] } }, ...more });
  show(<Invites />);
  return { server, user: userEvent.setup() };
}

it("lists what there is, with its state and how much of it was used", async () => {
  serve();
  expect(await screen.findByText("open")).toBeTruthy();
  expect(screen.getByText(/4 of 30 came, 1 on the way/)).toBeTruthy();
});

it("says what an empty list is for, and what went wrong, with a way to try again", async () => {
  serve({ "GET /api/admin/invites": { body: { items: [] } } });
  expect(await screen.findByText(/None yet/)).toBeTruthy();
});

it("tells a failure in words and tries again", async () => {
  let isBroken = true;
  const { user } = serve({
    "GET /api/admin/invites": () => (isBroken ? problem(403, "forbidden") : { body: { items: [CHOIR] } }),
  });
  expect((await screen.findByRole("alert")).textContent).toContain("does not have the role");
  isBroken = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(/The choir/)).toBeTruthy();
});

it("makes one, and shows its link and code until they were taken", async () => {
  const { server, user } = serve({ "POST /api/admin/invites": { status: 201, body: MADE } });
  await user.click(await screen.findByRole("button", { name: "Invite somebody" }));
  const uses = screen.getByLabelText("How many people");
  expect(document.activeElement).toBe(uses);
  await user.clear(uses);
  await user.type(uses, "0{Enter}");
  expect(screen.getByText("An invitation is for 1 to 1,000 people.").id).toBe("invite-uses-error");
  await user.clear(uses);
  await user.type(uses, "30");
  await user.selectOptions(screen.getByLabelText("It holds for"), "A week");
  await user.type(screen.getByLabelText("Note"), "The choir{Enter}");
  expect(((await screen.findByLabelText("Link")) as HTMLInputElement).value).toBe(MADE.link);
  expect((screen.getByLabelText("Code") as HTMLInputElement).value).toBe("AAAA-BBBB");
  const sent = server.asked.find(({ route }) => route === "POST /api/admin/invites")?.body as {
    uses: number;
    expires_at: string;
    note: string;
  };
  expect([sent.uses, sent.note]).toEqual([30, "The choir"]);
  const days = (new Date(sent.expires_at).getTime() - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(7);
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(await screen.findByText("Copied.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "I have it" }));
  expect(screen.queryByLabelText("Link")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Invite somebody" }));
});

it("says at the field what the server finds", async () => {
  const errors = [{ field: "note", code: "invalid_note", message: "A note is one line." }];
  const { user } = serve({ "POST /api/admin/invites": problem(422, "validation_failed", { errors }) });
  await user.click(await screen.findByRole("button", { name: "Invite somebody" }));
  await user.click(screen.getByRole("button", { name: "Make the invitation" }));
  expect((await screen.findByText("A note is one line.")).id).toBe("invite-note-error");
});

it("asks before one is withdrawn", async () => {
  const { server, user } = serve({ [`DELETE /api/admin/invites/${CHOIR.id}`]: { status: 204 } });
  const row = await screen.findByRole("button", { name: "Withdraw: The choir" });
  await user.click(row);
  await user.click(screen.getByRole("button", { name: "Keep it" }));
  expect(server.routes()).not.toContain(`DELETE /api/admin/invites/${CHOIR.id}`);
  await user.click(row);
  await user.click(screen.getByRole("button", { name: "Withdraw" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(server.routes()).toContain(`DELETE /api/admin/invites/${CHOIR.id}`);
});
