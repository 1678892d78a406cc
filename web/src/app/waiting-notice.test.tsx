import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/test/screen";
import { WaitingNotice } from "./waiting-notice";

const waiting = (passkeys: number, connections: number) => (
  <WaitingNotice me={{ unconfirmed_passkeys: passkeys, unconfirmed_connections: connections }} />
);

it("says how many wait for their owner, and leads to them", async () => {
  const { unmount } = show(waiting(2, 0));
  await screen.findByText(/2 passkeys wait for you to say that they are yours\./);
  expect(screen.getByRole("link", { name: "Look at them" }).getAttribute("href")).toBe("/account/passkeys");
  unmount();
  show(waiting(1, 0));
  await screen.findByText(/1 passkey waits for you to say that it is yours\./);
});

it("tells of each kind by itself", async () => {
  show(waiting(1, 1));
  await screen.findByText(/1 passkey waits/);
  await screen.findByText(/1 connected provider waits for you to say that it is yours\./);
  const links = screen.getAllByRole("link", { name: "Look at it" }).map((link) => link.getAttribute("href"));
  expect(links).toEqual(["/account/passkeys", "/account/providers"]);
});

it("is not there while nothing waits", async () => {
  show(
    <>
      <WaitingNotice me={undefined} />
      {waiting(0, 0)}
      <p>the page</p>
    </>,
  );
  await screen.findByText("the page");
  expect(screen.queryByRole("link")).toBeNull();
});
