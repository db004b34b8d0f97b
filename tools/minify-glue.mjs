// Minifies the scripts that wasm-bindgen wrote for one page: `node minify-glue.mjs FOLDER`. Trunk's own minifier
// does not read their syntax. Names and integrity in index.html follow the new contents.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { transformSync } = createRequire(new URL("../embed/package.json", import.meta.url))("esbuild");

const folder = process.argv[2];
const page = join(folder, "index.html");
const integrity = (text) => `sha384-${createHash("sha384").update(text).digest("base64")}`;

let html = readFileSync(page, "utf8");
for (const name of readdirSync(folder).filter((file) => /-[0-9a-f]{16}\.js$/.test(file))) {
  const path = join(folder, name);
  const before = readFileSync(path, "utf8");
  const { code } = transformSync(before, { minify: true, format: "esm", target: "es2022", legalComments: "none" });
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  const renamed = name.replace(/[0-9a-f]{16}\.js$/, `${hash}.js`);
  if (!html.includes(name) || !html.includes(integrity(before))) {
    throw new Error(`${page} does not load ${name} with its integrity`);
  }
  writeFileSync(path, code);
  renameSync(path, join(folder, renamed));
  html = html.replaceAll(name, renamed).replaceAll(integrity(before), integrity(code));
  console.log(`${name}: ${before.length} bytes, ${renamed}: ${code.length}`);
}
writeFileSync(page, html);
