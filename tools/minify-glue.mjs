// Makes what wasm-bindgen wrote for one page smaller: `node minify-glue.mjs FOLDER [PARTS]`. Trunk's own minifier does not read
// the syntax of its scripts. Names and integrity in index.html follow the new contents. PARTS holds what the module was cut
// into, shrunk already: its parts move into `parts/`, the script that loads them beside the page.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { shortenNames } from "./short-names.mjs";

const { transformSync } = createRequire(new URL("../embed/package.json", import.meta.url))("esbuild");

const [folder, parts] = process.argv.slice(2);
const page = join(folder, "index.html");
const integrity = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
const hash = (...texts) =>
  texts.reduce((all, text) => all.update(text), createHash("sha256")).digest("hex").slice(0, 16);
const minified = (script) =>
  transformSync(script, { minify: true, format: "esm", target: "es2022", legalComments: "none" }).code;

let html = readFileSync(page, "utf8");

/** Writes a file in place of another one, under the name of its contents. */
function replace(name, before, renamed, after) {
  if (!html.includes(name) || !html.includes(integrity(before))) {
    throw new Error(`${page} does not load ${name} with its integrity`);
  }
  rmSync(join(folder, name));
  writeFileSync(join(folder, renamed), after);
  html = html.replaceAll(name, renamed).replaceAll(integrity(before), integrity(after));
  console.log(`${name}: ${before.length} bytes, ${renamed}: ${after.length}`);
}

/** The script that loads the parts, with their names and what must be in them; the parts in a folder beside the page. */
function placeParts(source) {
  mkdirSync(join(folder, "parts"));
  const fetches = /new URL\("\.\/(\w+\.wasm)", import\.meta\.url\)/g;
  if (!fetches.test(source)) throw new Error("the loader of the parts names none");
  fetches.lastIndex = 0;
  return source.replace(fetches, (_, name) => {
    const bytes = readFileSync(join(parts, name));
    const renamed = `parts/${name.replace(/^split_|\.wasm$/g, "")}-${hash(bytes)}.wasm`;
    writeFileSync(join(folder, renamed), bytes);
    console.log(`${renamed}: ${bytes.length}`);
    return `"/${renamed}", { integrity: "${integrity(bytes)}" }`;
  });
}

const LOADER = "./__wasm_split.js";

// Trunk writes the number without its leading zeros.
const SCRIPT = /-[0-9a-f]{1,16}\.js$/;
const scripts = readdirSync(folder).filter((file) => SCRIPT.test(file));
if (scripts.length === 0) throw new Error(`${folder} has no script of a page`);
for (const name of scripts) {
  const stem = name.replace(SCRIPT, "");
  const moduleName = name.replace(/\.js$/, "_bg.wasm");
  const before = readFileSync(join(folder, name));
  const module = readFileSync(join(folder, moduleName));
  const short = shortenNames(before.toString("utf8"), module);
  let script = minified(short.script);
  let scriptName = `${stem}-${hash(script)}.js`;
  const cut = Boolean(parts) && existsSync(join(parts, LOADER));
  if (cut !== script.includes(`from"${LOADER}"`)) throw new Error(`${name} and its parts are not of one build`);
  if (cut) {
    // Both scripts name each other: their names are of both contents.
    let loader = minified(placeParts(readFileSync(join(parts, LOADER), "utf8")));
    const both = hash(script, loader);
    const loaderName = `${stem}-parts-${both}.js`;
    scriptName = `${stem}-${both}.js`;
    // Only where it is loaded from: the module knows it by its own name.
    script = script.replaceAll(`from"${LOADER}"`, `from"./${loaderName}"`);
    loader = loader.replaceAll(`./${stem}.js`, `./${scriptName}`);
    writeFileSync(join(folder, loaderName), loader);
    const early = `<link rel="modulepreload" href="/${loaderName}" crossorigin integrity="${integrity(loader)}">`;
    html = html.replace("</head>", `${early}</head>`);
  }
  // The module first: its name begins with the script's.
  replace(moduleName, module, `${stem}-${hash(short.module)}_bg.wasm`, short.module);
  replace(name, before, scriptName, Buffer.from(script));
}
writeFileSync(page, html);
