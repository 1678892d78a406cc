import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/test/screen";
import { WaitingNotice } from "./waiting-notice";

it("says how many wait for their owner, and leads to them", async () => {
  const { unmount } = show(<WaitingNotice me={{ unconfirmed_passkeys: 2 }} />);
  await screen.findByText(/2 passkeys wait for you to say that they are yours\./);
  expect(screen.getByRole("link", { name: "Look at them" }).getAttribute("href")).toBe("/account/passkeys");
  unmount();
  show(<WaitingNotice me={{ unconfirmed_passkeys: 1 }} />);
  await screen.findByText(/1 passkey waits for you to say that it is yours\./);
});

it("is not there while nothing waits", async () => {
  show(
    <>
      <WaitingNotice me={undefined} />
      <WaitingNotice me={{ unconfirmed_passkeys: 0 }} />
      <p>the page</p>
    </>,
  );
  await screen.findByText("the page");
  expect(screen.queryByRole("link")).toBeNull();
});
