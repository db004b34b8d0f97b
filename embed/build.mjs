// Builds the embed: `node build.mjs [--out DIR]` (default: dist/). Prints sizes and the integrity of checkout.js.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";

/** Brotli bytes that a merchant's page may cost: before the click, and in all. */
const BUDGET = { loader: 1536, all: 4096 };

const root = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const { values } = parseArgs({ options: { out: { type: "string", default: join(root, "dist") } } });
const out = resolve(values.out);

/** Bundles one entry point and returns its text. */
async function bundle(entry, format, define = {}, charset = "utf8") {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src", entry)],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: "es2022",
    charset,
    legalComments: "none",
    // Without the words "use strict": tsc has checked what they would.
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
    define,
    plugins: [{ name: "css", setup: minifyStyle }],
  });
  return outputFiles[0].text;
}

/** The style is a string to esbuild: drop the line breaks, which are there for the reader only. */
function minifyStyle({ onLoad }) {
  onLoad({ filter: /[\\/]style\.ts$/ }, ({ path }) => ({
    contents: readFileSync(path, "utf8").replace(/`([^`]*)`/g, (_, css) => JSON.stringify(css.replaceAll("\n", ""))),
    loader: "ts",
  }));
}

/** Type declarations of the module's public face. */
function declarations() {
  const folder = mkdtempSync(join(tmpdir(), "checkout-types-"));
  const tsc = join(root, "node_modules/.bin/tsc");
  const { status } = spawnSync(tsc, ["-p", root, "--emitDeclarationOnly", "--outDir", folder], { stdio: "inherit" });
  const text = status === 0 ? readFileSync(join(folder, "checkout.d.ts"), "utf8") : undefined;
  rmSync(folder, { recursive: true });
  if (text === undefined) throw new Error("the sources do not pass tsc");
  return text;
}

const brotli = (text) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const digest = (algorithm, text, encoding) => createHash(algorithm).update(text).digest(encoding);

// The mark makes it UTF-8 on pages of any encoding.
const flow = `\ufeff${await bundle("flow-script.ts", "iife")}`;
const flowPath = `embed/flow-${digest("sha256", flow, "hex").slice(0, 10)}.js`;
const loader = await bundle("script.ts", "iife", {
  FLOW_PATH: JSON.stringify(`/${flowPath}`),
  FLOW_INTEGRITY: JSON.stringify(`sha256-${digest("sha256", flow, "base64")}`),
  // Escapes instead of Cyrillic letters: right on pages of any encoding.
}, "ascii");
const module = await bundle("checkout.ts", "esm");
// The pay page's, not the merchants': they lie here because they are built like the rest.
const qr = await bundle("qr.ts", "iife");
const seal = await bundle("seal.ts", "iife");

const integrity = { [`embed/checkout-${version}.js`]: `sha384-${digest("sha384", loader, "base64")}` };
const files = {
  "checkout.js": loader,
  [`embed/checkout-${version}.js`]: loader,
  [flowPath]: flow,
  "embed/integrity.json": `${JSON.stringify(integrity, null, 2)}\n`,
  "checkout.mjs": module,
  "qr.js": qr,
  "seal.js": seal,
  "checkout.d.ts": declarations(),
};
for (const [name, text] of Object.entries(files)) {
  const file = join(out, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  if (/js$/.test(name)) console.log(`${name.padEnd(34)}${String(brotli(text)).padStart(6)} bytes brotli`);
}
console.log(integrity);

const sizes = { loader: brotli(loader), all: brotli(loader) + brotli(flow) };
for (const [part, limit] of Object.entries(BUDGET)) {
  if (sizes[part] > limit) {
    console.error(`over budget: ${part} is ${sizes[part]} bytes brotli, allowed are ${limit}`);
    process.exitCode = 1;
  }
}
