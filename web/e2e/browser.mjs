// A real Chromium, and pages that are watched: whatever goes wrong in one fails the test at its end.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { afterEach } from "node:test";
import { chromium } from "playwright-core";

/** The whole browser, with windows and with tabs that sleep behind others. */
export const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
/**
 * The same engine without windows and tabs around its pages, where it is there: a page costs it half as much. Whoever names
 * a browser means it for everything.
 */
const SHELL =
  process.env.CHROMIUM_HEADLESS_SHELL ||
  (process.env.CHROMIUM ? CHROMIUM : "/usr/bin/chromium-headless-shell");
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PATIENCE = 20_000;
/** How a person has their browser if nothing else is said: what moves costs frames, and shows in windows.test.mjs. */
const USUAL = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };
/** Whoever did not leave yet, and what went wrong there. */
const open = new Map();

/** A browser; `whole` for what is about windows and tabs, or must be as people have it. */
export function openBrowser({ whole = false } = {}) {
  const executablePath = whole || !existsSync(SHELL) ? CHROMIUM : SHELL;
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * A person with a browser of their own. Every tab is watched for errors in the console, broken policies and requests
 * to other hosts; an answer that is an error has to be expected by its status.
 */
export async function openPerson(browser, url, options = {}) {
  const { expects = [], delay = 30, friends = [], ...rest } = options;
  const context = await browser.newContext({ baseURL: url, ...USUAL, ...rest });
  context.setDefaultTimeout(PATIENCE);
  const wrong = [];
  const requests = [];
  await context.addInitScript((ms) => {
    if (location.protocol !== "about:") localStorage.setItem("journal:autosave-delay", String(ms));
  }, delay);
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy broken: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  context.on("page", (page) => {
    page.on("pageerror", (error) => wrong.push(`thrown: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !isExpected(message.text(), expects))
        wrong.push(`${message.text()} ${message.location().url}`);
      if (message.type() === "warning") wrong.push(`warning: ${message.text()}`);
    });
    page.on("request", (request) => {
      const target = new URL(request.url());
      requests.push({ method: request.method(), path: target.pathname, at: Date.now() });
      const isForeign = target.protocol.startsWith("http") && ![url, ...friends].includes(target.origin);
      if (isForeign) wrong.push(`a request to ${target.origin}`);
    });
  });
  const last = () => requests.slice(-12).map(({ method, path }) => `${method} ${path}`);
  open.set(context, { wrong, last });
  context.on("close", () => open.delete(context));
  return {
    context,
    requests,
    openTab: (path = "/") => openTab(context, path),
    count: (method, path) => requests.filter((one) => one.method === method && one.path === path).length,
    leave: async () => {
      // A handler that still fetches when its page closes would fail the whole file after its last test.
      await Promise.all(context.pages().map((page) => page.unrouteAll({ behavior: "ignoreErrors" })));
      await context.close();
      assert.deepEqual(wrong, []);
    },
  };
}

/** Tells what a test that fails has before its eyes: where each tab is, what it says, and what it asked for last. */
afterEach(async (test) => {
  if (test.passed !== false) return;
  for (const [context, { wrong, last }] of open) {
    for (const page of context.pages()) {
      const words = await page
        .locator("body")
        .ariaSnapshot({ timeout: 2_000 })
        .catch((error) => String(error));
      console.log(`${page.url()}\n${words.replace(/^/gm, "  | ")}`);
    }
    console.log({ wrong, last: last() });
  }
});

async function openTab(context, path) {
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

/** Chromium writes every failed request into the console. `expects` holds statuses, or words of the message. */
function isExpected(text, expects) {
  return expects.some((one) => text.includes(typeof one === "number" ? `status of ${one} ` : one));
}
