import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { stubServer, tokenAnswer } from "@/test/server";
import type { TrailEvent, TrailFilter } from "./api";
import { Trail } from "./trail";
import { TrailForm } from "./trail-form";
import { VerifyCard } from "./verify-card";

const EVENT: TrailEvent = {
  id: "e1",
  kind: "account_disabled",
  description: "Account disabled",
  outcome: "done",
  actor: "admin",
  about: "lost phone",
  account_id: "00000000-0000-7000-8000-00000000ada0",
  by: "00000000-0000-7000-8000-0000000000c0",
  happened_at: "2026-11-22T07:41:00Z",
};

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("root") });
  await session.signIn({ identifier: "root", password: "p" });
});

it("tells what happened, to whom, by whom and why", async () => {
  stubServer({ "GET /api/admin/audit": { body: { items: [EVENT] } } });
  show(<Trail filter={{}} />);
  expect(await screen.findByText("“lost phone”")).toBeTruthy();
  const links = screen.getAllByRole("link").map((link) => [link.textContent, link.getAttribute("href")]);
  expect(links).toEqual([
    ["To whom", `/admin/people/${EVENT.account_id}`],
    ["By whom", `/admin/people/${EVENT.by}`],
  ]);
});

it("passes over pages without a match, and says when there is none", async () => {
  let asked = 0;
  stubServer({
    "GET /api/admin/audit": () => {
      asked += 1;
      return { body: { items: [], next_cursor: asked < 3 ? `c${asked}` : null } };
    },
  });
  show(<Trail filter={{ kind: "nothing" }} />);
  expect(await screen.findByText("Nothing like that happened.")).toBeTruthy();
  expect(asked).toBe(3);
});

it("looks for what was filled in and leaves out the rest", async () => {
  const sought: TrailFilter[] = [];
  show(<TrailForm onSeek={(filter) => sought.push(filter)} />);
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Kind"), " signed_in ");
  await user.selectOptions(screen.getByLabelText("Outcome"), "refused");
  await user.selectOptions(screen.getByLabelText("Outcome"), "any");
  await user.click(screen.getByRole("button", { name: "Look" }));
  expect(sought).toEqual([{ kind: "signed_in" }]);
});

it("verifies the trail, and shows what is not as it was left", async () => {
  const findings = [{ what: "event_changed", event: "e1" }];
  const report = { ok: false, events: 9, anchor: "3.ff", found: 1, findings };
  stubServer({ "POST /api/admin/audit/verify": { body: report } });
  show(<VerifyCard />);
  await userEvent.setup().click(await screen.findByRole("button", { name: "Verify" }));
  expect(await screen.findByText(/It is not whole: 1 things/)).toBeTruthy();
  expect(screen.getByText("event changed")).toBeTruthy();
  expect((screen.getByLabelText("Where it ends") as HTMLInputElement).value).toBe("3.ff");
});
