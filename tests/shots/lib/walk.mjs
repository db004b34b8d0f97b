import { join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";

import { newVisitor } from "./browser.mjs";
import { isCompared } from "./compare.mjs";
import { LANGUAGES, SETTINGS, THEMES, VIEWPORTS, ZOOMS } from "./settings.mjs";
import { Visit } from "./visit.mjs";

/** After this a page that was pictured in a moment of change has changed, in milliseconds. */
const MOMENT = 1_500;

/** What the pages may say on the console: a refused request is part of several states. */
const EXPECTED = /Failed to load resource|net::ERR_/;

/**
 * Walks through the states of one walk, looks at each in every size, theme and language, and hands every picture to `keep`.
 * `quick` takes only the main states, and of these only the looks that have references.
 *
 * @returns the faults found, each with the state and look it was found in
 */
export async function walkThrough({ walk, browser, world, allowed, wanted, quick, keep }) {
  const faults = [];
  const { context, complaints } = await newVisitor(browser);
  const visit = new Visit(await context.newPage(), world);
  const note = (state, look, found) => faults.push(...found.map((fault) => ({ state: state.name, look, ...fault })));
  const last = walk.states.findLastIndex(({ name, main }) => (quick ? main : wanted(name)));
  for (const [position, state] of walk.states.entries()) {
    if (position > last) break;
    try {
      for (const step of state.reach) await step(visit);
      if (quick) await compare(state);
      else if (wanted(state.name)) await lookAt(state);
    } catch (error) {
      const picture = join(SETTINGS.out, `lost-${state.name}.png`);
      await visit.page.screenshot({ path: picture, timeout: 5000 }).catch(() => {});
      note(state, "on the way", [{ kind: "not reached", where: visit.page.url(), text: `${error}\n    see ${picture}` }]);
      break;
    }
    note(state, "console", complaints.splice(0).filter((text) => !EXPECTED.test(text)).map((text) => ({ kind: "complaint", where: "", text })));
  }
  await context.close();
  return faults;

  async function compare(state) {
    for (const size of Object.keys(VIEWPORTS)) {
      for (const theme of THEMES) {
        const shot = { state, size, language: "kk", theme };
        if (!isCompared(shot)) continue;
        await visit.resize(VIEWPORTS[size]);
        await visit.look({ theme });
        await keep({ ...shot, png: await visit.picture({ pins: state.pin, hide: state.hide }) });
        note(state, `${size} ${theme}`, [...(await visit.faults([...allowed, ...(state.mayBeCut ?? [])])), ...(await visit.axe())]);
      }
    }
    await visit.resize(VIEWPORTS.phone);
    await visit.look({});
  }

  async function lookAt(state) {
    const may = [...allowed, ...(state.mayBeCut ?? [])];
    for (const [size, viewport] of Object.entries(VIEWPORTS)) {
      await visit.resize(viewport);
      for (const language of LANGUAGES) {
        await visit.speak(language);
        for (const theme of THEMES) {
          await visit.look({ theme });
          const look = `${size} ${language} ${theme}`;
          const take = () => visit.picture({ pins: state.pin, hide: state.hide });
          const again = async () => {
            await visit.page.waitForTimeout(MOMENT);
            return take();
          };
          await keep({ state, size, language, theme, png: await take(), again });
          if (theme === "light") note(state, look, await visit.faults(may));
          // Sizes share their markup; a desktop may lay out other landmarks.
          if (size === "phone" || (size === "desktop" && language === "kk")) note(state, look, await visit.axe());
        }
      }
    }
    await visit.look({});
    for (const [zoom, viewport] of Object.entries(ZOOMS)) {
      await visit.resize(viewport);
      for (const language of LANGUAGES) {
        await visit.speak(language);
        note(state, `${zoom} ${language}`, await visit.faults(may));
      }
    }
    await visit.resize(VIEWPORTS.phone);
    await visit.speak("kk");
    for (const theme of THEMES) {
      await visit.look({ theme, contrast: "more" });
      note(state, `high contrast ${theme}`, await visit.axe());
    }
    await visit.look({});
  }
}

/** Where a picture is kept, relative to the folder of the run. */
export const pictureName = ({ state, size, language, theme }) => `${state.name}-${size}-${language}-${theme}.png`;

/** Writes pictures into the folder of the run. */
export async function pictureKeeper() {
  const folder = join(SETTINGS.out, "pictures");
  await mkdir(folder, { recursive: true });
  return async (shot) => writeFile(join(folder, pictureName(shot)), shot.png);
}
