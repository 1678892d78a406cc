import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { openPerson } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Where pictures go, if anywhere; nobody compares them, people look at them. */
const PICTURES = process.env.JOURNAL_PICTURES;
/** Where people look: at night in their hand, by day at a desk. Each screen is looked at in the other theme, too. */
export const SIZES = [
  { width: 360, height: 740, hasTouch: true, theme: "dark" },
  { width: 1440, height: 900, theme: "light" },
];
const OTHER = { light: "dark", dark: "light" };
/** What axe finds of the colours, which are all that a theme changes. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** A person with a browser of their own who looks from there. */
export function openAt(browser, url, { width, height, hasTouch = false, theme }, more) {
  return openPerson(browser, url, {
    viewport: { width, height },
    colorScheme: theme,
    hasTouch,
    isMobile: hasTouch,
    reducedMotion: "reduce",
    timezoneId: "Europe/Zurich",
    ...more,
  });
}

/** Makes the place for pictures, where they are wanted. */
export async function havePictures() {
  if (PICTURES) await mkdir(PICTURES, { recursive: true });
}

/** What must hold of every screen: axe finds nothing, nothing scrolls sideways, and a finger can hit what it aims at. */
export async function look(page, name, { width, theme, hasTouch }) {
  await page.mouse.move(5, 5);
  await seen(page, `${name}-${width}-${theme}`, { resultTypes: ["violations"] });
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(sideways, 0, `${name} scrolls sideways at ${width}`);
  if (hasTouch)
    assert.deepEqual(await page.evaluate(tooSmall), [], `${name} at ${width} has targets that are too small`);

  await page.emulateMedia({ colorScheme: OTHER[theme] });
  await seen(page, `${name}-${width}-${OTHER[theme]}`, { resultTypes: ["violations"], runOnly: OF_COLOURS });
  await page.emulateMedia({ colorScheme: theme });
}

/** The screen as it is painted now: its picture, where they are wanted, and what axe says of it. */
async function seen(page, name, options) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  });
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((how) => window.axe.run(document, how), options);
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
  );
  assert.deepEqual(found, [], name);
}

/** Buttons and fields below 44 pixels; links inside of a sentence are as high as their line. */
function tooSmall() {
  return [...document.querySelectorAll("button, input:not([type=checkbox]), select, nav a, li > a")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
    .map((element) => `${element.outerHTML.slice(0, 120)} ${element.getBoundingClientRect().height}`);
}
