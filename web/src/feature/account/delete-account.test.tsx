import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { stubServer, tokenAnswer } from "@/test/server";
import { DeleteAccount } from "./delete-account";

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});

async function type(words: string, answer: Parameters<typeof stubServer>[0][string]) {
  const server = stubServer({ "DELETE /api/auth/me": answer });
  show(<DeleteAccount email="Ada@example.com" />);
  await userEvent.type(await screen.findByLabelText(/type your address/), words);
  await userEvent.click(screen.getByRole("button", { name: "Delete my journal" }));
  return server;
}

it("does nothing while the address is not typed", async () => {
  const server = await type("ada@example.co", { status: 202 });
  expect(await screen.findByText("That is not the address above.")).toBeTruthy();
  expect(server.asked).toEqual([]);
  expect(session.standing().kind).toBe("in");
});

it("plans the deletion, and brings one to the door with the reason", async () => {
  const server = await type(" ada@EXAMPLE.com ", { status: 202, body: {} });
  await expect.poll(() => session.standing()).toEqual({ kind: "out", because: "deletion_planned" });
  expect(server.routes()).toEqual(["DELETE /api/auth/me"]);
});

it("leaves one signed in when the server was away", async () => {
  await type("ada@example.com", () => Promise.reject(new TypeError("away")));
  expect((await screen.findByRole("alert")).textContent).toContain("cannot be reached");
  expect(session.standing().kind).toBe("in");
});
