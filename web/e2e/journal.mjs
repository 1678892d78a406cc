// The real program, started on a free port with data of its own, and always ended by its pid.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = fileURLToPath(new URL("..", import.meta.url));
export const BIN = resolve(WEB, process.env.JOURNAL_BIN ?? "../target/debug/journal");
const READY = /ready at (http:\/\/\S+)/;

/** Starts the program. `command()` runs it once more on the same data, `stop()` ends it, `restart(settings)` goes on with the same data on the same port. */
export async function startJournal(settings = {}) {
  const data = await mkdtemp(join(tmpdir(), "journal-e2e-"));
  let running = await run(data, { JOURNAL_LISTEN: "127.0.0.1:0", ...settings });
  const journal = {
    url: running.url,
    data,
    command: (words, typed = "") => command(data, settings, words, typed),
    stop: () => running.end(),
    restart: async (more = {}) => {
      await running.end();
      const { port } = new URL(running.url);
      running = await run(data, { JOURNAL_LISTEN: `127.0.0.1:${port}`, ...settings, ...more });
    },
    close: async () => {
      await running.end();
      await rm(data, { recursive: true, force: true });
    },
  };
  return journal;
}

const settingsOf = (data, settings) => ({
  PATH: process.env.PATH,
  JOURNAL_ENV: "development",
  JOURNAL_DATA_DIR: data,
  JOURNAL_METRICS_LISTEN: "off",
  JOURNAL_LIMIT_REGISTRATIONS: "0",
  JOURNAL_LIMIT_MAILS: "0",
  // Only the tests of second factors are about them.
  JOURNAL_REQUIRE_MFA: "off",
  ...settings,
});

/** One of the program's other commands, on the data of the one that serves. */
async function command(data, settings, words, typed) {
  const child = spawn(BIN, words, {
    env: settingsOf(data, settings),
    cwd: data,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(typed);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`journal ${words.join(" ")} ended with ${code}`);
}

async function run(data, settings) {
  const env = settingsOf(data, settings);
  const child = spawn(BIN, ["serve"], { env, cwd: data, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  let said = "";
  const url = await new Promise((found, failed) => {
    const hear = (chunk) => {
      said += chunk;
      const ready = READY.exec(said);
      if (ready) found(ready[1].replace(/\/$/, ""));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", failed);
    child.once("exit", (code) =>
      failed(new Error(`journal ended with ${code} before it was ready:\n${said}`)),
    );
    setTimeout(() => failed(new Error(`journal was not ready in 20 s:\n${said}`)), 20_000).unref();
  }).catch((error) => {
    child.kill("SIGKILL");
    throw error;
  });
  const last = () => child.kill("SIGKILL");
  process.once("exit", last);
  return {
    url,
    end: async () => {
      process.removeListener("exit", last);
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      const killer = setTimeout(last, 10_000);
      await ended;
      clearTimeout(killer);
    },
  };
}
