// Many people at once, and how long it takes to find some among them.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PASSWORD, signInElsewhere } from "./steps.mjs";

const FILL = fileURLToPath(new URL("crowd.py", import.meta.url));
/** What is looked for, and what for: each way that the console has of finding people. */
export const SEARCHES = [
  ["everybody", ""],
  ["a broad beginning", "q=a"],
  ["a narrow beginning", "q=ada00"],
  ["one address", "q=ada0000"],
  ["nobody", "q=nobody%40example.com"],
  ["the beginning of an id", "q=01941f2a"],
  ["locked ones", "state=disabled"],
  ["admins", "role=admin"],
  ["a rare role", "role=support"],
  ["active users", "role=user&state=active"],
  ["a broad beginning, locked", "q=a&state=disabled"],
];

/** Fills the database of a started program, which goes on afterwards; then an admin is there, too. */
export async function fill(journal, count, database) {
  const email = "root@example.net";
  await journal.command(["user", "create", email, "--role", "admin"], `${PASSWORD}\n`);
  await journal.command(["role", "create", "support", "admin:read"]);
  await journal.stop();
  await promisify(execFile)("python3", [FILL, database ?? join(journal.data, "journal.db"), String(count)]);
  await journal.restart();
  return email;
}

/** Milliseconds of every search over HTTP, each asked so often, one after the other. */
export async function overHttp(journal, email, times) {
  const api = await signInElsewhere(journal.url, email);
  const figures = [];
  for (const [what, query] of SEARCHES) {
    const took = [];
    let found = 0;
    for (let turn = 0; turn < times; turn += 1) {
      const begun = performance.now();
      const { status, body } = await api("GET", `/api/admin/people?${query}`);
      took.push(performance.now() - begun);
      if (status !== 200) throw new Error(`${what}: ${status}`);
      found = body.items.length;
    }
    figures.push({ what, found, ...shares(took) });
  }
  return figures;
}

/** The median and what nineteen of twenty stay below. */
export function shares(took) {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
  return { p50: at(0.5), p95: at(0.95) };
}
