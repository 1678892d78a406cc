import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { goThere } from "./go-there";
import { connectionStory } from "./provider-words";
import { Providers } from "./providers";

vi.mock("./go-there");
beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});

const CONNECTION = {
  shown_as: "ada@house.example",
  created_at: "2026-11-01T12:00:00Z",
  last_used_at: null,
  needs_confirmation: false,
};
const HOUSE = { name: "house", label: "House", kind: "oidc", connected: true, connection: CONNECTION };
const GITHUB = { name: "github", label: "GitHub", kind: "github", connected: false };
const list = (...items: object[]) => ({ "GET /api/auth/oauth/providers": { body: { items } } });

it("tells as whom one is connected, since when, and when that was last used", () => {
  expect(connectionStory(CONNECTION)).toBe("ada@house.example · connected 1 Nov 2026 · not used yet");
  expect(connectionStory({ ...CONNECTION, shown_as: null, last_used_at: "2026-11-03T12:00:00Z" })).toBe(
    "Connected 1 Nov 2026 · last used 3 Nov 2026",
  );
});

it("lists what is connected and what can be, and leaves to connect", async () => {
  const server = stubServer({
    ...list(HOUSE, GITHUB),
    "POST /api/auth/oauth/github/connect": { body: { authorization_url: "https://id.example/a" } },
  });
  show(<Providers />);
  const [house, github] = await screen.findAllByRole("listitem");
  expect(house?.textContent).toContain("connected");
  expect(github?.textContent).toContain("Not connected.");
  await userEvent.click(screen.getByRole("button", { name: "Connect GitHub" }));
  await expect.poll(() => vi.mocked(goThere).mock.calls.at(-1)).toEqual(["https://id.example/a"]);
  expect(server.asked.at(-1)?.body).toEqual({ return_to: "/account/providers?connected=github" });
});

it("who comes back hears that it is connected, if it is", async () => {
  stubServer(list(HOUSE, GITHUB));
  const { unmount } = show(<Providers justConnected="house" />);
  expect(await screen.findByText("House opens your journal from now on.")).toBeDefined();
  unmount();
  show(<Providers justConnected="github" />);
  await screen.findAllByRole("listitem");
  expect(screen.queryByText(/from now on/)).toBeNull();
});

it("asks before it disconnects, and explains why the last way in stays", async () => {
  const server = stubServer({
    ...list(HOUSE),
    "DELETE /api/auth/oauth/house": problem(409, "last_way_in"),
  });
  show(<Providers />);
  await userEvent.click(await screen.findByRole("button", { name: "Disconnect House" }));
  const dialog = await screen.findByRole("dialog", { name: "Disconnect House?" });
  expect(server.routes()).not.toContain("DELETE /api/auth/oauth/house");
  await userEvent.click(within(dialog).getByRole("button", { name: "Disconnect" }));
  expect((await within(dialog).findByRole("alert")).textContent).toMatch(/^This is the last way/);
  await userEvent.click(within(dialog).getByRole("button", { name: "Keep it" }));
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});

it("disconnects, and says so", async () => {
  let isConnected = true;
  stubServer({
    "GET /api/auth/oauth/providers": () => ({
      body: { items: [isConnected ? HOUSE : { ...HOUSE, connected: false, connection: null }] },
    }),
    "DELETE /api/auth/oauth/house": () => {
      isConnected = false;
      return { status: 204 };
    },
  });
  show(<Providers />);
  await userEvent.click(await screen.findByRole("button", { name: "Disconnect House" }));
  await userEvent.click(await screen.findByRole("button", { name: "Disconnect" }));
  expect(await screen.findByText("House does not open your journal any more.")).toBeDefined();
  expect(await screen.findByRole("button", { name: "Connect House" })).toBeDefined();
});

it("after a recovery a connection waits for its owner's word", async () => {
  let waits = true;
  stubServer({
    "GET /api/auth/oauth/providers": () => ({
      body: { items: [{ ...HOUSE, connection: { ...CONNECTION, needs_confirmation: waits } }] },
    }),
    "POST /api/auth/oauth/house/confirm": () => {
      waits = false;
      return { status: 204 };
    },
  });
  show(<Providers />);
  expect(await screen.findByText(/Your account was recovered/)).toBeDefined();
  expect(screen.getByText("set aside")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "It is mine: House" }));
  expect(await screen.findByText("House opens your journal again.")).toBeDefined();
  await expect.poll(() => screen.queryByText("set aside")).toBeNull();
});

it("says what would be here when there is none, and offers another try when it does not come", async () => {
  stubServer(list());
  const { unmount } = show(<Providers />);
  expect(await screen.findByText(/Whoever runs this journal can name one/)).toBeDefined();
  unmount();
  let isDown = true;
  stubServer({
    "GET /api/auth/oauth/providers": () =>
      isDown ? problem(503, "unavailable") : { body: { items: [GITHUB] } },
  });
  show(<Providers />);
  const again = await screen.findByRole("button", { name: "Try again" });
  isDown = false;
  await userEvent.click(again);
  expect(await screen.findByText("GitHub")).toBeDefined();
});
