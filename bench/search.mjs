// How long the search takes to be ready and to answer over made-up listings, against MiniSearch, FlexSearch, Orama and a plain
// filter, all in workers of one browser: `cargo xtask bench search`. Ours is timed from the page, messages included.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { build } from "esbuild";
import { chromium } from "playwright-core";

const SIZES = (process.env.CRYPTOCITY_SIZES ?? "1000,10000,100000").split(",").map(Number);
const ROUNDS = 3;
const PEERS = ["plain filter", "MiniSearch", "FlexSearch", "Orama"];
const QUERIES = [
  ..."а ж к ул көшесі demo golden жшс ka ба мн то ас сар дау yntymaq zhetigen Жетіген".split(" "),
  ...["2 комн", "60 м²", "3 этаж", "Жетыген 2 комн", "qoianqus 3 бөлме", "gate 45 м2", "хозяин 2 комн"],
  // With a slip.
  ...["жетген", "goldne", "пкупить", "коянкус"],
];

const work = await mkdtemp(join(tmpdir(), "cryptocity-search-"));
const here = fileURLToPath(new URL(".", import.meta.url));
const run = promisify(execFile);

const percentile = (times, share) => [...times].sort((a, b) => a - b)[Math.floor((times.length * share) / 100)];
const show = (millis) => `${millis < 10 ? millis.toFixed(2) : millis.toFixed(0)} ms`.padStart(11);

/** How fast the list of homes is scrolled. */
const PACES = [
  ["flung", 100],
  ["dragged by its bar", 900],
];

/** Plain files, not compressed: what is measured is the browser's part. */
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".svg": "image/svg+xml" };
const serve = async (folder, missing) => {
  const server = createServer(async (request, response) => {
    try {
      const named = join(folder, new URL(request.url, "http://x").pathname);
      // Addresses of the app are all the same page.
      const file = missing && !extname(named) ? join(folder, missing) : named;
      const body = await readFile(file);
      const headers = { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "cache-control": "max-age=3600" };
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: server.address().port, close: () => server.close() };
};

try {
  await symlink(join(process.env.CRYPTOCITY_DIST, "worker"), join(work, "worker"));
  await build({
    entryPoints: [join(here, "lib/search-peers.mjs")],
    bundle: true,
    format: "iife",
    outfile: join(work, "peers.js"),
    logLevel: "error",
  });
  await writeFile(join(work, "index.html"), "<!doctype html><title>bench</title>");
  const worker = (await readdir(join(work, "worker"))).find((name) => /^city-worker-[0-9a-f]+\.js$/.test(name));
  for (const size of SIZES) await measure(size, worker);
} finally {
  await rm(work, { recursive: true, force: true });
}

async function measure(size, worker) {
  await rm(join(work, "zone"), { recursive: true, force: true });
  await mkdir(join(work, "zone"));
  await run(join(process.env.CRYPTOCITY_PROGRAMS, "zone"), [
    ...["generate", "--merchants", String(Math.min(10_000, size)), "--listings", String(size)],
    ...["--out", join(work, "zone")],
  ]);
  const envelope = JSON.parse(await readFile(join(work, "zone/catalogue/manifest.json"), "utf8"));
  const manifest = JSON.parse(Buffer.from(envelope.payload, "base64").toString());
  const urls = manifest.shards.filter((shard) => shard.kind === "listings").map((shard) => `/zone/catalogue/${shard.path}`);
  const server = await serve(work);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--js-flags=--expose-gc"],
  });
  try {
    const address = `http://127.0.0.1:${server.port}/index.html`;
    const rows = [await alone(browser, address, "CryptoCity", ours, { worker, queries: QUERIES, rounds: ROUNDS })];
    for (const engine of PEERS) {
      rows.push(await alone(browser, address, engine, theirs, { urls, queries: QUERIES, rounds: ROUNDS, engine }));
    }
    const heads = ["ready", "first", "p50", "p95", "most", "memory"];
    console.log(`\n${size} listings`.padEnd(16) + heads.map((head) => head.padStart(11)).join(""));
    for (const { name, built, times, memory } of rows) {
      const figures = [built, times[0], percentile(times, 50), percentile(times, 95), Math.max(...times)];
      console.log(name.padEnd(15) + figures.map(show).join("") + `${Math.round(memory / 1024)} MiB`.padStart(11));
    }
    for (const [what, pixels] of PACES) {
      const { rest, frames } = await frameTimes(browser, pixels);
      const shares = [50, 95, 100].map((share) => percentile(frames, share) ?? Math.max(...frames));
      const dropped = frames.filter((frame) => frame > rest * 1.5).length;
      const figures = `p50${show(shares[0])}, p95${show(shares[1])}, most${show(shares[2])}`;
      console.log(`${what}, ${pixels} px a frame: ${figures}, ${dropped} of ${frames.length} dropped`);
    }
  } finally {
    await browser.close();
    server.close();
  }
}

/** One contestant alone in the browser, whose growth is the memory it takes, in KiB: its script's heap, its wasm, all. */
async function alone(browser, address, name, contest, job) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const empty = await residentKiB(browser);
  const figures = await page.evaluate(contest, job);
  const memory = (await residentKiB(browser)) - empty;
  await context.close();
  return { name, memory, ...figures };
}

/** What the processes of pages and workers hold of this machine's memory, shared pages by their share. */
async function residentKiB(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  let sum = 0;
  for (const { id } of processInfo.filter(({ type }) => type === "renderer")) {
    // A spare process may end meanwhile.
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, "utf8").catch(() => "Pss: 0 kB");
    sum += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)[1]);
  }
  return sum;
}

/** Lengths of frames while the wallet's list of homes is scrolled by so many pixels a frame, and of one at rest. */
async function frameTimes(browser, pixels) {
  const app = join(work, "app");
  await rm(app, { recursive: true, force: true });
  await mkdir(app);
  for (const name of await readdir(process.env.CRYPTOCITY_DIST)) {
    if (name !== "zone") await symlink(join(process.env.CRYPTOCITY_DIST, name), join(app, name));
  }
  await symlink(join(work, "zone"), join(app, "zone"));
  const server = await serve(app, "index.html");
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`http://127.0.0.1:${server.port}/property`);
    await page.locator("[data-testid=listing]").first().waitFor({ timeout: 120_000 });
    return await page.evaluate(async (pixels) => {
      const scroll = async (step) => {
        const frames = [];
        let before = await new Promise(requestAnimationFrame);
        for (let count = 0; count < 300; count += 1) {
          scrollBy(0, step);
          const now = await new Promise(requestAnimationFrame);
          frames.push(now - before);
          before = now;
        }
        return frames;
      };
      const still = await scroll(0);
      return { rest: still.sort((a, b) => a - b)[150], frames: await scroll(pixels) };
    }, pixels);
  } finally {
    server.close();
  }
}

/** In the page: our worker, from its start until everything is there, then each question and its first rows. */
async function ours({ worker: script, queries, rounds }) {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const begun = performance.now();
  const worker = new Worker(`/worker/${script}`);
  const waiting = new Map();
  let number = 0;
  const ready = new Promise((done) => {
    worker.onmessage = ({ data }) => {
      if (data.ready) return done();
      waiting.get(data.id)(JSON.parse(decoder.decode(data.bytes)));
      waiting.delete(data.id);
    };
  });
  const ask = (request) =>
    new Promise((done) => {
      number += 1;
      waiting.set(number, done);
      worker.postMessage({ id: number, bytes: encoder.encode(JSON.stringify(request)), secret: new Uint8Array() });
    });
  await ready;
  let seen = 0;
  let state;
  do {
    ({ state } = await ask({ watch: { seen } }));
    seen = state.revision;
  } while (state.phase !== "ready" && state.phase !== "failed");
  const built = performance.now() - begun;
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const text of queries) {
      const started = performance.now();
      await ask({ property: { query: { text }, language: "kk" } });
      times.push(performance.now() - started);
    }
  }
  return { built, times };
}

/** In the page: a peer in a worker of its own. */
function theirs(job) {
  return new Promise((done, failed) => {
    const worker = new Worker("/peers.js");
    worker.onerror = failed;
    worker.onmessage = ({ data }) => done(data);
    worker.postMessage(job);
  });
}
