// The same for the two files of a worker: `node minify-worker.mjs SCRIPT MODULE`, in place.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import { shortenNames } from "./short-names.mjs";

const { transformSync } = createRequire(new URL("../embed/package.json", import.meta.url))("esbuild");

const [script, module] = process.argv.slice(2);
const short = shortenNames(readFileSync(script, "utf8"), readFileSync(module));
const { code } = transformSync(short.script, { minify: true, target: "es2022", legalComments: "none" });
writeFileSync(script, code);
writeFileSync(module, short.module);
