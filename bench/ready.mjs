// How long a pay page takes until it can be used, against React's hello world, on a slow link and a slow processor, cold:
// `cargo xtask bench ready`. Every round visits every contestant with a fresh browser; what counts are ratios within rounds.
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, brotliCompressSync } from "node:zlib";

import { chromium } from "playwright-core";

import { writeReactPage } from "./lib/react-page.mjs";
import { SLOW_4G, SlowLink } from "./lib/slow-link.mjs";
import { serve } from "./lib/static-server.mjs";

const ROUNDS = Number(process.env.CRYPTOCITY_ROUNDS ?? 7);
const CPU_SLOWDOWN = 4;
const PASSWORD = "өте ұзын құпиясөз 2026";
const WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const LINES = [{ name: "Латте", quantityMilli: "2000", unitTiyn: "95000", vatBps: 1600 }];

const work = await mkdtemp(join(tmpdir(), "cryptocity-bench-"));
try {
  await run();
} finally {
  await rm(work, { recursive: true, force: true });
}

async function run() {
  const dist = join(work, "dist");
  await cp(process.env.CRYPTOCITY_DIST, dist, { recursive: true });
  await compress(dist);
  process.env.CRYPTOCITY_DIST = dist;
  // Reads its settings from the environment when it is loaded.
  const { startStack } = await import("../tests/shots/lib/stack.mjs");

  await writeReactPage(work);
  const react = await serve(work);
  const stack = await startStack();
  const link = new SlowLink(SLOW_4G);
  try {
    const rules = [`MAP 127.0.0.1:${react.port} 127.0.0.1:${await link.to(react.port)}`];
    for (const origin of [stack.wallet, stack.merchant, stack.operator, stack.anvil]) {
      const { hostname, port } = new URL(origin);
      rules.push(`MAP ${hostname}:${port} 127.0.0.1:${await link.to(Number(port))}`);
    }
    const profile = await profileWithWallet(stack);
    const contestants = {
      react: async () => ({ url: `http://127.0.0.1:${react.port}/react/`, marks: { shown: "[data-ready]" } }),
      pay: async () => ({
        url: `${stack.wallet}/pay/#order=${encodeURIComponent(await newOrder(stack))}`,
        marks: { shown: "main.pay", ready: "[data-testid=pay-submit]" },
      }),
    };
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const names = Object.keys(contestants);
      if (round % 2) names.reverse();
      const seen = {};
      for (const name of names) seen[name] = await visit(profile, rules, await contestants[name]());
      rounds.push(seen);
      process.stderr.write(`  round ${round + 1}: ${JSON.stringify(seen)}\n`);
    }
    report(rounds);
  } finally {
    link.close();
    react.close();
    await stack.stop();
  }
}

/** Writes `.br` beside every file, which the site's server prefers. */
async function compress(folder) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(`${path}.br`, brotliCompressSync(bytes, { params }));
  }
}

function launch(profile, extra = []) {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    viewport: { width: 390, height: 844 },
    locale: "kk-KZ",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", ...extra],
  });
}

/** A browser profile that has a wallet, made at full speed. */
async function profileWithWallet(stack) {
  const profile = join(work, "profile");
  const context = await launch(profile);
  const page = await context.newPage();
  const fill = (name, text) => page.locator(`[data-testid=${name}]`).fill(text);
  const press = (name) => page.locator(`[data-testid=${name}]`).click();
  await page.goto(`${stack.wallet}/restore`);
  await fill("restore-words", WORDS);
  await press("restore-submit");
  // Comes when the chain knows accounts of these words.
  const found = press("discovery-continue").catch(() => {});
  await Promise.race([found, page.locator("[data-testid=new-password]").waitFor()]);
  await fill("new-password", PASSWORD);
  await fill("repeat-password", PASSWORD);
  await press("create-submit");
  await page.locator("[data-testid=address]").waitFor();
  await context.close();
  for (const cache of ["Cache", "Code Cache"]) {
    await rm(join(profile, "Default", cache), { recursive: true, force: true });
  }
  return profile;
}

async function newOrder(stack) {
  const answer = await fetch(`${stack.cafe}/order`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(LINES),
  });
  if (!answer.ok) throw new Error(`the café's order: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).payUrl;
}

/** Milliseconds from the start of the navigation to each mark, and the largest paint. */
async function visit(profile, rules, { url, marks }) {
  const copy = join(work, "visit");
  await cp(profile, copy, { recursive: true });
  const context = await launch(copy, [`--host-resolver-rules=${rules.join(",")}`]);
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
    await page.addInitScript(watch, marks);
    await page.goto(url);
    await page.waitForFunction((names) => names.every((name) => name in globalThis.seen), Object.keys(marks), {
      timeout: 60_000,
    });
    // The paint of what has just been put on the page.
    await page.waitForTimeout(300);
    return await page.evaluate(() => globalThis.seen);
  } finally {
    await context.close();
    await rm(copy, { recursive: true, force: true });
  }
}

function watch(marks) {
  const seen = { blocked: 0, shift: 0 };
  globalThis.seen = seen;
  const look = () => {
    for (const [name, selector] of Object.entries(marks)) {
      if (!(name in seen) && document.querySelector(selector)) seen[name] = Math.round(performance.now());
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  const observe = (type, read) =>
    new PerformanceObserver((list) => list.getEntries().forEach(read)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => (seen.largest = Math.round(entry.startTime)));
  observe("longtask", (entry) => (seen.blocked += Math.max(0, Math.round(entry.duration) - 50)));
  observe("layout-shift", (entry) => (seen.shift += entry.hadRecentInput ? 0 : entry.value));
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function report(rounds) {
  const of = (read) => median(rounds.map(read));
  const row = (name, read) =>
    `${name.padEnd(34)}${String(of(read)).padStart(8)} ms${of((seen) => read(seen) / seen.react.shown).toFixed(2).padStart(8)} ×`;
  const lines = [
    `slow 4G, processor ÷ ${CPU_SLOWDOWN}, cold; medians of ${rounds.length} rounds; × = of React's hello world in the same round`,
    row("React's hello world shown", (seen) => seen.react.shown),
    row("pay page shown", (seen) => seen.pay.shown),
    row("pay page, order verified and shown", (seen) => seen.pay.ready),
    row("pay page, largest paint", (seen) => seen.pay.largest),
    `pay page: layout shift ${of((seen) => seen.pay.shift).toFixed(3)}, blocked ${of((seen) => seen.pay.blocked)} ms (React ${of((seen) => seen.react.blocked)} ms)`,
  ];
  console.log(lines.join("\n"));
}
