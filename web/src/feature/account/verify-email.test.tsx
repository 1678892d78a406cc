import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/test/screen";
import { problem, stubServer } from "@/test/server";
import { VerifyEmail } from "./verify-email";

it("spends the token on a press, and not before", async () => {
  const server = stubServer({ "POST /api/auth/verify-email": { status: 204 } });
  show(<VerifyEmail token="t" onAsked={() => {}} />);
  const press = await screen.findByRole("button", { name: "Confirm this address" });
  expect(server.asked).toEqual([]);
  await userEvent.click(press);
  expect(await screen.findByText(/Your address is confirmed/)).toBeTruthy();
  expect(server.asked[0]?.body).toEqual({ token: "t" });
});

it("explains a link that does not hold, and offers a new one", async () => {
  const onAsked = vi.fn();
  stubServer({
    "POST /api/auth/verify-email": problem(400, "token_invalid"),
    "POST /api/auth/resend-verification": { status: 202, body: { message: "m" } },
  });
  show(<VerifyEmail token="spent" onAsked={onAsked} />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Confirm this address" }));
  expect((await screen.findByRole("alert")).textContent).toContain("older than a day");
  await user.type(screen.getByLabelText("Email"), "ada@example.com");
  await user.click(screen.getByRole("button", { name: "Send a new link" }));
  await expect.poll(() => onAsked.mock.calls).toEqual([["ada@example.com"]]);
});

it("keeps the link when the server is away, so that it can be pressed again", async () => {
  stubServer({});
  show(<VerifyEmail token="t" onAsked={() => {}} />);
  await userEvent.click(await screen.findByRole("button", { name: "Confirm this address" }));
  expect((await screen.findByRole("alert")).textContent).toContain("cannot be reached");
  expect(screen.getByRole("button", { name: "Confirm this address" })).toBeTruthy();
});
