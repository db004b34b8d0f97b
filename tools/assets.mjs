// Makes what the pages load beside code: one sprite of the icons named in style/icons.json, the interface's typeface cut
// down to the letters of its three languages, and the scanner of codes. Usage: node assets.mjs --out FOLDER
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import subsetFont from "subset-font";

const out = process.argv[process.argv.indexOf("--out") + 1];
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));

/** `<symbol>`s of 24 × 24 that take the colour of the text. */
const sprite = async () => {
  const names = JSON.parse(await readFile(join(here, "../style/icons.json"), "utf8"));
  const symbols = [];
  for (const [id, file] of Object.entries(names)) {
    const svg = await readFile(join(folderOf("lucide-static"), "icons", `${file}.svg`), "utf8");
    const body = svg.replace(/<!--[\s\S]*?-->/g, "").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    symbols.push(`<symbol id="icon-${id}" viewBox="0 0 24 24">${body.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>")}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
};

const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
/** Each part of the typeface, with the letters that its file has and we use. */
const PARTS = {
  latin: range(0x20, 0x7e) + "\u00a0«»·×–—‘’“”•…−±°№",
  cyrillic: range(0x410, 0x44f) + "ЁёІі",
  "cyrillic-ext": "ӘәҒғҚқҢңӨөҰұҮүҺһ№",
  "latin-ext": "₸",
};

const fonts = async () => {
  const files = join(folderOf("@fontsource-variable/onest"), "files");
  for (const [part, letters] of Object.entries(PARTS)) {
    const whole = await readFile(join(files, `onest-${part}-wght-normal.woff2`));
    const cut = await subsetFont(whole, letters, {
      targetFormat: "woff2",
      variationAxes: { wght: { min: 400, max: 700 } },
    });
    await writeFile(join(out, "fonts", `onest-${part}.woff2`), cut);
  }
};

/** The element of the page that scans, and the decoder for browsers without one of their own; each is loaded when needed. */
const scanner = async () => {
  const own = { bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none" };
  await build({
    ...own,
    entryPoints: [join(here, "../src/pages/scan/scanner.js")],
    external: ["/scan/decode.js"],
    outfile: join(out, "scan/scanner.js"),
  });
  await build({
    ...own,
    stdin: { contents: 'export { decodeQR } from "qr/decode.js";', resolveDir: here },
    outfile: join(out, "scan/decode.js"),
  });
};

await mkdir(join(out, "fonts"), { recursive: true });
await writeFile(join(out, "icons.svg"), await sprite());
await fonts();
await scanner();
