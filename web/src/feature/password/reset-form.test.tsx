import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/test/screen";
import { problem, stubServer } from "@/test/server";
import { ResetForm } from "./reset-form";

async function reset(answer: Parameters<typeof stubServer>[0][string], password = "seven quiet herons") {
  const server = stubServer({ "POST /api/auth/reset-password": answer });
  const onDone = vi.fn();
  show(<ResetForm token="t" onDone={onDone} />);
  const field = await screen.findByLabelText("New password");
  expect(server.asked).toEqual([]);
  await userEvent.type(field, password);
  await userEvent.click(screen.getByRole("button", { name: "Set the new password" }));
  return { server, onDone, field };
}

it("spends the link on the press, with the new password", async () => {
  const { server, onDone } = await reset({ status: 204 });
  await expect.poll(() => onDone.mock.calls.length).toBe(1);
  expect(server.asked[0]?.body).toEqual({ token: "t", password: "seven quiet herons" });
});

it("a link that does not hold is explained, with a way to another", async () => {
  const { onDone } = await reset(problem(400, "token_invalid"));
  expect((await screen.findByRole("alert")).textContent).toContain("older than half an hour");
  expect(screen.getByRole("link", { name: "Ask for a new link" }).getAttribute("href")).toBe(
    "/forgot-password",
  );
  expect(onDone).not.toHaveBeenCalled();
});

it("what the server finds in the password stands at its field, and the link can be used again", async () => {
  const errors = [{ field: "password", code: "too_weak", message: "This is a common password." }];
  const { field } = await reset(problem(422, "validation_failed", { errors }));
  expect((await screen.findByText("This is a common password.")).id).toBe("password-error");
  expect(document.activeElement).toBe(field);
  expect(screen.getByRole("button", { name: "Set the new password" })).toBeTruthy();
});

it("does not ask the server about a password that is too short", async () => {
  const { server } = await reset({ status: 204 }, "short");
  expect(await screen.findByText("A password has at least 8 characters.")).toBeTruthy();
  expect(server.asked).toEqual([]);
});

it("an address without a token is a link that was not copied whole", async () => {
  show(<ResetForm token="" onDone={() => {}} />);
  expect((await screen.findByRole("alert")).textContent).toContain("not be copied whole");
});
