import { expect, it } from "vitest";
import { readRegistration, readSecondStep } from "./handover";

it("a second step is read from behind the #, with where one was going", () => {
  expect(
    readSecondStep("#mfa_token=t1&methods=totp,recovery_code&return_to=%2Fentries%2F1%3Fa%3Db%23c"),
  ).toEqual({ mfaToken: "t1", methods: ["totp", "recovery_code"], returnTo: "/entries/1?a=b#c" });
  expect(readSecondStep("#mfa_token=t1")).toEqual({ mfaToken: "t1", methods: [], returnTo: undefined });
});

it("a registration that waits is read with its address, whatever stands in that", () => {
  expect(readRegistration("#email=ada%2Bx%40example.com&registration=r1&provider=house")).toEqual({
    email: "ada+x@example.com",
    registration: "r1",
    provider: "house",
  });
  expect(readRegistration("#email=ada%40example.com")).toEqual({
    email: "ada@example.com",
    registration: undefined,
    provider: "",
  });
});

it("nothing is read where there is nothing of it", () => {
  for (const hash of ["", "#", "#main", "#mfa_token=", "#email="]) {
    expect([readSecondStep(hash), readRegistration(hash)], hash).toEqual([null, null]);
  }
});
