import { expect, it } from "vitest";
import { isOwnPath } from "./own-path";

// ASVS 1.2.2, 3.7.2
it("a place to go to after signing in is one of this page's, however it is written", () => {
  for (const own of [
    "/",
    "/entries",
    "/entries/1?draft=2#end",
    "/account/devices",
    "/a//b",
    "/%2f%2fevil.example",
  ]) {
    expect(isOwnPath(own), own).toBe(true);
  }
  for (const foreign of [
    "",
    "entries",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\\evil.example",
    "\t//evil.example",
    "\\\\evil.example",
    "///evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t\t//evil.example/login",
  ]) {
    expect(isOwnPath(foreign), JSON.stringify(foreign)).toBe(false);
  }
});
