import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { typesOf } from "../../build/types.mjs";
import document from "./openapi.json";

it("the types are those of the document; `npm run types` makes them anew", async () => {
  const written = await readFile(new URL("./schema.d.ts", import.meta.url), "utf8");
  expect(written).toBe(await typesOf(document));
});
