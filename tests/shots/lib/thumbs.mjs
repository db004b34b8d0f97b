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
  #changed = new Set();

  constructor({ update, sameBrowser }) {
    this.update = update;
    this.sameBrowser = sameBrowser;
  }

  /**
   * Compares a picture with its thumb; one that differs is taken again, for it may have been caught in a moment of change.
   * Gives faults: none or one. When thumbs are updated, the second picture becomes the thumb.
   */
  async check(shot) {
    // What is 320 px wide is looked through for faults; its layout is the phone's.
    if (shot.state.varies || shot.size === "narrow") return [];
    const name = sheetOf(shot);
    this.#seen.add(name);
    const columns = await this.#columns(name);
    const before = columns.get(lookOf(shot));
    const why = (png) => this.#differs(before, thumbOf(PNG.sync.read(png)));
    if (!why(shot.png)) return [];
    const settled = await shot.again();
    const text = why(settled);
    if (!text) return [];
    if (!this.update) return [{ kind: "differs from its thumb", where: name, text }];
    columns.set(lookOf(shot), thumbOf(PNG.sync.read(settled)));
    this.#changed.add(name);
    return [];
  }

  #differs(before, now) {
    return before ? differenceOf(before, now, { layoutOnly: !this.sameBrowser }) : "no thumb yet";
  }

  /** Writes what was kept; removes, or tells, the thumbs of states that are no more. */
  async finish({ whole }) {
    const folder = SETTINGS.thumbs;
    if (this.update) {
      await mkdir(folder, { recursive: true });
      for (const name of this.#changed) await writeFile(join(folder, name), sheetFrom(await this.#columns(name)));
    }
    if (!whole) return [];
    const names = await readdir(folder).catch(() => []);
    const unused = names.filter((name) => name.endsWith(".png") && !this.#seen.has(name));
    if (!this.update) return unused.map((name) => ({ kind: "thumb without a state", where: name, text: "" }));
    await Promise.all(unused.map((name) => rm(join(folder, name))));
    return [];
  }

  async #columns(name) {
    if (!this.#sheets.has(name)) {
      const bytes = await readFile(join(SETTINGS.thumbs, name)).catch(() => undefined);
      this.#sheets.set(name, bytes ? columnsOf(PNG.sync.read(bytes)) : new Map());
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
export function sheetFrom(columns) {
  const thumbs = LOOKS.map((look) => columns.get(look));
  const width = Math.max(...thumbs.map((thumb) => thumb?.width ?? 0));
  const height = Math.max(...thumbs.map((thumb) => thumb?.height ?? 0));
  const sheet = new PNG({ width: width * LOOKS.length, height });
  thumbs.forEach((thumb, column) => thumb && PNG.bitblt(thumb, sheet, 0, 0, thumb.width, thumb.height, column * width, 0));
  return PNG.sync.write(sheet, { deflateLevel: 9, deflateStrategy: 0 });
}

/** The thumbs of a sheet by look, those that are there. */
export function columnsOf(sheet) {
  const width = Math.floor(sheet.width / LOOKS.length);
  const columns = new Map();
  LOOKS.forEach((look, column) => {
    let height = 0;
    while (height < sheet.height && sheet.data[(height * sheet.width + column * width) * 4 + 3] === 255) height += 1;
    if (height === 0) return;
    const thumb = new PNG({ width, height });
    PNG.bitblt(sheet, thumb, column * width, 0, width, height, 0, 0);
    columns.set(look, thumb);
  });
  return columns;
}
