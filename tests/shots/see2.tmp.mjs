import { startStack } from "./lib/stack.mjs";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const world = await startStack();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const ctx = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "kk-KZ" });
const page = await ctx.newPage();
const id = (n) => page.locator(`[data-testid="${n}"]`).first();
const within = (p, ms, what) => Promise.race([p.then((v) => (console.log("ok", what), v), (e) => console.log("fail", what, e.message.slice(0, 200))), new Promise((r) => setTimeout(() => (console.log("HANG", what), r()), ms))]);
await page.goto(world.wallet + "/");
await id("create-wallet").click();
await page.locator("[data-testid=words-list] li").first().waitFor({ timeout: 20000 });
await id("words-saved").click();
await id("new-password").fill("correct horse battery");
await id("repeat-password").fill("correct horse battery");
await page.locator("form button[type=submit]").first().click();
await id("faucet").waitFor({ timeout: 30000 });
await page.waitForTimeout(3000);
const cdp = await ctx.newCDPSession(page);
const steps = (process.env.STEPS ?? "eval,gc,query,snap,eval").split(",");
await within(cdp.send("HeapProfiler.enable"), 5000, "enable");
for (const s of steps) {
  if (s === "eval") await within(cdp.send("Runtime.evaluate", { expression: "1+1" }), 5000, "eval");
  if (s === "gc") await within(cdp.send("HeapProfiler.collectGarbage"), 8000, "gc");
  if (s === "lock") { await id("lock").click(); await id("unlock-password").waitFor(); console.log("locked"); }
  if (s === "snap") await within(cdp.send("HeapProfiler.takeHeapSnapshot"), 20000, "snap");
  if (s === "query") { const p = await cdp.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" }); await within(cdp.send("Runtime.queryObjects", { prototypeObjectId: p.result.objectId }), 8000, "query"); }
}
await Promise.race([browser.close(), new Promise((r) => setTimeout(r, 3000))]); await world.stop();
process.exit(0);
