import { describe, expect, it } from "vitest";
import { judge, ownWords } from "./judge";

const verdict = (password: string) => judge(password, "ada.lovelace@example.com", "countess");

describe("what the page says of a password", () => {
  it("counts bytes after normalisation, as the server does", () => {
    expect(verdict("kR7$wq2").word).toBe("Too short");
    expect(verdict("e\u0301".repeat(3)).word).toBe("Too short");
    expect(verdict("x".repeat(1025)).word).toBe("Too long");
    expect(verdict("kR7$wq2!".repeat(128)).word).not.toBe("Too long");
  });

  it.each(["password", "12345678", "qwertyuiop", "iloveyou1"])(
    "refuses %s, which is tried first",
    (password) => {
      expect(verdict(password).enough).toBe(false);
      expect(verdict(password).hint).toMatch(/\.$/);
    },
  );

  it.each(["ada.lovelace@example.com", "countess1", "lovelace12", "journaljournal"])(
    "refuses %s, which is one's own",
    (password) => {
      expect(verdict(password).enough).toBe(false);
    },
  );

  it("takes a few unrelated words", () => {
    expect(verdict("correct horse battery staple")).toMatchObject({ enough: true, hint: "" });
  });

  it("judges a long one by its beginning or its end", () => {
    expect(verdict(`${"a".repeat(40)}correct horse battery staple`).enough).toBe(true);
    expect(verdict("password".repeat(20)).enough).toBe(false);
  });

  it("knows the same words of one's own as the server", () => {
    expect(ownWords(" Ada.L-Byron@Mail.Example.com", "Countess ")).toEqual([
      "journal",
      "ada.l-byron@mail.example.com",
      "ada",
      "byron",
      "mail",
      "example",
      "com",
      "countess",
    ]);
  });
});
