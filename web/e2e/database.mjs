// Time that cannot pass in a test is taken out of the database of the program that runs.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs one statement on the database of a journal, by Python, which every Debian has; answers how many rows changed. */
async function change(journal, statement, ...values) {
  const script = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=10)
with database:
    print(database.execute(sys.argv[2], sys.argv[3:]).rowcount)
`;
  const { stdout } = await run("python3", [
    "-c",
    script,
    join(journal.data, "journal.db"),
    statement,
    ...values,
  ]);
  return Number(stdout);
}

/** Puts what somebody last proved into the past, so that no session of theirs is fresh any more. */
export async function growStale(journal, email) {
  const sessions = await change(
    journal,
    `update sessions set authenticated_at = authenticated_at - 11 * 60 * 1000000
     where account_id = (select id from accounts where email = ?)`,
    email,
  );
  if (sessions === 0) throw new Error(`${email} has no session`);
}

/** Lets every ceremony that was begun lapse. */
export async function lapseCeremonies(journal) {
  const ceremonies = await change(
    journal,
    "update passkey_ceremonies set expires_at = expires_at - 6 * 60 * 1000000",
  );
  if (ceremonies === 0) throw new Error("no ceremony was begun");
}
