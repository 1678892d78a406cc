import { expect, it } from "vitest";
import { onTheWeb } from "./go-there";

// ASVS 1.2.2
it("only an address of the web is gone to", () => {
  expect(onTheWeb("https://id.example/auth?x=1#y")).toBe("https://id.example/auth?x=1#y");
  expect(onTheWeb("http://127.0.0.1:5/auth")).toBe("http://127.0.0.1:5/auth");
  for (const url of ["javascript:alert(1)", "data:text/html,x", "/entries", "", "file:///etc/passwd"]) {
    expect(() => onTheWeb(url), url).toThrow();
  }
});
