import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import type { WaitingMail } from "./api";
import { Outbox } from "./outbox";

const MAIL: WaitingMail = {
  id: "m1",
  account_id: "00000000-0000-7000-8000-00000000ada0",
  account_email: "ada@example.com",
  kind: "new-device",
  state: "given_up",
  created_at: "2026-11-22T07:41:00Z",
  attempts: 9,
  last_error: "550 5.1.1",
};

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("root") });
  await session.signIn({ identifier: "root", password: "p" });
});

it("says that every mail has left when none waits", async () => {
  stubServer({ "GET /api/admin/outbox": { body: { items: [] } } });
  show(<Outbox />);
  expect(await screen.findByText(/Every mail has left the house/)).toBeTruthy();
});

it("tells what waits, about whom and why, and tries it again", async () => {
  const server = stubServer({
    "GET /api/admin/outbox": { body: { items: [MAIL] } },
    "POST /api/admin/outbox/m1/retry": { status: 204 },
  });
  show(<Outbox />);
  expect((await screen.findByText("New device")).closest("li")?.textContent).toContain("550 5.1.1");
  expect(screen.getByText("About ada@example.com")).toBeTruthy();
  expect(screen.getByText(/tried 9 times · not tried any more/)).toBeTruthy();
  await userEvent
    .setup()
    .click(await screen.findByRole("button", { name: "Try now: New device, ada@example.com" }));
  expect(await screen.findByText(/It is tried now/)).toBeTruthy();
  expect(server.routes()).toContain("POST /api/admin/outbox/m1/retry");
});

it("throws a mail away only with a reason", async () => {
  const server = stubServer({
    "GET /api/admin/outbox": { body: { items: [{ ...MAIL, kind: null, account_email: null }] } },
    "POST /api/admin/outbox/m1/discard": { status: 204 },
  });
  show(<Outbox />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Throw away: A mail, somebody who registers" }));
  await user.click(screen.getByRole("button", { name: "Throw away" }));
  expect(screen.getByText("Say why.").id).toBe("discard-reason-error");
  await user.type(screen.getByLabelText("Reason"), "an old test{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const sent = server.asked.find(({ route }) => route === "POST /api/admin/outbox/m1/discard");
  expect(sent?.body).toEqual({ reason: "an old test" });
});

it("tells who lacks the role", async () => {
  stubServer({ "GET /api/admin/outbox": problem(403, "forbidden") });
  show(<Outbox />);
  expect((await screen.findByRole("alert")).textContent).toContain("does not have the role");
});
