import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { PasswordCard } from "./password-card";

const CHANGE = "POST /api/auth/change-password";
const GOOD = "seven quiet herons at dawn";

beforeEach(() => session.giveUp());

async function signedIn(handlers: Parameters<typeof stubServer>[0], hasPassword: boolean) {
  const server = stubServer({ "POST /api/auth/login": tokenAnswer("ada"), ...handlers });
  await session.signIn({ identifier: "ada", password: "p" });
  show(<PasswordCard email="ada@example.com" username="" hasPassword={hasPassword} />);
  return server;
}

it("who has none sets one, and is asked for no password that there is not", async () => {
  const server = await signedIn({ [CHANGE]: { status: 204 } }, false);
  await screen.findByText(/There is none/);
  await userEvent.click(screen.getByRole("button", { name: "Set a password" }));
  await userEvent.type(await screen.findByLabelText("New password"), GOOD);
  expect(screen.queryByLabelText("Password now")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Set the password" }));
  await screen.findByText(/You have a password now/);
  expect(server.asked.at(-1)).toMatchObject({ route: CHANGE, body: { new_password: GOOD } });
});

it("who has one gives it, and is told how long to wait and of another way after too many wrong ones", async () => {
  const locked = { ...problem(429, "too_many_attempts"), headers: { "retry-after": "90" } };
  await signedIn({ [CHANGE]: locked }, true);
  await userEvent.click(await screen.findByRole("button", { name: "Change password" }));
  await userEvent.type(await screen.findByLabelText("Password now"), "wrong");
  await userEvent.type(screen.getByLabelText("New password"), GOOD);
  await userEvent.click(screen.getByRole("button", { name: "Change password" }));
  const link = await screen.findByRole("link", { name: "ask for a link by mail" });
  expect([link.getAttribute("href"), link.getAttribute("target")]).toEqual(["/forgot-password", "_blank"]);
  expect(screen.getByText(/^1:[23]\d$/)).toBeDefined();
});
