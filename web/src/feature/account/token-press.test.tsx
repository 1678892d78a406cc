import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { show } from "@/test/screen";
import { problem, stubServer } from "@/test/server";
import { ConfirmEmail } from "./confirm-email";
import { NotMe } from "./not-me";
import { UndoDeletion } from "./undo-deletion";
import { UndoEmail } from "./undo-email";

type Link = { path: string; part: (token: string) => ReactNode; label: string; done: RegExp; spent: RegExp };

const LINKS: Link[] = [
  {
    path: "/api/auth/confirm-email-change",
    part: (token) => <ConfirmEmail token={token} />,
    label: "Use this address",
    done: /This is your address now/,
    spent: /where you can ask for another link/,
  },
  {
    path: "/api/auth/undo-email-change",
    part: (token) => <UndoEmail token={token} hint={null} />,
    label: "Put the old address back",
    done: /The old address is back/,
    spent: /older than three days/,
  },
  {
    path: "/api/auth/not-me",
    part: (token) => <NotMe token={token} hint={null} />,
    label: "It was not me: lock everybody out",
    done: /Everybody is signed out/,
    spent: /by choosing a new password/,
  },
  {
    path: "/api/auth/undo-deletion",
    part: (token) => <UndoDeletion token={token} />,
    label: "Keep my journal",
    done: /Your journal stays/,
    spent: /After 14 days nothing is left/,
  },
];

describe.each(LINKS)("the mailed link of $path", ({ path, part, label, done, spent }) => {
  it("is spent on a press, and not before", async () => {
    const server = stubServer({ [`POST ${path}`]: { status: 204 } });
    show(part("t"));
    const button = await screen.findByRole("button", { name: label });
    expect(server.asked).toEqual([]);
    await userEvent.click(button);
    expect(await screen.findByText(done)).toBeTruthy();
    expect(server.asked).toMatchObject([{ route: `POST ${path}`, body: { token: "t" } }]);
  });

  it("is explained when it does not hold, with a way on", async () => {
    stubServer({ [`POST ${path}`]: problem(400, "token_invalid") });
    show(part("spent"));
    await userEvent.click(await screen.findByRole("button", { name: label }));
    expect((await screen.findByRole("alert")).textContent).toMatch(spent);
    expect(screen.getByRole("link")).toBeTruthy();
  });

  it("can be pressed again when the server was away", async () => {
    stubServer({});
    show(part("t"));
    await userEvent.click(await screen.findByRole("button", { name: label }));
    expect((await screen.findByRole("alert")).textContent).toContain("cannot be reached");
    expect(screen.getByRole("button", { name: label })).toBeTruthy();
  });
});
