import { Visit } from "../../shots/lib/visit.mjs";
import { newVisitor } from "./browser.mjs";
import { merge, read } from "./judge.mjs";
import { keepReport, load, lookAt, watch } from "./lighthouse.mjs";

/** A trace that Chromium broke off is taken once more. */
const TRIES = 2;
/** Speed is information only, and the vault must stay. */
const EXPECTED_WARNING = /stored data affecting loading performance/;

/**
 * Goes through one walk on one device and audits the states of `pages`.
 *
 * @returns {Promise<{rows: object[], faults: string[]}>} a row for each page and language; `faults`: what was not audited
 */
export async function auditWalk({ walk, pages, wanted, formName, form, both, world, say }) {
  const rows = [];
  const faults = [];
  const isWanted = ({ name }) => name in pages && wanted(name);
  const last = walk.states.findLastIndex(isWanted);
  if (last < 0) return { rows, faults };
  const context = await newVisitor(both.browser, form);
  const visit = new Visit(await context.newPage(), world);
  for (const state of walk.states.slice(0, last + 1)) {
    try {
      await reach(state);
    } catch (error) {
      faults.push(`${state.name} on a ${formName} was not reached or not audited, nor what follows it: ${error}`);
      break;
    }
  }
  await context.close();
  return { rows, faults };

  async function reach(state) {
    const page = isWanted(state) ? pages[state.name] : undefined;
    const span = page?.how === "steps" ? await watch(await both.windowOf(visit.page), form) : undefined;
    for (const step of state.reach) await step(visit);
    if (!page) return;
    const watched = span ? [await take("steps", state, "kk", () => span.end(), 1)] : [];
    await audit(state, page, "kk", watched);
    if (formName !== "phone" || !page.also) return;
    await visit.speak(page.also);
    await audit(state, page, page.also, []);
    await visit.speak("kk");
  }

  async function audit(state, page, language, reports) {
    // A page that still says something else was not translated yet.
    await visit.settle();
    const window = await both.windowOf(visit.page);
    reports.push(await take("look", state, language, () => lookAt(window, form), TRIES));
    if (page.how === "load") reports.push(await take("load", state, language, () => loadAnew(visit.page.url(), language, page), TRIES));
    const row = { page: state.name, look: `${formName} ${language}`, how: page.how, ...merge(reports) };
    rows.push(row);
    say(row);
  }

  /** In a window of its own: the walk goes on where it was. */
  async function loadAnew(address, language, { isSearched }) {
    const tab = await context.newPage();
    try {
      const result = await load(await both.windowOf(tab), address, form, { isSearched });
      const found = await tab.evaluate(() => document.documentElement.lang);
      if (found !== language) throw new Error(`${address} came in ${found} instead of ${language}`);
      return result;
    } finally {
      await tab.close();
    }
  }

  async function take(how, state, language, run, tries) {
    const name = `${state.name}-${formName}-${language}-${how}`;
    for (let attempt = 1; ; attempt++) {
      const result = await run();
      const report = { how, ...read(result.lhr) };
      if (report.errors.length > 0 && attempt < tries) continue;
      await keepReport(name, result);
      faults.push(...report.errors.map((error) => `${name}: ${error}`));
      const warnings = report.warnings.filter((warning) => !EXPECTED_WARNING.test(warning));
      faults.push(...warnings.map((warning) => `${name} warns: ${warning}`));
      return report;
    }
  }
}
