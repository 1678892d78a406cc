// Brings the page's idea of the API up to date: asks the program for its document (JOURNAL_BIN), and writes the types.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";

const web = fileURLToPath(new URL("..", import.meta.url));
const bin = resolve(web, process.env.JOURNAL_BIN ?? "../target/debug/journal");

/** The types of a document, as text. Operations go by their path and method; their ids are nobody's business here. */
export async function typesOf(document) {
  const head = "// Made by `npm run types` from openapi.json; a test fails when the two differ.\n\n";
  const named = structuredClone(document);
  for (const operations of Object.values(named.paths)) {
    for (const operation of Object.values(operations)) delete operation.operationId;
  }
  return head + astToString(await openapiTS(named));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { stdout } = await promisify(execFile)(bin, ["openapi"], { maxBuffer: 16 * 1024 * 1024 });
  await writeFile(`${web}src/api/openapi.json`, stdout);
  await writeFile(`${web}src/api/schema.d.ts`, await typesOf(JSON.parse(stdout)));
}
