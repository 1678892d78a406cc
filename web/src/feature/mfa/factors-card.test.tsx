import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { session } from "@/api/live-session";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { FactorsCard } from "./factors-card";

const CODES = Array.from({ length: 10 }, (_, at) => `aaaa-bbbb-cccc-ddd${at}`);
const APP = {
  secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  otpauth_url: "otpauth://totp/Journal:ada?secret=JBSWY3DP",
  qr_svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
};

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});

/** A server with somebody's second factor, on or off. */
function serve(isOn: boolean, left = 10, more: Parameters<typeof stubServer>[0] = {}) {
  let on = isOn;
  return stubServer({
    "GET /api/auth/mfa": () => ({
      body: {
        is_required: false,
        totp_since: on ? "2026-03-01T09:00:00Z" : null,
        recovery_codes_left: on ? left : 0,
      },
    }),
    "POST /api/auth/mfa/totp": { status: 201, body: APP },
    "POST /api/auth/mfa/totp/confirm": (_request, body) => {
      on = JSON.stringify(body) === '{"code":"123456"}';
      return on ? { body: { recovery_codes: CODES } } : problem(403, "invalid_code");
    },
    "DELETE /api/auth/mfa/totp": () => {
      on = false;
      return { status: 204 };
    },
    "POST /api/auth/mfa/recovery-codes": { body: { recovery_codes: CODES } },
    ...more,
  });
}

it("sets an app up: key, code, recovery codes, and then it is on", async () => {
  serve(false);
  show(<FactorsCard />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Set up a second factor" }));
  await user.click(screen.getByRole("button", { name: "Begin" }));
  expect((await screen.findByRole("img")).getAttribute("src")).toContain("data:image/svg+xml,");
  expect(screen.getByText("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP")).toBeTruthy();
  const field = screen.getByLabelText("Code that the app shows");
  await user.type(field, "000000{Enter}");
  expect((await screen.findByText(/That code did not work/)).id).toBe("first-code-error");
  await user.clear(field);
  await user.type(field, "123456{Enter}");
  await screen.findByRole("region", { name: "Recovery codes" });
  for (const code of CODES) expect(screen.getByText(code)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "I have kept them" }));
  await screen.findByText(/since 1 March 2026/);
  expect(screen.queryByText(CODES[0] ?? "")).toBeNull();
});

it("the codes can be copied, saved and printed", async () => {
  serve(true);
  show(<FactorsCard />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "New recovery codes" }));
  await user.click(await screen.findByRole("button", { name: "Copy" }));
  await screen.findByText("Copied.");
  expect(await navigator.clipboard.readText()).toBe(CODES.join("\n"));
  let saved: Blob | undefined;
  vi.stubGlobal(
    "URL",
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => {
        saved = blob;
        return "blob:codes";
      },
      revokeObjectURL: () => {},
    }),
  );
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  await user.click(screen.getByRole("button", { name: "Download" }));
  expect(await saved?.text()).toContain(CODES.join("\n"));
  const print = vi.fn();
  vi.stubGlobal("print", print);
  await user.click(screen.getByRole("button", { name: "Print" }));
  expect(print).toHaveBeenCalledOnce();
});

it("says when few are left", async () => {
  serve(true, 1);
  show(<FactorsCard />);
  expect(await screen.findByText(/1 of 10 recovery codes is left. Make new ones/)).toBeTruthy();
});

it("is turned off after a second thought", async () => {
  const server = serve(true);
  show(<FactorsCard />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Turn off" }));
  await user.click(screen.getByRole("button", { name: "Keep it" }));
  expect(server.routes()).not.toContain("DELETE /api/auth/mfa/totp");
  await user.click(screen.getByRole("button", { name: "Turn off" }));
  await user.click(screen.getByRole("button", { name: "Turn it off" }));
  await screen.findByText(/^None\./);
});

it("what took too long is begun once more", async () => {
  serve(false, 0, { "POST /api/auth/mfa/totp/confirm": problem(409, "mfa_not_started") });
  show(<FactorsCard />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Set up a second factor" }));
  await user.click(screen.getByRole("button", { name: "Begin" }));
  await user.type(await screen.findByLabelText("Code that the app shows"), "123456{Enter}");
  await user.click(await screen.findByRole("button", { name: "Begin once more" }));
  expect(await screen.findByRole("button", { name: "Begin" })).toBeTruthy();
});

it("in a demonstration there is none", async () => {
  stubServer({ "GET /api/auth/mfa": problem(404, "not_found") });
  show(<FactorsCard />);
  expect(await screen.findByText(/This journal is a demonstration/)).toBeTruthy();
});
