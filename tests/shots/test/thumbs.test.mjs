import assert from "node:assert/strict";
import { test } from "node:test";

import { PNG } from "pngjs";

import { differenceOf, thumbOf } from "../lib/thumbs.mjs";

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
