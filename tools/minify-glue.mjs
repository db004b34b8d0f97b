// Makes what wasm-bindgen wrote for one page smaller: `node minify-glue.mjs FOLDER`. Trunk's own minifier does not read the
// syntax of its scripts. Names and integrity in index.html follow the new contents.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { shortenNames } from "./short-names.mjs";

const { transformSync } = createRequire(new URL("../embed/package.json", import.meta.url))("esbuild");

const folder = process.argv[2];
const page = join(folder, "index.html");
const integrity = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
const hashed = (name, bytes) =>
  name.replace(/[0-9a-f]{16}/, createHash("sha256").update(bytes).digest("hex").slice(0, 16));

let html = readFileSync(page, "utf8");

/** Writes a file in place of another one, under the name of its contents. */
function replace(name, before, after) {
  if (!html.includes(name) || !html.includes(integrity(before))) {
    throw new Error(`${page} does not load ${name} with its integrity`);
  }
  rmSync(join(folder, name));
  const renamed = hashed(name, after);
  writeFileSync(join(folder, renamed), after);
  html = html.replaceAll(name, renamed).replaceAll(integrity(before), integrity(after));
  console.log(`${name}: ${before.length} bytes, ${renamed}: ${after.length}`);
}

for (const name of readdirSync(folder).filter((file) => /-[0-9a-f]{16}\.js$/.test(file))) {
  const moduleName = name.replace(/\.js$/, "_bg.wasm");
  const before = readFileSync(join(folder, name));
  const module = readFileSync(join(folder, moduleName));
  const short = shortenNames(before.toString("utf8"), module);
  const options = { minify: true, format: "esm", target: "es2022", legalComments: "none" };
  const { code } = transformSync(short.script, options);
  // The module first: its name begins with the script's.
  replace(moduleName, module, short.module);
  replace(name, before, Buffer.from(code));
}
writeFileSync(page, html);
