// Writes `.br` and `.gz` beside every built file that shrinks, so that the program compresses nothing at run time.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const KINDS = new Set([".html", ".js", ".css", ".svg", ".json", ".txt", ".map"]);
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !KINDS.has(extname(entry.name))) continue;
  const path = join(entry.parentPath, entry.name);
  // The nonce is written into index.html at every answer, so it cannot be compressed ahead.
  if (entry.name === "index.html") continue;
  const plain = await readFile(path);
  const quality = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  };
  const [br, gz] = await Promise.all([brotli(plain, quality), zip(plain, { level: 9 })]);
  if (br.length < plain.length) await writeFile(`${path}.br`, br);
  if (gz.length < plain.length) await writeFile(`${path}.gz`, gz);
}
