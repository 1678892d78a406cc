// Runs every test of this folder against the real program in a real browser: `npm run e2e [part of a name]`.
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { CHROMIUM } from "./browser.mjs";
import { BIN } from "./journal.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const [wanted = ""] = process.argv.slice(2);

for (const [what, path, how] of [
  ["the program", BIN, "build it with `cargo build`, or name it in JOURNAL_BIN"],
  ["a Chromium", CHROMIUM, "install the Debian package `chromium`, or name it in CHROMIUM"],
]) {
  await access(path).catch(() => {
    console.error(`${path} is missing, and so is ${what}: ${how}.`);
    process.exit(2);
  });
}

const names = (await readdir(here))
  .filter((name) => name.endsWith(".test.mjs") && name.includes(wanted))
  .sort();
const tests = run({ files: names.map((name) => join(here, name)), concurrency: 2, timeout: 600_000 });
tests.on("test:fail", () => {
  process.exitCode = 1;
});
tests.compose(new spec()).pipe(process.stdout);
