// The pay page's square, read by somebody else's reader.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { Window } from "happy-dom";
import jsqr from "jsqr";

const script = readFileSync(new URL("../dist/qr.js", import.meta.url), "utf8");
// Its module is an older kind.
const read = jsqr.default ?? jsqr;
const LINK = "https://wallet.example/pay/?locale=kk#order=https%3A%2F%2Ftill.example%2Fpay%2F0x00112233445566778899aabbccddeeff";

/** Pixels of the drawing, `scale` a module. */
function pixels(svg, scale) {
  const [left, top, side] = svg.getAttribute("viewBox").split(" ").map(Number);
  const width = side * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of svg.querySelector("path").getAttribute("d").matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < scale; row += 1) {
      const start = (((y - top) * scale + row) * width + (x - left) * scale) * 4;
      for (let i = 0; i < scale * 4; i += 1) if (i % 4 < 3) data[start + i] = 0;
    }
  }
  return { data, width };
}

test("a link becomes a square that readers read", () => {
  const { document, customElements, HTMLElement } = new Window({ url: "https://wallet.example/pay/" });
  Object.assign(globalThis, { document, customElements, HTMLElement });
  runInThisContext(script);
  // Loaded twice, it is defined once.
  runInThisContext(script);
  const square = document.createElement("cryptocity-qr");
  square.setAttribute("text", LINK);
  document.body.append(square);
  const { data, width } = pixels(square.querySelector("svg"), 4);
  assert.equal(read(data, width, width)?.data, LINK);
});
