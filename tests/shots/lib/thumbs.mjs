import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { PNG } from "pngjs";

import { LANGUAGES, SETTINGS, THEMES } from "./settings.mjs";

/** A thumb is a sixth as wide and high as its picture: enough to see that a line, a button or a word is not where it was. */
const FACTOR = 6;
/** Steps of a channel that are kept; half the bytes, and less than the comparison sees. */
const STEP = 32;
/** How far a channel may be off: letters a little aside, a rounded colour. */
const TOLERATED_STEP = 40;
/** Points of a thumb that may differ: a word of six letters has some fifteen. */
const TOLERATED_POINTS = 12;

const LOOKS = LANGUAGES.flatMap((language) => THEMES.map((theme) => `${language} ${theme}`));
const sheetOf = ({ state, size }) => `${state.name}-${size}.png`;
const lookOf = ({ language, theme }) => `${language} ${theme}`;

/** Every state in every language and theme, small; one sheet a state and size, a column a look. */
export class Thumbs {
  #sheets = new Map();
  #seen = new Set();

  constructor({ update, sameBrowser }) {
    this.update = update;
    this.sameBrowser = sameBrowser;
  }

  /** Compares a picture with its thumb, or keeps it to be the thumb. Gives faults: none or one. */
  async check(shot) {
    // What is 320 px wide is looked through for faults; its layout is the phone's.
    if (shot.state.varies || shot.size === "narrow") return [];
    const found = await this.#compare(shot);
    return found.length > 0 ? this.#compare({ ...shot, png: await shot.again() }) : [];
  }

  async #compare(shot) {
    const name = sheetOf(shot);
    this.#seen.add(name);
    const now = thumbOf(PNG.sync.read(shot.png));
    if (this.update) {
      if (!this.#sheets.has(name)) this.#sheets.set(name, new Map());
      this.#sheets.get(name).set(lookOf(shot), now);
      return [];
    }
    const sheet = await this.#read(name);
    const before = sheet && columnOf(sheet, LOOKS.indexOf(lookOf(shot)), now.width);
    const why = before ? differenceOf(before, now, { layoutOnly: !this.sameBrowser }) : "no thumb yet";
    return why ? [{ kind: "differs from its thumb", where: name, text: why }] : [];
  }

  /** Writes what was kept; removes, or tells, the thumbs of states that are no more. */
  async finish({ whole }) {
    const folder = SETTINGS.thumbs;
    if (this.update) {
      await mkdir(folder, { recursive: true });
      for (const [name, columns] of this.#sheets) await writeFile(join(folder, name), sheetFrom(columns));
    }
    if (!whole) return [];
    const names = await readdir(folder).catch(() => []);
    const unused = names.filter((name) => name.endsWith(".png") && !this.#seen.has(name));
    if (!this.update) return unused.map((name) => ({ kind: "thumb without a state", where: name, text: "" }));
    await Promise.all(unused.map((name) => rm(join(folder, name))));
    return [];
  }

  async #read(name) {
    if (!this.#sheets.has(name)) {
      const bytes = await readFile(join(SETTINGS.thumbs, name)).catch(() => undefined);
      this.#sheets.set(name, bytes && PNG.sync.read(bytes));
    }
    return this.#sheets.get(name);
  }
}

/** The mean of each square of points. */
export function thumbOf(picture) {
  const [width, height] = [picture.width, picture.height].map((length) => Math.max(1, Math.floor(length / FACTOR)));
  const thumb = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < FACTOR; dy++) {
          const row = Math.min(picture.height - 1, y * FACTOR + dy) * picture.width;
          for (let dx = 0; dx < FACTOR; dx++) {
            sum += picture.data[(row + Math.min(picture.width - 1, x * FACTOR + dx)) * 4 + channel];
          }
        }
        const mean = sum / (FACTOR * FACTOR);
        thumb.data[(y * width + x) * 4 + channel] = Math.min(255, Math.round(mean / STEP) * STEP);
      }
      thumb.data[(y * width + x) * 4 + 3] = 255;
    }
  }
  return thumb;
}

/** Why two thumbs are not of the same page, or nothing. */
export function differenceOf(before, now, { layoutOnly = false } = {}) {
  if (before.width !== now.width || Math.abs(before.height - now.height) > (layoutOnly ? before.height * 0.03 : 1)) {
    return `the thumb has ${now.width} × ${now.height} points instead of ${before.width} × ${before.height}`;
  }
  if (layoutOnly) return undefined;
  let count = 0;
  for (let at = 0; at < Math.min(before.data.length, now.data.length); at += 4) {
    const far = [0, 1, 2].some((channel) => Math.abs(before.data[at + channel] - now.data[at + channel]) > TOLERATED_STEP);
    if (far) count += 1;
  }
  return count > TOLERATED_POINTS ? `${count} points of the thumb differ` : undefined;
}

/** Thumbs side by side; where one ends, nothing is drawn. */
function sheetFrom(columns) {
  const thumbs = LOOKS.map((look) => columns.get(look));
  const width = Math.max(...thumbs.map((thumb) => thumb?.width ?? 0));
  const height = Math.max(...thumbs.map((thumb) => thumb?.height ?? 0));
  const sheet = new PNG({ width: width * LOOKS.length, height });
  thumbs.forEach((thumb, column) => thumb && PNG.bitblt(thumb, sheet, 0, 0, thumb.width, thumb.height, column * width, 0));
  return PNG.sync.write(sheet, { deflateLevel: 9, deflateStrategy: 0 });
}

/** One thumb of a sheet. */
function columnOf(sheet, column, width) {
  if (sheet.width !== width * LOOKS.length) return undefined;
  let height = 0;
  while (height < sheet.height && sheet.data[(height * sheet.width + column * width) * 4 + 3] === 255) height += 1;
  if (height === 0) return undefined;
  const thumb = new PNG({ width, height });
  PNG.bitblt(sheet, thumb, column * width, 0, width, height, 0, 0);
  return thumb;
}
