import assert from "node:assert/strict";
import { test } from "node:test";

import { PNG } from "pngjs";

import { TOLERATED_PIXELS, comparePictures } from "../lib/compare.mjs";

const picture = (width, dark) => {
  const png = new PNG({ width, height: 40 });
  png.data.fill(255);
  for (let at = 0; at < dark; at++) {
    // A block: single pixels and thin lines would look like smoothed edges.
    const offset = ((10 + Math.floor(at / 10)) * width + 10 + (at % 10)) * 4;
    png.data.fill(0, offset, offset + 3);
  }
  return PNG.sync.write(png);
};

test("equal pictures are the same", () => assert.deepEqual(comparePictures(picture(80, 50), picture(80, 50)), { same: true }));

test("a few pixels are tolerated, a letter's are not", () => {
  assert.equal(comparePictures(picture(80, 0), picture(80, TOLERATED_PIXELS - 4)).same, true);
  assert.equal(comparePictures(picture(80, 0), picture(80, TOLERATED_PIXELS * 4)).same, false);
});

test("another size differs", () => assert.match(comparePictures(picture(80, 0), picture(81, 0)).why, /81 × 40/));
