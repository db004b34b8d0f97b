// The npm package as a merchant gets it: packed, unpacked into somebody's project, imported where there is no browser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
let project;
let packed;

before(() => {
  project = mkdtempSync(join(tmpdir(), "checkout-package-"));
  const said = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], { cwd: root });
  const [answer] = Object.values(JSON.parse(said));
  packed = answer;
  const home = join(project, "node_modules/@cryptocity/checkout");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", join(project, packed.filename.split("/").at(-1)), "--strip-components=1", "-C", home]);
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
});

after(() => rmSync(project, { recursive: true }));

test("it holds what merchants need and nothing else", () => {
  const names = packed.files.map(({ path }) => path).sort();
  const expected = [/^README\.md$/, /^package\.json$/, /^dist\/checkout\.(js|mjs|d\.ts)$/, /^dist\/embed\/[\w.-]+$/];
  for (const name of names) assert.ok(expected.some((pattern) => pattern.test(name)), name);
  for (const name of ["dist/checkout.js", "dist/checkout.mjs", "dist/checkout.d.ts"]) assert.ok(names.includes(name), name);
});

test("it can be imported and called where there is no browser", () => {
  const script = `
    import { defineCheckout } from "@cryptocity/checkout";
    if (typeof document !== "undefined") throw new Error("there is a browser");
    defineCheckout("https://wallet.example");
    console.log("defined nothing");`;
  writeFileSync(join(project, "server.mjs"), script);
  assert.equal(String(execFileSync(process.execPath, ["server.mjs"], { cwd: project })).trim(), "defined nothing");
});

test("its types hold for right uses and stop wrong ones", () => {
  const right = `
    import { defineCheckout, type CheckoutItem } from "@cryptocity/checkout";
    defineCheckout("https://wallet.example");
    const tea: CheckoutItem = { name: "Tea", quantityMilli: "1000", unitTiyn: "50000", vatBps: 1600 };
    const element = document.createElement("cryptocity-checkout");
    element.items = [tea];
    element.theme = "dark";
    element.addEventListener("settled", ({ detail }) => detail.orderId?.toUpperCase());
    // @ts-expect-error Prices are decimal text.
    element.items = [{ ...tea, unitTiyn: 50000 }];
    // @ts-expect-error There are two themes.
    element.theme = "blue";`;
  writeFileSync(join(project, "page.ts"), right);
  const options = ["--noEmit", "--strict", "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
  const tsc = join(root, "node_modules/.bin/tsc");
  execFileSync(tsc, [...options, "page.ts"], { cwd: project, stdio: ["ignore", "inherit", "inherit"] });
});
