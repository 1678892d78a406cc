import { expect, it } from "vitest";
import { ApiError } from "@/api/problem";
import { nextAfter, placeAfter, sayOfProvider, sayRefusal } from "./refusal-words";

const CODES = [
  "access_denied",
  "provider_refused",
  "provider_unavailable",
  "flow_invalid",
  "email_missing",
  "sign_in_first",
  "identity_taken",
  "already_connected",
  "provider_unconfirmed",
  "registration_closed",
  "invite_required",
  "invite_invalid",
  "too_many_requests",
  "account_disabled",
  "email_not_verified",
];

it.each(CODES)("%s is told in sentences of its own, calmly", (code) => {
  const words = sayRefusal(code, "House");
  expect(words).not.toContain("did not work, and nothing was changed");
  for (const place of ["door", "account"] as const) {
    expect(sayRefusal(code, "House", place)).toMatch(/^[A-Z][^!]+\.$/);
  }
});

it("names the provider, and begins with a capital where its name is not known", () => {
  expect(sayRefusal("access_denied", "House")).toContain("turned back at House");
  expect(sayRefusal("provider_unavailable", "the provider")).toMatch(/^The provider does not answer/);
});

it("a code that is not known here, or is called like what every object has, still has words", () => {
  for (const code of ["brand_new", "constructor", "__proto__", "toString"]) {
    expect(sayRefusal(code, "House")).toMatch(/^Going on with House did not work/);
    expect(sayRefusal(code, "House", "account")).toMatch(/^Going on with House did not work/);
    expect(nextAfter(code)).toBeNull();
  }
});

it("who is signed in is not told to sign in another way", () => {
  expect(sayRefusal("provider_unavailable", "House")).toContain("Sign in another way");
  expect(sayRefusal("provider_unavailable", "House", "account")).not.toContain("another way");
});

it("gives the next step as a link where it is elsewhere, and afterwards leads to the providers", () => {
  expect(nextAfter("email_missing")?.to).toBe("/register");
  expect(nextAfter("email_not_verified")?.to).toBe("/check-mail");
  expect(nextAfter("access_denied")).toBeNull();
  expect(placeAfter("sign_in_first")).toBe("/account/providers");
  expect(placeAfter("provider_unconfirmed")).toBe("/account/providers");
  expect(placeAfter("access_denied")).toBe("/entries");
  expect(placeAfter(undefined)).toBe("/entries");
});

it("what a provider has no words for is told as everywhere else", () => {
  const error = (code: string) => new ApiError({ status: 400, code });
  expect(sayOfProvider(error("provider_unavailable"), "House")).toMatch(/^House does not answer/);
  expect(sayOfProvider(error("unreachable"), "House")).toMatch(/^Journal cannot be reached/);
  expect(sayOfProvider(error("last_way_in"), "House")).toMatch(/^This is the last way/);
});
