import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { lastWay, rememberWay } from "@/api/last-way";
import { show } from "@/test/screen";
import { problem, stubServer } from "@/test/server";
import { goThere } from "./go-there";
import { ProviderButtons } from "./provider-buttons";
import { ProviderSignUp } from "./provider-sign-up";

vi.mock("./go-there");
beforeEach(() => vi.mocked(goThere).mockReset());

const URL_THERE = "https://id.example/auth?state=s";
const HOUSE = { name: "house", label: "House", kind: "oidc" };
const GITHUB = { name: "github", label: "GitHub", kind: "github" };

function serve(more: Parameters<typeof stubServer>[0] = {}) {
  return stubServer({
    "GET /api/auth/oauth/providers": { body: { items: [HOUSE, GITHUB] } },
    "GET /api/auth/oauth/house/available": { body: { available: true } },
    "GET /api/auth/oauth/github/available": { body: { available: true } },
    "POST /api/auth/oauth/house/connect": { body: { authorization_url: URL_THERE } },
    ...more,
  });
}

const button = (label: string) => screen.findByRole("button", { name: `Continue with ${label}` });

it("leaves for the provider, says where to come back to, and is the last way afterwards", async () => {
  const server = serve();
  show(<ProviderButtons returnTo="/entries/1" />);
  await userEvent.click(await button("House"));
  await expect.poll(() => vi.mocked(goThere).mock.calls).toEqual([[URL_THERE]]);
  expect(server.asked.at(-1)?.body).toEqual({ return_to: "/entries/1" });
  expect(lastWay()).toBe("provider:house");
});

it("the one that was used last stands apart from the others", async () => {
  serve();
  rememberWay("provider:github");
  show(
    <>
      <ProviderButtons part="last" returnTo="/entries" />
      <hr />
      <ProviderButtons part="others" returnTo="/entries" />
    </>,
  );
  await button("House");
  const names = screen.getAllByRole("button").map(({ textContent }) => textContent);
  expect(names).toEqual(["Continue with GitHub", "Continue with House"]);
});

it("a list that does not come leaves the door as it was", async () => {
  rememberWay("provider:house");
  const server = serve({ "GET /api/auth/oauth/providers": problem(503, "unavailable") });
  show(
    <>
      <ProviderButtons part="last" returnTo="/entries" />
      <ProviderButtons part="others" returnTo="/entries" />
      <button type="button">Sign in</button>
    </>,
  );
  expect(await screen.findByRole("button", { name: "Sign in" })).toBeDefined();
  await expect.poll(() => server.asked.length).toBe(1);
  expect(screen.getAllByRole("button")).toHaveLength(1);
  expect(screen.queryByRole("alert")).toBeNull();
});

it("a provider that is away is told in place, before and after a press", async () => {
  serve({
    "GET /api/auth/oauth/github/available": { body: { available: false } },
    "POST /api/auth/oauth/house/connect": problem(503, "provider_unavailable"),
  });
  show(<ProviderButtons returnTo="/entries" />);
  expect((await screen.findByText(/GitHub does not answer right now/)).textContent).toContain(
    "Sign in another way; your pages are where you left them.",
  );
  await userEvent.click(await button("House"));
  expect(await screen.findByText(/House does not answer right now/)).toBeDefined();
  expect(vi.mocked(goThere)).not.toHaveBeenCalled();
  expect(lastWay()).toBeNull();
  expect((await button("House")).getAttribute("aria-disabled")).toBeNull();
});

it("an invitation goes along, from the link or as it was typed", async () => {
  const server = serve();
  const first = show(<ProviderSignUp invite="from-the-link" asksInvite={true} />);
  await userEvent.click(await button("House"));
  await expect.poll(() => server.asked.at(-1)?.body).toMatchObject({ invite_code: "from-the-link" });
  first.unmount();
  show(<ProviderSignUp invite="" asksInvite={true} />);
  await userEvent.type(await screen.findByLabelText("Invitation for a provider"), " typed ");
  await userEvent.click(await button("House"));
  await expect.poll(() => server.asked.at(-1)?.body).toMatchObject({ invite_code: "typed" });
});

it("without invitations there is no field for one", async () => {
  serve();
  show(<ProviderSignUp invite="" asksInvite={false} />);
  await button("House");
  expect(screen.queryByLabelText("Invitation for a provider")).toBeNull();
});
