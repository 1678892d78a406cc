// Runs every test of this folder against the real program in a real browser: `npm run e2e [part of a name]`.
import { access, readdir, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
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

const names = (await readdir(here)).filter((name) => name.endsWith(".test.mjs") && name.includes(wanted));
const sizes = new Map();
for (const name of names) sizes.set(name, (await stat(join(here, name))).size);
// What takes long begins first, so that nothing is left to run alone: what looks at every screen and what needs the whole
// browser, then whatever is long to read.
const isSlow = (name) => /^(look|windows)/.test(name);
names.sort((a, b) => isSlow(b) - isSlow(a) || sizes.get(b) - sizes.get(a));

/**
 * Runs these files, and tells what passed in each. What the reporter sums up is left out: it is summed up below, over both
 * runs.
 */
async function inBrowser(files, concurrency) {
  const [passed, failed] = [new Map(), new Set()];
  const tests = run({ files, concurrency, timeout: 600_000 });
  tests.on("test:pass", ({ file, nesting }) => {
    if (nesting === 0) passed.set(file, (passed.get(file) ?? 0) + 1);
  });
  tests.on("test:fail", ({ file }) => failed.add(file));
  for await (const lines of tests.compose(new spec())) {
    process.stdout.write(
      String(lines).replace(/^.*ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) .*\n/gm, ""),
    );
  }
  return { passed, failed: [...failed] };
}

const sum = (passed, files) => files.reduce((all, file) => all + (passed.get(file) ?? 0), 0);

// A browser on a machine that does much else misses a press now and then: what failed is run once more, by itself, and
// has to pass then. Both runs are told.
const files = names.map((name) => join(here, name));
const first = await inBrowser(files, 2 * availableParallelism());
let good = sum(
  first.passed,
  files.filter((file) => !first.failed.includes(file)),
);
let bad = 0;
if (first.failed.length > 0) {
  console.log(`once more: ${first.failed.join(", ")}`);
  const second = await inBrowser(first.failed, 1);
  good += sum(second.passed, first.failed);
  bad = second.failed.length;
}
console.log(`ℹ pass ${good}\nℹ fail ${bad}`);
process.exitCode = bad > 0 ? 1 : 0;
