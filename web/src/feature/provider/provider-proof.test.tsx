import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { session } from "@/api/live-session";
import { stepUp } from "@/api/step-up";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { openWindow } from "./go-there";
import { ProviderProof } from "./provider-proof";

vi.mock("./go-there");
const otherWindow = new BroadcastChannel("journal-proof");
const opened = { go: vi.fn(), close: vi.fn() };

beforeEach(async () => {
  vi.mocked(openWindow).mockReset().mockReturnValue(opened);
  opened.go.mockReset();
  opened.close.mockReset();
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});
afterEach(() => stepUp.settle(false));

const connection = { created_at: "2026-11-01T12:00:00Z", needs_confirmation: false };
const HOUSE = { name: "house", label: "House", kind: "oidc", connected: true, connection };
const OTHERS = [
  { name: "github", label: "GitHub", kind: "github", connected: false },
  { ...HOUSE, name: "aside", label: "Aside", connection: { ...connection, needs_confirmation: true } },
];

async function begin(more: Parameters<typeof stubServer>[0] = {}) {
  const server = stubServer({
    "GET /api/auth/oauth/providers": { body: { items: [HOUSE, ...OTHERS] } },
    "POST /api/auth/oauth/house/connect": { body: { authorization_url: "https://id.example/a" } },
    ...more,
  });
  show(<ProviderProof />);
  const button = await screen.findByRole("button", { name: "Continue with House" });
  return { server, button, asked: stepUp.ask(["oauth"]) };
}

it("offers what is connected and holds, and goes on when the window comes back", async () => {
  const { server, button, asked } = await begin();
  expect(screen.getAllByRole("button")).toHaveLength(1);
  await userEvent.click(button);
  await screen.findByText(/Go on in the window of House/);
  expect(opened.go.mock.calls).toEqual([["https://id.example/a"]]);
  expect(server.asked.at(-1)?.body).toEqual({ prove: true, return_to: "/proved" });
  otherWindow.postMessage({});
  expect(await asked).toBe(true);
});

it("nobody's word counts before a window was sent for", async () => {
  await begin();
  otherWindow.postMessage({});
  await new Promise((later) => setTimeout(later, 100));
  expect(stepUp.isAsking()).toBe(true);
});

it("says that the browser kept the window from opening, and lets one try again", async () => {
  const { button, asked } = await begin();
  vi.mocked(openWindow).mockReturnValueOnce(null);
  await userEvent.click(button);
  expect((await screen.findByRole("alert")).textContent).toContain("did not let the window of House open");
  await userEvent.click(button);
  await screen.findByText(/Go on in the window of House/);
  expect(screen.queryByRole("alert")).toBeNull();
  otherWindow.postMessage({});
  expect(await asked).toBe(true);
});

it("a window that was closed by hand can be opened once more, and a refusal there is told here", async () => {
  const { button } = await begin();
  await userEvent.click(button);
  await screen.findByText(/If you closed it, press the button once more/);
  await userEvent.click(button);
  await expect.poll(() => opened.go.mock.calls.length).toBe(2);
  await screen.findByText(/Go on in the window of House/);
  otherWindow.postMessage({ refusal: "access_denied" });
  expect((await screen.findByRole("alert")).textContent).toContain("You turned back at House");
  expect(stepUp.isAsking()).toBe(true);
});

it("a provider that is away is told, and its empty window closed", async () => {
  const { button } = await begin({
    "POST /api/auth/oauth/house/connect": problem(503, "provider_unavailable"),
  });
  await userEvent.click(button);
  expect((await screen.findByRole("alert")).textContent).toContain("House does not answer right now");
  expect(opened.close).toHaveBeenCalled();
});
