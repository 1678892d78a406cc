// Measures searches of the console among many people, over HTTP and in a browser; script/console calls it.
import { openBrowser, openPerson } from "./browser.mjs";
import { fill, overHttp, shares } from "./crowd.mjs";
import { startJournal } from "./journal.mjs";
import { signedInTab, until } from "./steps.mjs";

/** Milliseconds that 19 of 20 searches may take. */
const BOUND = 100;
const TIMES = 60;
const TYPED = ["ada", "bea0", "cem00", "dora1", "otto", "pia3", "quinn", "rosa0", "sam", "tove2"];
const [count = "100000"] = process.argv.slice(2);
const database = process.env.JOURNAL_TEST_POSTGRES;

const settings = { JOURNAL_LIMIT_REQUESTS: "0", ...(database && { JOURNAL_DATABASE_URL: database }) };
const journal = await startJournal(settings);
const browser = await openBrowser({ whole: true });
try {
  const email = await fill(journal, Number(count), database);
  const figures = await overHttp(journal, email, TIMES);
  const { asked, shown } = await inBrowser(email);
  figures.push({ what: "typed, the request of the page", ...shares(asked) });
  const slow = figures.filter(({ p95 }) => p95 > BOUND);
  console.log(`${count} people on ${database ? "PostgreSQL" : "SQLite"}, milliseconds`);
  for (const figure of figures) line(figure);
  line({ what: "typed, until the answer stands there", ...shares(shown) });
  if (slow.length > 0) {
    console.error(`More than ${BOUND} ms at p95: ${slow.map(({ what }) => what).join(", ")}`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  await journal.close();
}

function line({ what, p50, p95, found }) {
  const people = found === undefined ? "" : `  ${found} on a page`;
  console.log(
    `${what.padEnd(40)} p50 ${p50.toFixed(1).padStart(6)}  p95 ${p95.toFixed(1).padStart(6)}${people}`,
  );
}

/** Types into the search as a person does: how long each request took, and how long it was until it was to be seen. */
async function inBrowser(email) {
  const person = await openPerson(browser, journal.url);
  const page = await signedInTab(person, email);
  await page.goto("/admin");
  const people = page.getByRole("region", { name: "People" });
  await people.getByRole("listitem").first().waitFor();
  await page.evaluate(() => performance.setResourceTimingBufferSize(2000));
  const shown = [];
  for (let round = 0; round < 3; round += 1) {
    for (const words of TYPED) {
      await page.getByLabel("Search").fill("");
      await page.getByLabel("Search").press("Enter");
      const begun = performance.now();
      await page.getByLabel("Search").fill(words);
      await page.getByLabel("Search").press("Enter");
      await until(async () => {
        const first = await people.getByRole("listitem").first().textContent();
        return first?.startsWith(words);
      }, `${words} is found`);
      shown.push(performance.now() - begun);
    }
  }
  const asked = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.includes("/api/admin/people?"))
      .map(({ duration }) => duration),
  );
  await person.leave();
  return { asked, shown };
}
