import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/test/screen";
import { problem, stubServer } from "@/test/server";
import { KnownHere } from "./known-here";
import { ProviderRefused } from "./provider-refused";

const LIST = { body: { items: [{ name: "house", label: "House", kind: "oidc" }] } };

it("says who refused, and links to the next step", async () => {
  stubServer({ "GET /api/auth/oauth/providers": LIST });
  show(<ProviderRefused provider="house" code="email_missing" place="door" />);
  expect((await screen.findByRole("alert")).textContent).toMatch(/^House told no email address/);
  expect(screen.getByRole("link").getAttribute("href")).toBe("/register");
});

it("shows no name from the address that the server does not know", async () => {
  stubServer({ "GET /api/auth/oauth/providers": LIST });
  show(<ProviderRefused provider="Call 555-0100" code="access_denied" place="door" />);
  const words = (await screen.findByRole("alert")).textContent;
  expect(words).toContain("You turned back at the provider");
  expect(words).not.toContain("555");
});

it("has words also when nobody tells which providers there are", async () => {
  stubServer({ "GET /api/auth/oauth/providers": problem(503, "unavailable") });
  show(<ProviderRefused provider="house" code="flow_invalid" place="door" />);
  expect((await screen.findByRole("alert")).textContent).toContain("longer than ten minutes");
});

it("tells after a registration what to do when the address has a journal", async () => {
  stubServer({ "GET /api/auth/oauth/providers": LIST });
  show(<KnownHere provider="house" />);
  expect(await screen.findByText(/connect House in your account/)).toBeDefined();
});
