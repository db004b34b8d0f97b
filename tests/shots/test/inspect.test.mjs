import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, newVisitor } from "../lib/browser.mjs";
import { inspect } from "../lib/inspect.mjs";
import { PATTERNS, pin } from "../lib/quiet.mjs";

let browser;
let page;
before(async () => {
  browser = await launch();
  page = await (await newVisitor(browser)).context.newPage();
});
after(() => browser.close());

const LONG = "Цифрлық активтермен төленетін тапсырыстардың жалпы сомасы";
const faultsOf = async (html, allowed = []) => {
  await page.setContent(`<!doctype html><style>body { margin: 0 }</style>${html}`);
  return (await page.evaluate(inspect, { allowed })).map(({ kind }) => kind);
};

const FAULTY = {
  "an ellipsis": [`<p style="overflow:hidden;text-overflow:ellipsis;white-space:nowrap">${LONG} ${LONG}</p>`, "cut text"],
  "lines clamped": [`<div style="height:2.2em;overflow:hidden;width:9em">${LONG} ${LONG}</div>`, "cut text"],
  "a button too narrow": [`<button style="width:6em;white-space:nowrap">${LONG}</button>`, "text sticks out of its box"],
  "a word wider than the page": [`<p>${"ұзын".repeat(40)}</p>`, "the page scrolls sideways"],
  "text off to the left": [`<p style="position:relative;left:-20px">${LONG}</p>`, "text outside the page"],
  "two texts in one place": [`<p>${LONG}</p><p style="margin-top:-2.2em">Басқа сөйлем</p>`, "text over text"],
  "the end under a fixed bar": [
    `<div style="height:1200px"></div><p>Соңғы жол</p><nav style="position:fixed;bottom:0;height:80px;width:100%;background:#eee">x</nav>`,
    "text under a bar",
  ],
  "an unfilled place": ["<p>Барлығы {amount}</p>", "unfilled place"],
};
for (const [name, [html, kind]] of Object.entries(FAULTY)) {
  test(`${name} is found`, async () => assert.ok((await faultsOf(html)).includes(kind)));
}

test("text in a shadow tree is looked at", async () => {
  const html = `<div id="host"></div><script>
    host.attachShadow({ mode: "open" }).innerHTML = '<button style="width:4em;white-space:nowrap">${LONG}</button>';
  </script>`;
  assert.ok((await faultsOf(html)).includes("text sticks out of its box"));
});

const SOUND = {
  "a plain page": `<h1 style="line-height:1.1">${LONG}</h1><p>${LONG}</p><button>${LONG}</button>`,
  "a list that scrolls by itself": `<div style="overflow-x:auto"><p style="white-space:nowrap">${LONG} ${LONG}</p></div>`,
  "text for screen readers only": `<span style="position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)">${LONG}</span>`,
  "a list taller than its window": `<div style="overflow-y:auto;height:60px"><p style="height:300px">${LONG}</p><p>${LONG}</p></div><p>x</p>`,
  "what lies behind a dialog": `<p>${LONG}</p><dialog>${LONG}</dialog><script>document.querySelector("dialog").showModal()</script>`,
  "room left for the bar": `<p>x</p><div style="height:1200px"></div><p style="margin-bottom:100px">Соңғы жол</p>
    <nav style="position:fixed;bottom:0;height:80px;width:100%;background:#eee">x</nav>`,
};
for (const [name, html] of Object.entries(SOUND)) {
  test(`${name} is left alone`, async () => assert.deepEqual(await faultsOf(html), []));
}

test("what may be cut is left alone", async () => {
  const html = `<p class="short" style="overflow:hidden;white-space:nowrap;width:5em">${LONG}</p>`;
  assert.deepEqual(await faultsOf(html, [".short"]), []);
});

test("texts of one run become those of every run, and come back", async () => {
  const text = `Тапсырыс 0x${"ab".repeat(16)}, http://127.0.0.1:34113, 4:07, 2026 ж. 3 мамыр`;
  await page.setContent(`<p>${text}</p><ol><li>a</li><li>b</li></ol>`);
  await page.evaluate(pin, { patterns: PATTERNS, pins: { li: ["бір", "екі"] } });
  const pinned = await page.locator("p").textContent();
  assert.equal(pinned, `Тапсырыс 0x${"5ca1ab1e".repeat(4)}, http://127.0.0.1:8081, 14:59, 2026 ж. 24 қараша`);
  assert.deepEqual(await page.locator("li").allTextContents(), ["бір", "екі"]);
  await page.evaluate(() => window.__unpin());
  assert.equal(await page.locator("p").textContent(), text);
});
