import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { stubServer, tokenAnswer } from "@/test/server";
import { EnrolDialog } from "./enrol-dialog";

beforeEach(() => session.giveUp());

it("offers another way until an app is being set up", async () => {
  stubServer({
    "POST /api/auth/login": tokenAnswer("ada"),
    "POST /api/auth/mfa/totp": {
      status: 201,
      body: { secret: "ABCDEFGH", otpauth_url: "otpauth://totp/x", qr_svg: "<svg/>" },
    },
  });
  await session.signIn({ identifier: "ada", password: "p" });
  show(<EnrolDialog other={<p>a passkey instead</p>} onDone={() => {}} />);
  await screen.findByText("a passkey instead");
  await userEvent.click(screen.getByRole("button", { name: "Begin" }));
  await screen.findByText("ABCD EFGH");
  expect(screen.queryByText("a passkey instead")).toBeNull();
});
