// How long the page takes to follow, without what a busy machine adds before and after.
import assert from "node:assert/strict";

const ENOUGH = 1_000;
const TRIES = 5;

/** Begins to watch a page for a heading; the promise answers when it was first there, milliseconds since 1970. */
export async function watchFor(page, heading) {
  await page.evaluate((words) => {
    window.headingSeen = new Promise((seen) => {
      const isThere = () => [...document.querySelectorAll("h1, h2")].some((one) => one.textContent === words);
      const look = () => {
        if (!isThere()) return;
        watching.disconnect();
        seen(performance.timeOrigin + performance.now());
      };
      const watching = new MutationObserver(look);
      watching.observe(document.body, { childList: true, subtree: true, characterData: true });
      look();
    });
  }, heading);
  return () => page.evaluate(() => window.headingSeen);
}

/** When the last answer of the server to this path was here, milliseconds since 1970. */
export function answeredAt(page, path) {
  return page.evaluate((wanted) => {
    const answers = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(wanted));
    return performance.timeOrigin + answers.at(-1).responseEnd;
  }, path);
}

/** Measures up to five times, for milliseconds; the best has to be within a second. */
export async function withinASecond(t, measure) {
  const took = [];
  while (took.length < TRIES && !took.some((one) => one < ENOUGH)) took.push(Math.round(await measure()));
  t.diagnostic(`followed after ${took.join(", ")} ms`);
  const best = Math.min(...took);
  assert.ok(best < ENOUGH, `the best of ${took.length} tries took ${best} ms`);
}
