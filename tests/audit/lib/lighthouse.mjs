import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { navigation, snapshot, startTimespan } from "lighthouse";

import { CATEGORIES, SETTINGS } from "./settings.mjs";

/** Fewer categories fit what a page as it stands, or a span of time, can say. */
const ON_SIGHT = ["accessibility", "best-practices", "performance"];
const OVER_TIME = ["best-practices", "performance"];

const flagsOf = (form, categories) => ({
  logLevel: "error",
  output: ["json", "html"],
  onlyCategories: categories,
  formFactor: form.lighthouse,
  // Playwright emulates it already.
  screenEmulation: { disabled: true },
  emulatedUserAgent: false,
  // Speed is information only; walking at a phone's pace would take an hour.
  throttlingMethod: "provided",
});

/** The page as it stands. */
export const lookAt = (window, form) => snapshot(window, { flags: flagsOf(form, ON_SIGHT) });

/** Loads an address as at a first visit: caches are emptied, the wallet and the language stay. */
export const load = (window, address, form, { isSearched }) => {
  const categories = CATEGORIES.filter((category) => category !== "seo" || isSearched);
  return navigation(window, address, { flags: { ...flagsOf(form, categories), throttlingMethod: "simulate" } });
};

/** Watches what the page does until `end`. */
export async function watch(window, form) {
  const span = await startTimespan(window, { flags: { ...flagsOf(form, OVER_TIME), disableStorageReset: true } });
  return { end: () => span.endTimespan() };
}

/** Keeps the whole report, to be read by people. */
export async function keepReport(name, { lhr, report }) {
  await mkdir(SETTINGS.out, { recursive: true });
  const [, html] = report;
  await writeFile(join(SETTINGS.out, `${name}.json`), JSON.stringify(lhr, null, 1));
  await writeFile(join(SETTINGS.out, `${name}.html`), html);
}
