import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

import { SETTINGS } from "./settings.mjs";

/** A letter at 1× has some thirty dark pixels; antialiased edges do not count. */
export const TOLERATED_PIXELS = 24;

/**
 * Compares two pictures. Edges that are only smoothed differently count as equal.
 *
 * @returns {{same: true} | {same: false, near: boolean, why: string, difference?: Buffer}} `near`: of about the same size
 */
export function comparePictures(reference, picture) {
  const [a, b] = [PNG.sync.read(reference), PNG.sync.read(picture)];
  if (a.width !== b.width || a.height !== b.height) {
    const near = a.width === b.width && Math.abs(a.height - b.height) <= a.height * OTHER_BROWSERS_HEIGHT;
    return { same: false, near, why: `${b.width} × ${b.height} instead of ${a.width} × ${a.height}` };
  }
  const difference = new PNG({ width: a.width, height: a.height });
  const count = pixelmatch(a.data, b.data, difference.data, a.width, a.height, { threshold: 0.1, alpha: 0.3 });
  if (count <= TOLERATED_PIXELS) return { same: true };
  return { same: false, near: true, why: `${count} pixels differ`, difference: PNG.sync.write(difference) };
}

/** The looks that are compared, of states marked `main`. */
export const isCompared = ({ state, size, language }) => state.main === true && language === "kk" && size !== "narrow";

const nameOf = ({ state, size, theme }) => `${state.name}-${size}-${theme}.png`;

/** Another version of the browser may break a line elsewhere, but not lay out another page. */
const OTHER_BROWSERS_HEIGHT = 0.03;

/** Names the browser that drew the references: others draw letters a little differently. */
const BROWSER = "browser.txt";
const majorOf = (version) => version.split(".")[0];

/** Compares with the committed references, or replaces them. */
export class References {
  #seen = new Set();
  #drawnBy;

  constructor({ update, browser }) {
    this.update = update;
    this.browser = majorOf(browser);
  }

  /** Whether the references were drawn by a browser of this version; only then every pixel counts, else the size alone. */
  async isSameBrowser() {
    this.#drawnBy ??= (await readFile(join(SETTINGS.references, BROWSER), "utf8").catch(() => "")).trim();
    return this.#drawnBy === this.browser;
  }

  /** @returns faults: none or one */
  async check(shot) {
    const name = nameOf(shot);
    this.#seen.add(name);
    const path = join(SETTINGS.references, name);
    const reference = await readFile(path).catch(() => undefined);
    const compared = reference ? comparePictures(reference, shot.png) : { same: false, why: "no reference yet" };
    if (compared.same) return [];
    if (!this.update && compared.near && !(await this.isSameBrowser())) return [];
    if (this.update) {
      await mkdir(SETTINGS.references, { recursive: true });
      await writeFile(path, smaller(shot.png));
      return [];
    }
    const out = join(SETTINGS.out, "differences");
    await mkdir(out, { recursive: true });
    await writeFile(join(out, name), shot.png);
    if (compared.difference) await writeFile(join(out, name.replace(".png", "-difference.png")), compared.difference);
    return [{ kind: "differs from its reference", where: name, text: `${compared.why}; see ${join(out, name)}` }];
  }

  /** References of states that are no more: removed at an update, else faults. */
  async leftOver() {
    const names = await readdir(SETTINGS.references).catch(() => []);
    const unused = names.filter((name) => name.endsWith(".png") && !this.#seen.has(name));
    if (!this.update) return unused.map((name) => ({ kind: "reference without a state", where: name, text: "" }));
    await writeFile(join(SETTINGS.references, BROWSER), `${this.browser}\n`);
    await Promise.all(unused.map((name) => rm(join(SETTINGS.references, name))));
    return [];
  }
}

/** Steps of eight a channel: far below what the comparison sees, and a third of the bytes. */
function smaller(png) {
  const picture = PNG.sync.read(png);
  for (const [at, byte] of picture.data.entries()) picture.data[at] = Math.min(255, Math.round(byte / 8) * 8);
  return PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}
