import { describe, expect, it } from "vitest";
import document from "./openapi.json";
import { ApiError, asError, lockedUntil, mayPass, unreachable } from "./problem";
import { hasWords, say, sayCode } from "./words";
import { z } from "./zod";

/** Codes that only a programming mistake of this page could bring up, or that no screen of it can meet yet. */
const NOT_FOR_PEOPLE = new Set(["idempotency_key_reused", "precondition_required", "precondition_failed"]);

const described = z.object({ description: z.string() });

function codesOfTheDocument(): string[] {
  const codes = new Set<string>();
  for (const operations of Object.values(document.paths)) {
    for (const { responses } of Object.values(operations)) {
      for (const [status, answer] of Object.entries(z.record(z.string(), described).parse(responses))) {
        if (Number(status) < 400) continue;
        for (const [, code] of answer.description.matchAll(
          /`([a-z]+(?:_[a-z]+)+|forbidden|unauthenticated)`/g,
        )) {
          if (code) codes.add(code);
        }
      }
    }
  }
  return [...codes].sort();
}

describe("problems in words", () => {
  it("there are words for every code that the server's document names", () => {
    const codes = codesOfTheDocument();
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !hasWords(code) && !NOT_FOR_PEOPLE.has(code))).toEqual([]);
  });

  it("a wait that the server names is told", () => {
    const locked = new ApiError({ status: 429, code: "too_many_attempts", retryAfter: 840 });
    expect(say(locked)).toBe("Too many tries. Wait 14 minutes, then try again.");
    expect(say(new ApiError({ status: 429, code: "too_many_attempts", retryAfter: 1 }))).toContain(
      "one second",
    );
    const busy = new ApiError({ status: 429, code: "too_many_requests", retryAfter: 40 });
    expect(say(busy)).toBe("That was a lot at once. Wait 40 seconds, then try again.");
    expect(say(new ApiError({ status: 429, code: "too_many_requests" }))).toContain("Wait a little");
    expect([busy, locked].map((error) => (lockedUntil(error) ?? 0) > Date.now() / 1000)).toEqual([
      true,
      true,
    ]);
    expect(lockedUntil(new ApiError({ status: 503, code: "unavailable", retryAfter: 40 }))).toBeNull();
  });

  it("a code that is not known here is told in the server's own sentence", () => {
    expect(say(new ApiError({ status: 400, code: "brand_new", detail: "Do this instead." }))).toBe(
      "Do this instead.",
    );
  });

  it("what is no problem of the server's is called unexpected, and shows nothing of itself", () => {
    expect(say(new TypeError("x is undefined"))).not.toContain("undefined");
    expect(say(new ApiError({ status: 502, code: "http_502" }))).toContain("502");
  });

  // ASVS 15.3.6
  it("a code called like what every object has is told in the server's own sentence", () => {
    for (const code of ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"]) {
      expect(say(new ApiError({ status: 400, code, detail: "Do this instead." }))).toBe("Do this instead.");
      expect(hasWords(code), code).toBe(false);
      expect(sayCode(code)).toMatch(/^[^!]+\.$/);
    }
  });

  // ASVS 15.3.6
  it("an answer that names a prototype changes no other object", () => {
    const body: unknown = JSON.parse(
      '{"code":"x","detail":"y","errors":[{"field":"__proto__","code":"c","message":"m"}],' +
        '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    const error = asError(new Response(null, { status: 422 }), body);
    expect(error.errors[0]?.field).toBe("__proto__");
    expect("polluted" in {}).toBe(false);
    expect("polluted" in error).toBe(false);
    expect(Object.getPrototypeOf(error)).toBe(ApiError.prototype);
  });

  it("there are no exclamation marks, and every sentence ends", () => {
    for (const code of ["unreachable", "refresh_reused", "session_revoked", "not_owner", "never_heard_of"]) {
      expect(sayCode(code)).toMatch(/^[^!]+\.$/);
    }
  });
});

describe("an answer that is no success", () => {
  const answer = (status: number, headers = {}) => new Response(null, { status, headers });

  it("keeps code, fields and the wait", () => {
    const body = {
      code: "validation_failed",
      detail: "d",
      errors: [{ field: "email", code: "c", message: "m" }],
    };
    const error = asError(answer(422, { "retry-after": "7" }), body);
    expect(error).toMatchObject({ status: 422, code: "validation_failed", retryAfter: 7 });
    expect(error.errors).toEqual([{ field: "email", code: "c", message: "m" }]);
  });

  it("may be anything, for instance a proxy's page", () => {
    expect(asError(answer(502), "<html>").code).toBe("http_502");
  });

  it("may pass when nobody answered or the server is busy, and not when it refused", () => {
    expect(mayPass(unreachable())).toBe(true);
    expect([408, 429, 500, 503].every((status) => mayPass(asError(answer(status), {})))).toBe(true);
    expect([400, 401, 403, 404, 409, 413, 422].some((status) => mayPass(asError(answer(status), {})))).toBe(
      false,
    );
  });
});
