import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

const PROGRAM = `
import { createElement } from "react";
import { createRoot } from "react-dom/client";
createRoot(document.getElementById("root")).render(createElement("h1", { "data-ready": "" }, "Hello"));
`;
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hello</title>
<link rel="modulepreload" href="/react/app.js"><script type="module" src="/react/app.js"></script></head>
<body><div id="root"></div></body></html>`;

/** React's hello world, built as its documentation builds for production, into `folder/react`. */
export async function writeReactPage(folder) {
  const out = join(folder, "react");
  await mkdir(out, { recursive: true });
  await build({
    stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    outfile: join(out, "app.js"),
    logLevel: "warning",
  });
  await writeFile(join(out, "index.html"), PAGE);
}
