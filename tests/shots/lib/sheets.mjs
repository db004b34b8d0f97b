import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { LANGUAGES, SETTINGS, THEMES, VIEWPORTS } from "./settings.mjs";
import { pictureName } from "./walk.mjs";

/** The part of a long page that a sheet shows, in heights of the window. */
const SHOWN = 2;
const QUALITY = 35;
/** States on one sheet: with more it would be higher than a WebP can be, which is 16,383 points. */
const STATES = 16;

/** Draws the sheets of each walk and size: a row for each state, a column for each language and theme. */
export async function drawSheets({ browser, walks, folder }) {
  await mkdir(folder, { recursive: true });
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  for (const part of walks.flatMap(partsOf)) {
    for (const size of Object.keys(VIEWPORTS)) {
      const name = `${part.name}-${size}`;
      const html = join(SETTINGS.out, `${name}.html`);
      await writeFile(html, sheetPage(part, size));
      await page.goto(pathToFileURL(html).href);
      const { width, height } = await page.evaluate(() => ({
        width: document.body.scrollWidth,
        height: document.body.scrollHeight,
      }));
      const { data } = await session.send("Page.captureScreenshot", {
        format: "webp",
        quality: QUALITY,
        captureBeyondViewport: true,
        clip: { x: 0, y: 0, width, height, scale: 1 },
      });
      if (!data) throw new Error(`the sheet ${name} of ${width} × ${height} points could not be drawn`);
      await writeFile(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
    }
  }
  await page.close();
}

/** A walk as one sheet has it: `wallet-1`, `wallet-2` when it has more states than fit. */
export function partsOf({ name, states }) {
  const count = Math.ceil(states.length / STATES);
  const each = Math.ceil(states.length / count);
  return Array.from({ length: count }, (_, at) => ({
    name: count === 1 ? name : `${name}-${at + 1}`,
    states: states.slice(at * each, (at + 1) * each),
  }));
}

function sheetPage({ name, states }, size) {
  const { width, height, scale } = VIEWPORTS[size];
  const looks = LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ language, theme })));
  const isPhotographed = (state) => existsSync(join(SETTINGS.out, "pictures", pictureName({ state, size, ...looks[0] })));
  const cell = (state, look) => `<td><div><img src="pictures/${pictureName({ state, size, ...look })}"></div></td>`;
  const row = (state) => `<tr><th>${state.name}</th>${looks.map((look) => cell(state, look)).join("")}</tr>`;
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; width: max-content; font: 14px sans-serif; background: #dfe3e6; color: #111; }
    table { border-spacing: 8px; } caption, th { text-align: left; padding: 4px; } caption { font-size: 18px; }
    tbody th { writing-mode: vertical-rl; } td { vertical-align: top; }
    div { width: ${width * scale}px; max-height: ${height * SHOWN * scale}px; overflow: hidden; box-shadow: 0 0 0 1px #0003; }
    img { width: 100%; display: block; }
  </style><table><caption>${name}, ${width} × ${height}</caption>
  <thead><tr><th></th>${looks.map(({ language, theme }) => `<th>${language} ${theme}</th>`).join("")}</tr></thead>
  <tbody>${states.filter(isPhotographed).map(row).join("")}</tbody></table>`;
}
