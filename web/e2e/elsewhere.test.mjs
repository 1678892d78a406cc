import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openBrowser, openPerson } from "./browser.mjs";
import { startJournal } from "./journal.mjs";
import { haveAccount, signedInTab, text, write } from "./steps.mjs";

const KINDS = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};
const WEB = fileURLToPath(new URL("..", import.meta.url));
const closing = [];
after(async () => {
  for (const close of closing.reverse()) await close();
});

/** Serves a built page from a host of its own, as a static file server would. */
async function servePage(folder) {
  const server = createServer(async (request, answer) => {
    const path = new URL(request.url, "http://page").pathname;
    const name = extname(path) ? path : "/index.html";
    const body = await readFile(join(folder, name)).catch(() => null);
    answer.writeHead(body ? 200 : 404, {
      "content-type": KINDS[extname(name)] ?? "application/octet-stream",
    });
    answer.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => new Promise((closed) => server.close(closed)));
  return `http://localhost:${server.address().port}`;
}

test("a page that is served from elsewhere signs in, writes and comes back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "journal-page-"));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const page = await servePage(folder);
  const journal = await startJournal({ JOURNAL_CORS_ORIGINS: page });
  closing.push(journal.close);
  const env = { ...process.env, VITE_API_URL: `${journal.url}/` };
  await promisify(execFile)("npx", ["vite", "build", "--outDir", folder, "--logLevel", "error"], {
    cwd: WEB,
    env,
  });

  const browser = await openBrowser();
  closing.push(() => browser.close());
  const person = await openPerson(browser, page, { friends: [journal.url] });
  const tab = await signedInTab(person, await haveAccount(journal.url));
  await write(tab, "From elsewhere", "and back");
  await tab.reload();
  await text(tab).getByText("and back").waitFor();
  await person.leave();
});
