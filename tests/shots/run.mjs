// Walks through every page state of the running demo, keeps pictures, and fails on what is wrong with any of them.
//
//   node run.mjs [--update] [--only PART,…] [--quick]
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { launch } from "./lib/browser.mjs";
import { References, isCompared } from "./lib/compare.mjs";
import { goByKeyboard } from "./lib/keyboard.mjs";
import { SETTINGS } from "./lib/settings.mjs";
import { drawSheets } from "./lib/sheets.mjs";
import { startStack } from "./lib/stack.mjs";
import { Thumbs } from "./lib/thumbs.mjs";
import { pictureKeeper, walkThrough } from "./lib/walk.mjs";
import { KEYBOARD_JOURNEYS, MAY_BE_CUT, WALKS } from "./states.mjs";

/** Walks that go on at the same time: the machines that run this have two cores. */
const AT_ONCE = 2;

const { values } = parseArgs({
  options: {
    update: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
  },
});
const { update, only, quick } = values;
const wanted = (name) => only.split(",").some((part) => name.includes(part));
const begun = Date.now();
await rm(SETTINGS.out, { recursive: true, force: true });
const world = await startStack();
let browser;
const faults = [];
let pictures = 0;
try {
  browser = await launch();
  const references = new References({ update, browser: browser.version() });
  const sameBrowser = await references.isSameBrowser();
  const thumbs = new Thumbs({ update, sameBrowser });
  if (!sameBrowser) {
    console.log(`The references were drawn by another version than Chromium ${browser.version()}: sizes are compared, pixels are not.`);
  }
  const write = await pictureKeeper();
  const keep = async (shot) => {
    pictures += 1;
    await write(shot);
    const note = (found, look) => faults.push(...found.map((fault) => ({ state: shot.state.name, look, ...fault })));
    if (isCompared(shot)) note(await references.check(shot), `${shot.size} ${shot.theme}`);
    if (!quick) note(await thumbs.check(shot), `${shot.size} ${shot.language} ${shot.theme}`);
  };
  const walks = WALKS.filter(({ states }) => states.some(({ name, main }) => (quick ? main : wanted(name))));
  const journeys = KEYBOARD_JOURNEYS.filter(({ name }) => wanted(name));
  const waiting = [
    ...walks.map((walk) => () => walkThrough({ walk, browser, world, allowed: MAY_BE_CUT, wanted, quick, keep })),
    ...(quick ? [] : journeys).map((journey) => () => goByKeyboard({ journey, browser, world })),
  ];
  const worker = async () => {
    for (let work = waiting.shift(); work; work = waiting.shift()) {
      faults.push(...(await work()));
      // What was found so far is there even when the run is stopped.
      await writeFile(join(SETTINGS.out, "faults.json"), JSON.stringify(faults, null, 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const left = [
    ...(only ? [] : await references.leftOver()),
    ...(quick ? [] : await thumbs.finish({ whole: !only })),
  ];
  faults.push(...left.map((fault) => ({ state: "", look: "", ...fault })));
  const seen = walks.map((walk) => ({ ...walk, states: walk.states.filter(({ name }) => wanted(name)) }));
  if (!quick) await drawSheets({ browser, walks: seen, folder: update && !only ? SETTINGS.sheets : join(SETTINGS.out, "sheets") });
} finally {
  await browser?.close();
  await world.stop();
}

report();

function report() {
  const groups = Map.groupBy
    ? Map.groupBy(faults, key)
    : faults.reduce((map, fault) => map.set(key(fault), [...(map.get(key(fault)) ?? []), fault]), new Map());
  for (const [what, found] of groups) {
    const looks = [...new Set(found.map(({ look }) => look))];
    console.log(`✗ ${what}\n    in ${looks.slice(0, 8).join(", ")}${looks.length > 8 ? ` and ${looks.length - 8} more` : ""}`);
  }
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  console.log(`${pictures} pictures, ${groups.size} faults, ${seconds} s`);
  if (groups.size > 0) process.exitCode = 1;
}

function key({ state, kind, where, text }) {
  return `${state}: ${kind}: ${where}: ${text}`;
}
