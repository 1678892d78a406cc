import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { show } from "@/test/screen";
import { problem, stubServer } from "@/test/server";
import { SetUpForm } from "./set-up-form";

async function fill(answer: Parameters<typeof stubServer>[0][string], done = () => {}) {
  const server = stubServer({ "POST /api/auth/set-up": answer });
  show(<SetUpForm token="t" advise={() => null} onDone={done} />);
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Email"), "root@example.net");
  await user.type(screen.getByLabelText("Password"), "forty slow lanterns");
  await user.click(screen.getByRole("button", { name: "Set up this journal" }));
  return server;
}

it("sends the token of the link with address and password", async () => {
  let isDone = false;
  const server = await fill({ status: 204 }, () => {
    isDone = true;
  });
  await expect.poll(() => isDone).toBe(true);
  expect(server.asked[0]?.body).toEqual({
    token: "t",
    email: "root@example.net",
    password: "forty slow lanterns",
  });
});

it("says at the field what is wrong, and of a spent link what to do", async () => {
  await fill(problem(409, "email_taken"));
  expect((await screen.findByText(/has an account already/)).id).toBe("email-error");
});

it("a spent link leads to the door", async () => {
  await fill(problem(400, "token_invalid"));
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody runs this journal already");
});
