// Runs Lighthouse on the pages of the running demo, and fails on what it finds that is neither excused nor known.
//
//   node run.mjs [--update] [--only PART,…]
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { startStack } from "../shots/lib/stack.mjs";
import { WALKS } from "../shots/states.mjs";
import { EXCEPTIONS } from "./exceptions.mjs";
import { launchForBoth } from "./lib/browser.mjs";
import { FORMS, SETTINGS } from "./lib/settings.mjs";
import { knownFindings, scoresOf, tell, writeTable } from "./lib/table.mjs";
import { isFlaw, judge } from "./lib/verdict.mjs";
import { auditWalk } from "./lib/walk.mjs";
import { PAGES } from "./pages.mjs";

const { values } = parseArgs({
  options: { update: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const { update, only } = values;
if (update && only) throw new Error("--update writes the table of all pages: it does not go with --only");
const wanted = (name) => only.split(",").some((part) => name.includes(part));
const begun = Date.now();

const states = new Set(WALKS.flatMap((walk) => walk.states.map(({ name }) => name)));
const faults = Object.keys(PAGES)
  .filter((name) => !states.has(name))
  .map((name) => `there is no state ${name} in tests/shots`);
const rows = [];
await rm(SETTINGS.out, { recursive: true, force: true });
let world;
let both;
let chromium;
try {
  both = await launchForBoth();
  chromium = both.browser.version();
  for (const [formName, form] of Object.entries(FORMS)) {
    // The walks take the same wallets each time: they must be as empty as the first time.
    world = await startStack();
    for (const walk of WALKS) {
      const audited = await auditWalk({ walk, pages: PAGES, wanted, formName, form, both, world, say });
      rows.push(...audited.rows);
      faults.push(...audited.faults);
    }
    await world.stop();
    world = undefined;
  }
} finally {
  await both?.close();
  await world?.stop();
}
const order = Object.keys(PAGES);
rows.sort((a, b) => order.indexOf(a.page) - order.indexOf(b.page));

const { judged, unused } = judge(rows, EXCEPTIONS, await knownFindings());
// A part of the pages does not use every exception.
if (!only) faults.push(...unused.map(({ audit, why }) => `the exception for ${audit} excuses nothing: ${why}`));
console.log(`\n${scoresOf(rows)}\n\n${tell(judged)}`);
for (const fault of faults) console.log(`✗ ${fault}`);
const failing = judged.filter(update ? isFlaw : ({ state }) => state === "new");
const seconds = ((Date.now() - begun) / 1000).toFixed(0);
const excused = judged.filter(({ state }) => state === "excused").length;
console.log(`${rows.length} audited, ${failing.length} failed, ${excused} excused, ${faults.length} faults, ${seconds} s`);
if (update && faults.length === 0) {
  const { devDependencies } = JSON.parse(await readFile(join(import.meta.dirname, "package.json"), "utf8"));
  await writeTable({ rows, judged, versions: `Lighthouse ${devDependencies.lighthouse}, Chromium ${chromium}` });
}
if (failing.length + faults.length > 0) process.exitCode = 1;

function say(row) {
  const failed = row.findings.map(({ audit }) => audit).join(", ");
  console.log(`${row.page} ${row.look}: ${Object.values(row.scores).join(" ")} ${failed}`);
}
