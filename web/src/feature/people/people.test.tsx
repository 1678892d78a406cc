import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { ME, problem, stubServer, tokenAnswer } from "@/test/server";
import type { GivenRole, Person, PersonItem } from "./api";
import { OnePerson } from "./one-person";
import { People } from "./people";
import { actsFor, sizeOf, wayOf } from "./person-words";
import { mayHandOut, withRole } from "./role-choice";

const ADA: PersonItem = {
  id: "00000000-0000-7000-8000-00000000ada0",
  email: "ada@example.com",
  username: "ada",
  display_name: "Ada Lovelace",
  roles: ["user"],
  state: "active",
  created_at: "2026-03-01T09:00:00Z",
};
const PERSON: Person = {
  ...ADA,
  verified_at: "2026-03-01T09:00:00Z",
  ways_in: [{ kind: "password" }, { kind: "mail", since: "2026-03-01T09:00:00Z" }],
  second_factor: { totp_since: null, recovery_codes_left: 0 },
  passkeys: [],
  sessions: [],
  tokens: [],
  activity: [],
  storage: { entries: 3, in_trash: 1, bytes: 1_234_567 },
};
const ROLES: GivenRole[] = [
  { name: "admin", scopes: ME.scopes },
  { name: "user", scopes: ["entries:read"] },
  { name: "support", scopes: ["admin:read"] },
];
const AT = `/api/admin/people/${ADA.id}`;

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("root") });
  await session.signIn({ identifier: "root", password: "p" });
});

it("lists people with their state, and says when there is nobody", async () => {
  const locked = { ...ADA, id: "b", display_name: null, username: null, state: "disabled" as const };
  stubServer({ "GET /api/admin/people": { body: { items: [ADA, locked] } } });
  show(<People sought={{}} />);
  expect((await screen.findByText("Ada Lovelace")).closest("li")?.textContent).toContain("ada@example.com");
  expect(screen.getByText("locked")).toBeTruthy();
  expect(screen.getByRole("status").textContent).toBe("2 found.");
});

it("passes over pages without anybody, and goes on by a press", async () => {
  let pages = 0;
  stubServer({
    "GET /api/admin/people": (request) => {
      pages += 1;
      const isLast = new URL(request.url).searchParams.get("cursor") === "c3";
      if (isLast) return { body: { items: [{ ...ADA, id: "z", display_name: "Zoë" }] } };
      return { body: { items: pages < 3 ? [] : [ADA], next_cursor: `c${pages}` } };
    },
  });
  show(<People sought={{ state: "disabled" }} />);
  expect(await screen.findByText("Ada Lovelace")).toBeTruthy();
  expect(pages).toBe(3);
  await userEvent.setup().click(screen.getByRole("button", { name: "More" }));
  expect(await screen.findByText("Zoë")).toBeTruthy();
  expect(screen.getByRole("status").textContent).toBe("2 found.");
});

it("who lacks the role is told, without a way to try again", async () => {
  stubServer({ "GET /api/admin/people": problem(403, "forbidden") });
  show(<People sought={{}} />);
  expect((await screen.findByRole("alert")).textContent).toContain("does not have the role");
  expect(screen.queryByRole("button")).toBeNull();
});

async function open(person: Person, more: Parameters<typeof stubServer>[0] = {}, me = "root") {
  const server = stubServer({ [`GET ${AT}`]: { body: person }, ...more });
  show(<OnePerson id={ADA.id} me={me} roles={ROLES} />);
  await screen.findByRole("heading", { name: "Ada Lovelace" });
  return { server, user: userEvent.setup() };
}

it("shows one person, and what they keep as a number", async () => {
  await open(PERSON);
  const facts = screen.getByRole("region", { name: "Account" });
  expect(facts.textContent).toContain("3 pages, 1 of them in the trash, 1.2 MB");
  expect(facts.textContent).toContain("Password, A link by mail to the confirmed address");
  expect(screen.getByText("Nowhere at the moment.")).toBeTruthy();
});

it("asks for a reason before anything is done, and says what was done", async () => {
  const { server, user } = await open(PERSON, { [`POST ${AT}/lock`]: { status: 204 } });
  await user.click(await screen.findByRole("button", { name: "Lock" }));
  const dialog = screen.getByRole("dialog", { name: "Lock this account?" });
  await user.click(within(dialog).getByRole("button", { name: "Lock" }));
  expect(screen.getByText("Say why. The person will read it.").id).toBe("reason-error");
  expect(server.routes()).not.toContain(`POST ${AT}/lock`);
  await user.type(within(dialog).getByLabelText("Reason"), "  lost phone {Enter}");
  expect(await screen.findByText(/The account is locked\./)).toBeTruthy();
  expect(screen.queryByRole("dialog")).toBeNull();
  const sent = server.asked.find(({ route }) => route === `POST ${AT}/lock`);
  expect(sent?.body).toEqual({ reason: "lost phone" });
});

it("changes roles among those that one may give, and tells when the last admin would go", async () => {
  const admin: Person = { ...PERSON, roles: ["user", "admin"] };
  const { server, user } = await open(admin, { [`PUT ${AT}/roles`]: problem(409, "last_admin") });
  await user.click(await screen.findByRole("button", { name: "Change roles" }));
  const dialog = within(screen.getByRole("dialog", { name: "Which roles?" }));
  expect(dialog.getByRole("checkbox", { name: /^user/ })).toHaveProperty("disabled", true);
  await user.click(dialog.getByRole("checkbox", { name: /^admin/ }));
  await user.click(dialog.getByRole("checkbox", { name: /^support/ }));
  await user.type(dialog.getByLabelText("Reason"), "tidying{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("At least one admin stays");
  const sent = server.asked.find(({ route }) => route === `PUT ${AT}/roles`);
  expect(sent?.body).toEqual({ reason: "tidying", roles: ["user", "support"] });
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("offers no role that grants more than one has, and takes none away that one may not give", async () => {
  const keeper = { ...ME, roles: ["keeper"], scopes: ["admin:read", "admin:write"] };
  const { user } = await open(PERSON, { "GET /api/auth/me": { body: keeper } });
  await user.click(await screen.findByRole("button", { name: "Change roles" }));
  const isOff = (name: RegExp) =>
    (screen.getByRole("checkbox", { name }) as HTMLInputElement).matches(":disabled");
  expect([isOff(/^admin/), isOff(/^user/), isOff(/^support/)]).toEqual([true, true, false]);
});

it("an admin is a user, and a role that is taken leaves the others", () => {
  expect(withRole([], "admin", true)).toEqual(["user", "admin"]);
  expect(withRole(["user", "admin", "support"], "admin", false)).toEqual(["user", "support"]);
  const all = { roles: ["everything"], scopes: ME.scopes };
  expect(mayHandOut({ name: "admin", scopes: ME.scopes }, all)).toBe(false);
});

const RICH: Person = {
  ...PERSON,
  second_factor: { totp_since: "2026-03-01T09:00:00Z", recovery_codes_left: 1 },
  passkeys: [
    { id: "p1", name: "Blue key", provider: null, created_at: "2026-03-01T09:00:00Z", is_set_aside: true },
  ],
  tokens: [
    {
      id: "t1",
      name: "backup",
      scopes: ["entries:read"],
      created_at: "2026-03-01T09:00:00Z",
      issued_at: "2026-03-01T09:00:00Z",
      expires_at: "2126-03-01T09:00:00Z",
    },
  ],
};

it("takes a factor, a passkey and a token away, each with a reason", async () => {
  const acts = {
    "Remove the app": "remove-factors",
    "Remove Blue key": "passkeys/p1/remove",
    "Revoke backup": "tokens/t1/revoke",
  };
  const answers = Object.values(acts).map((act) => [`POST ${AT}/${act}`, { status: 204 }]);
  const { server, user } = await open(RICH, Object.fromEntries(answers));
  expect(screen.getByText("1 recovery code left")).toBeTruthy();
  expect(screen.getByText("set aside")).toBeTruthy();
  for (const [name, act] of Object.entries(acts)) {
    await user.click(await screen.findByRole("button", { name }));
    await user.type(screen.getByLabelText("Reason"), "it is lost{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const sent = server.asked.find(({ route }) => route === `POST ${AT}/${act}`);
    expect(sent?.body).toEqual({ reason: "it is lost" });
  }
});

it("shows no way to act to whoever may only look", async () => {
  await open(RICH, { "GET /api/auth/me": { body: { ...ME, scopes: ["admin:read"] } } });
  expect(screen.getByText("Blue key")).toBeTruthy();
  await waitFor(() => expect(screen.queryByRole("button")).toBeNull());
});

it("offers what fits somebody as they are", () => {
  expect(actsFor(PERSON, false)).toEqual(["send-reset", "end-sessions", "set-roles", "lock", "delete"]);
  expect(actsFor(PERSON, true)).toEqual(["send-reset", "end-sessions", "set-roles"]);
  const locked: Person = { ...PERSON, state: "disabled", disabled_at: "2026-03-01T09:00:00Z" };
  expect(actsFor(locked, false)).toEqual(["end-sessions", "set-roles", "unlock", "delete"]);
  const leaving: Person = { ...PERSON, state: "deletion_planned", deletion_at: "2026-03-15T09:00:00Z" };
  expect(actsFor(leaving, false)).toEqual(["end-sessions", "set-roles", "lock"]);
});

it("has words for sizes, and for ways in that are not known here", () => {
  expect([0, 999, 1000, 12_345, 5e9].map(sizeOf)).toEqual([
    "0 bytes",
    "999 bytes",
    "1.0 kB",
    "12 kB",
    "5.0 GB",
  ]);
  expect(wayOf({ kind: "hard_token", name: "Blue one" })).toBe("hard token: Blue one");
});
