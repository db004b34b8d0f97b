// How smooth the list of what happened stays as it grows: `cargo xtask bench activity`. Entries made of a real one are put where
// the wallet keeps them; then a person opens the list, scrolls through it and searches. Ratios are against the shortest list.
import { chromium } from "playwright-core";

import { startStack } from "../tests/shots/lib/stack.mjs";

const SIZES = (process.env.CRYPTOCITY_SIZES ?? "100,1000,10000").split(",").map(Number);
const WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const PASSWORD = "өте ұзын құпиясөз 2026";
const SCROLL_STEPS = 120;

const id = (name) => `[data-testid=${name}]`;
const stack = await startStack();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "kk" })).newPage();
  await restore(page);
  let first;
  console.log("entries".padEnd(10) + ["unlock", "list", "search", "frame p50", "frame p95", "worst"].map((t) => t.padStart(12)).join(""));
  for (const size of SIZES) {
    await page.evaluate(fill, size);
    const figures = await measure(page, size);
    first ??= figures;
    const shown = figures.map((value, at) => `${value.toFixed(0)} ms ×${(value / first[at]).toFixed(1)}`.padStart(12));
    console.log(String(size).padEnd(10) + shown.join(""));
  }
} finally {
  await browser.close();
  await stack.stop();
}

async function restore(page) {
  await page.goto(`${stack.wallet}/restore`);
  await page.fill(id("restore-words"), WORDS);
  await page.click(id("restore-submit"));
  await page.click(id("discovery-continue"));
  await page.fill(id("new-password"), PASSWORD);
  await page.fill(id("repeat-password"), PASSWORD);
  await page.click(id("create-submit"));
  await page.click(id("faucet"));
  await page.locator(id("entry")).first().waitFor();
}

async function measure(page, size) {
  await page.goto(stack.wallet);
  await page.fill(id("unlock-password"), PASSWORD);
  const clicked = Date.now();
  await page.click(id("unlock-submit"));
  await page.locator(id("entry")).first().waitFor();
  const unlock = Date.now() - clicked;
  const list = await timed(page, `a[href="/activity"]`, id("activity-count"));
  const rows = await page.locator(id("activity-count")).innerText();
  if (Number(rows.replace(/\D/g, "")) < size) throw new Error(`only ${rows} of ${size}`);
  const frames = await page.evaluate(scroll, SCROLL_STEPS);
  const search = await page.evaluate(type, "4242");
  const at = (share) => frames[Math.floor((frames.length * share) / 100)];
  return [unlock, list, search, at(50), at(95), frames.at(-1)];
}

async function timed(page, target, awaited) {
  const begun = Date.now();
  await page.locator(target).first().click();
  await page.locator(awaited).waitFor();
  return Date.now() - begun;
}

/** In the page: copies of a real entry, each another one. */
async function fill(size) {
  const database = await new Promise((done, failed) => {
    const request = indexedDB.open("cryptocity");
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const transaction = database.transaction("meta", "readwrite");
  const store = transaction.objectStore("meta");
  const ask = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const keys = (await ask(store.getAllKeys())).filter((key) => String(key).includes("activity/"));
  const entry = JSON.parse(await ask(store.get(keys[0])));
  const prefix = keys[0].slice(0, keys[0].length - entry.id.length);
  for (let number = keys.length; number < size; number += 1) {
    const transaction = `0x${number.toString(16).padStart(64, "0")}`;
    const counterparty = `0x${(number % 97).toString(16).padStart(40, "1")}`;
    const copy = { ...entry, id: `${transaction}/0`, transaction, counterparty, time: entry.time - number * 600, note: `${number}` };
    store.put(JSON.stringify(copy), `${prefix}${copy.id}`);
  }
  await new Promise((done) => (transaction.oncomplete = done));
  database.close();
}

/** In the page: scrolls the list from its beginning to its end and gives the lengths of the frames, sorted. */
async function scroll(steps) {
  const list = [...document.querySelectorAll("*")].find((one) => one.scrollHeight > one.clientHeight * 1.5 && one.clientHeight > 200 && getComputedStyle(one).overflowY !== "visible");
  const frames = [];
  let before = await new Promise(requestAnimationFrame);
  for (let step = 1; step <= steps; step += 1) {
    list.scrollTop = ((list.scrollHeight - list.clientHeight) * step) / steps;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - before);
    before = now;
  }
  return frames.sort((a, b) => a - b);
}

/** In the page: types into the search and waits for another number of results to be painted. */
async function type(text) {
  const field = document.querySelector("[data-testid=activity-search]");
  const count = document.querySelector("[data-testid=activity-count]");
  const before = count.textContent;
  const begun = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  while (count.textContent === before) await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}
