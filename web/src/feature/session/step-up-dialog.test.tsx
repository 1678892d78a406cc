import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import { taken } from "@/api/auth-wire";
import { api } from "@/api/client";
import { session } from "@/api/live-session";
import { stepUp } from "@/api/step-up";
import { show } from "@/test/screen";
import { problem, stubServer, tokenAnswer } from "@/test/server";
import { StepUpDialog } from "./step-up-dialog";

beforeEach(async () => {
  stubServer({ "POST /api/auth/login": tokenAnswer("ada") });
  await session.signIn({ identifier: "ada", password: "p" });
});
afterEach(() => stepUp.settle(false));

/** A server that wants a proof until the right password came, and a request that is refused without. */
async function begin(more: Parameters<typeof stubServer>[0] = {}) {
  let isProved = false;
  const server = stubServer({
    "POST /api/auth/change-email": () =>
      isProved ? { status: 202, body: { message: "m" } } : problem(403, "reauthentication_required"),
    "POST /api/auth/reauthenticate": (_request, body) => {
      isProved = JSON.stringify(body) === '{"password":"right"}';
      return isProved ? { body: {} } : problem(403, "wrong_password");
    },
    ...more,
  });
  show(<StepUpDialog identifier="ada" />);
  const sent = taken(api.POST("/api/auth/change-email", { body: { new_email: "n@example.com" } }));
  sent.catch(() => {});
  const user = userEvent.setup();
  const field = await screen.findByLabelText("Password");
  return { server, sent, user, field };
}

it("asks for the password, and what was begun goes on by itself", async () => {
  const { server, sent, user, field } = await begin();
  await user.type(field, "right{Enter}");
  expect(await sent).toEqual({ message: "m" });
  expect(server.routes()).toEqual([
    "POST /api/auth/change-email",
    "POST /api/auth/reauthenticate",
    "POST /api/auth/change-email",
  ]);
  await expect.poll(() => screen.queryByLabelText("Password")).toBeNull();
});

it("a wrong password is said at the field, and can be tried again", async () => {
  const { sent, user, field } = await begin();
  await user.type(field, "wrong{Enter}");
  expect((await screen.findByText("That is not your password. Try again.")).id).toBe("proof-error");
  await user.clear(field);
  await user.type(field, "right{Enter}");
  expect(await sent).toEqual({ message: "m" });
});

it("whoever declines gets the refusal, and may go on with the page", async () => {
  const { server, sent, user } = await begin();
  await user.click(screen.getByText("Not now"));
  await expect(sent).rejects.toMatchObject({ code: "reauthentication_required" });
  await expect.poll(() => screen.queryByLabelText("Password")).toBeNull();
  expect(server.asked).toHaveLength(1);
});

it("after too many tries it says how long to wait", async () => {
  const { user, field } = await begin({
    "POST /api/auth/reauthenticate": {
      ...problem(429, "too_many_attempts"),
      headers: { "retry-after": "60" },
    },
  });
  await user.type(field, "wrong{Enter}");
  expect((await screen.findAllByText(/You can try again in/)).length).toBeGreaterThan(0);
});

it("takes a code of the app where the account has one", async () => {
  let proof: unknown;
  stubServer({
    "POST /api/auth/change-email": () =>
      proof
        ? { status: 202, body: { message: "m" } }
        : problem(403, "reauthentication_required", { methods: ["password", "totp"] }),
    "POST /api/auth/reauthenticate": (_request, body) => {
      proof = body;
      return { body: {} };
    },
  });
  show(<StepUpDialog identifier="ada" />);
  const sent = taken(api.POST("/api/auth/change-email", { body: { new_email: "n@example.com" } }));
  const user = userEvent.setup();
  await screen.findByLabelText("Password");
  expect(screen.queryByRole("button", { name: "Use a recovery code instead" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Use a code of your app instead" }));
  await user.type(screen.getByLabelText("Code of your app"), "123456{Enter}");
  expect(await sent).toEqual({ message: "m" });
  expect(proof).toEqual({ method: "totp", code: "123456" });
});

it("asks for no password where a provider is the only proof", async () => {
  stubServer({
    "POST /api/auth/change-email": problem(403, "reauthentication_required", { methods: ["oauth"] }),
  });
  show(<StepUpDialog identifier="ada" provider={<p>By a provider</p>} />);
  const sent = taken(api.POST("/api/auth/change-email", { body: { new_email: "n@example.com" } }));
  sent.catch(() => {});
  await screen.findByText("By a provider");
  expect(screen.queryByLabelText("Password")).toBeNull();
});
