import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { router } from "./router";
import { Shell } from "./shell";

beforeEach(() => session.giveUp());

// ASVS 7.4.4
it("wherever one is signed in, one sees how to sign out", async () => {
  stubServer({
    "POST /api/auth/login": tokenAnswer("ada", "one"),
    "POST /api/auth/logout": problem(503, "unavailable"),
  });
  await session.signIn({ identifier: "ada", password: "p" });
  show(<Shell />);
  const leave = await screen.findByRole("button", { name: "Sign out of Journal" });
  await userEvent.click(leave);
  expect(await screen.findByText(/You are still signed in/)).toBeDefined();
  expect(session.standing().kind).toBe("in");
  stubServer({
    "GET /api/auth/csrf": { body: { csrfToken: "c" } },
    "POST /api/auth/logout": { body: { message: "" } },
  });
  await userEvent.click(leave);
  await expect.poll(() => session.standing().kind).toBe("out");
});

// ASVS 7.4.4
it("every page but those of the door is within the shell", () => {
  const below = (id: string | undefined): boolean => {
    const route =
      id === undefined ? undefined : Object.values(router.routesById).find((one) => one.id === id);
    return route !== undefined && (route.options.component === Shell || below(route.parentRoute?.id));
  };
  const outside = Object.values(router.routesById)
    .filter((route) => route.fullPath !== undefined && !below(route.id) && route.id !== "__root__")
    .map((route) => route.id);
  expect(outside.sort()).toEqual([
    "/",
    "/check-mail",
    "/confirm-email-change",
    "/dev/mailbox",
    "/forgot-password",
    "/not-me",
    "/proved",
    "/register",
    "/reset-password",
    "/set-up",
    "/undo-deletion",
    "/undo-email-change",
    "/verify-email",
  ]);
});
