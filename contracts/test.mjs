// Runs forge from node_modules with npm's solc; arguments are passed on (`npm test -- --match-test permit -vvv`).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const forge = `${root}node_modules/@foundry-rs/forge-linux-amd64/bin/forge`;
if (!existsSync(forge)) {
  console.error("forge is not installed: run `npm ci` in contracts/ (Linux on x86-64)");
  process.exit(1);
}
const color = process.stdout.isTTY ? "always" : "never";
const args = ["test", "--root", root, "--use", `${root}solc-shim.mjs`, "--color", color, ...process.argv.slice(2)];
const { status, stdout, error } = spawnSync(forge, args, {
  cwd: root,
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
if (error) {
  console.error(`forge did not run: ${error.message}`);
  process.exit(1);
}
process.stdout.write(stdout);
// Forge itself calls a run without a single test a success.
const ran = / tests? passed/.test(stdout);
if (status === 0 && !ran) console.error("no test ran");
process.exit(ran ? (status ?? 1) : 1);
