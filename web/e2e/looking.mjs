import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { openPerson } from "./browser.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Where pictures go, if anywhere; nobody compares them, people look at them. */
const PICTURES = process.env.JOURNAL_PICTURES;
/**
 * Where people look: at night in their hand, by day at a desk. Each screen is looked at in the other theme, too. The way
 * is walked in the hand, where least is in sight and a finger presses; at every screen the same page is then laid out at
 * the other sizes, as a window is that somebody draws larger.
 */
export const HAND = { width: 360, height: 740, hasTouch: true, theme: "dark" };
export const DESK = { width: 1440, height: 900, theme: "light" };
export const SIZES = [HAND, DESK];
const OTHER = { light: "dark", dark: "light" };
/** What axe finds of the colours, which are all that a theme changes. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

const UPRIGHT = { type: "portraitPrimary", angle: 0 };
const LYING = { type: "landscapePrimary", angle: 0 };
/** The window that Chromium lays each page out in, by the page. */
const windows = new WeakMap();

/** A person with a browser of their own, in their hand. */
export function openInHand(browser, url, more) {
  return openPerson(browser, url, {
    viewport: { width: HAND.width, height: HAND.height },
    colorScheme: HAND.theme,
    hasTouch: true,
    isMobile: true,
    reducedMotion: "reduce",
    timezoneId: "Europe/Zurich",
    ...more,
  });
}

/** Makes the place for pictures, where they are wanted. */
export async function havePictures() {
  if (PICTURES) await mkdir(PICTURES, { recursive: true });
}

/**
 * What must hold of every screen, at every size: axe finds nothing, nothing scrolls sideways, and a finger can hit what
 * it aims at. `of` is what the picture is of, where that is not at the top.
 */
export async function look(page, name, { sizes = SIZES, of } = {}) {
  await page.mouse.move(5, 5);
  for (const size of sizes) {
    const { width, theme } = size;
    await resize(page, size);
    await seen(page, `${name}-${width}-${theme}`, size, of);
    const { sideways, twice, small } = await page.evaluate(measured);
    assert.equal(sideways, 0, `${name} scrolls sideways at ${width}`);
    assert.equal(
      twice,
      0,
      `${name} at ${width} scrolls as a whole, beside a part of it that is as high as the window`,
    );
    if (size.hasTouch) assert.deepEqual(small, [], `${name} at ${width} has targets that are too small`);

    await page.emulateMedia({ colorScheme: OTHER[theme] });
    await seen(page, `${name}-${width}-${OTHER[theme]}`, size, of, OF_COLOURS);
  }
  await resize(page, HAND);
}

/**
 * Lays the page out at another size, as a phone does where there is touch, and as a desk does where there is none. A page
 * that was touched once has no fine pointer afterwards, and none that hovers; nothing but colours under a pointer asks for
 * those, and the pointer rests in the corner.
 */
export async function resize(page, { width, height, hasTouch = false, theme }) {
  if (!windows.has(page)) windows.set(page, await page.context().newCDPSession(page));
  const at = windows.get(page);
  await Promise.all([
    at.send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      screenWidth: width,
      screenHeight: height,
      deviceScaleFactor: 1,
      mobile: hasTouch,
      screenOrientation: hasTouch ? UPRIGHT : LYING,
    }),
    at.send("Emulation.setTouchEmulationEnabled", { enabled: hasTouch, maxTouchPoints: 1 }),
    page.emulateMedia({ colorScheme: theme }),
  ]);
}

/** The screen as it is painted now: its picture, where they are wanted, and what axe says of it. */
async function seen(page, name, { width, hasTouch = false }, of, runOnly) {
  const { hasAxe, ...painted } = await page.evaluate(settled);
  assert.deepEqual(painted, { width, isTouched: hasTouch }, `${name} is not laid out as it should be`);
  if (PICTURES) await take(page, name, of);
  if (!hasAxe) await page.evaluate(AXE);
  assert.deepEqual(await page.evaluate(faults, runOnly), [], name);
}

/** Takes the picture of a screen at the size that it is laid out at. */
async function take(page, name, of) {
  await of?.scrollIntoViewIfNeeded();
  const { data } = await windows.get(page).send("Page.captureScreenshot");
  await writeFile(join(PICTURES, `${name}.png`), data, "base64");
}

/** How the page is laid out, once it is painted so. */
async function settled() {
  await document.fonts.ready;
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  return {
    width: document.documentElement.clientWidth,
    isTouched: matchMedia("(pointer: coarse)").matches,
    hasAxe: "axe" in window,
  };
}

/** What axe finds, by all of its rules or by some. */
async function faults(runOnly) {
  const how = { reporter: "no-passes", selectors: false, ...(runOnly && { runOnly }) };
  const { violations } = await window.axe.run(document, how);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
  );
}

/**
 * How far the page or what scrolls in it does so sideways; how far the page does so downwards beside a part of it that
 * fills the window and scrolls by itself; buttons and fields below 44 pixels. Links inside of a sentence are as high as
 * their line.
 */
function measured() {
  const root = document.documentElement;
  const parts = [...document.querySelectorAll("[class*=overflow-y-auto]")].filter(
    (element) => getComputedStyle(element).overflowY === "auto" && element.clientHeight > 0,
  );
  const isFilled = parts.some((element) => element.clientHeight === innerHeight);
  return {
    sideways: Math.max(...[root, ...parts].map((element) => element.scrollWidth - element.clientWidth)),
    twice: isFilled ? root.scrollHeight - root.clientHeight : 0,
    small: [...document.querySelectorAll("button, input:not([type=checkbox]), select, nav a, li > a")]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
      .map((element) => `${element.outerHTML.slice(0, 120)} ${element.getBoundingClientRect().height}`),
  };
}
