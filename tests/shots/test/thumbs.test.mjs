import assert from "node:assert/strict";
import { test } from "node:test";

import { PNG } from "pngjs";

import { columnsOf, differenceOf, sheetFrom, Thumbs, thumbOf } from "../lib/thumbs.mjs";

/** A white page with a dark bar. */
const page = ({ width = 400, height = 800, bar = 100, length = 120 }) => {
  const png = new PNG({ width, height });
  png.data.fill(255);
  for (let y = bar; y < bar + 14; y++) png.data.fill(40, (y * width + 20) * 4, (y * width + 20 + length) * 4);
  return thumbOf(png);
};

test("equal pages have equal thumbs", () => assert.equal(differenceOf(page({}), page({})), undefined));

test("a pixel of a picture more or less is no difference", () => {
  assert.equal(differenceOf(page({}), page({ length: 121 })), undefined);
  assert.equal(differenceOf(page({}), page({ height: 803 })), undefined);
});

test("a moved line and a longer page are", () => {
  assert.match(differenceOf(page({}), page({ bar: 124 })), /points/);
  assert.match(differenceOf(page({}), page({ height: 824 })), /66 × 137 points instead of 66 × 133/);
});

test("of another browser's pages the size alone counts", () => {
  assert.equal(differenceOf(page({}), page({ bar: 124, height: 812 }), { layoutOnly: true }), undefined);
  assert.match(differenceOf(page({}), page({ height: 900 }), { layoutOnly: true }), /66 × 150 points/);
});

test("a sheet gives back the thumbs it was made of, and none for a look it has not", () => {
  const thumbs = new Map([
    ["kk light", page({})],
    ["en dark", page({ height: 824, bar: 124 })],
  ]);
  const again = columnsOf(PNG.sync.read(sheetFrom(thumbs)));
  assert.deepEqual([...again.keys()], [...thumbs.keys()]);
  for (const [look, thumb] of thumbs) assert.equal(differenceOf(thumb, again.get(look)), undefined);
});

const shot = (png, again) => ({ state: { name: "no-such-state" }, size: "phone", language: "kk", theme: "light", png, again: async () => again });
const white = PNG.sync.write(Object.assign(new PNG({ width: 60, height: 60 }), { data: Buffer.alloc(60 * 60 * 4, 255) }));
const black = PNG.sync.write(Object.assign(new PNG({ width: 60, height: 60 }), { data: Buffer.alloc(60 * 60 * 4, 0) }));

test("a page caught in a moment of change is taken again, and the second picture counts", async () => {
  const thumbs = new Thumbs({ update: true, sameBrowser: true });
  await thumbs.check(shot(white, black));
  thumbs.update = false;
  assert.deepEqual(await thumbs.check(shot(black, white)), []);
  assert.deepEqual(await thumbs.check(shot(white, black)), []);
  assert.equal((await thumbs.check(shot(white, white)))[0].kind, "differs from its thumb");
});

test("a state without a thumb is a fault, one that varies is not compared", async () => {
  const thumbs = new Thumbs({ update: false, sameBrowser: true });
  assert.equal((await thumbs.check(shot(white, white)))[0].text, "no thumb yet");
  const varying = { ...shot(white, white), state: { name: "no-such-state", varies: true } };
  assert.deepEqual(await thumbs.check(varying), []);
});
