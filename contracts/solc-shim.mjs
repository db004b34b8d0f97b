#!/usr/bin/env node
// Lets forge (`--use`) call npm's solc: answers the only two requests that forge makes of a compiler binary.
import { readFileSync } from "node:fs";
import solc from "solc";

if (process.argv.includes("--version")) {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else if (process.argv.includes("--standard-json")) {
  process.stdout.write(solc.compile(readFileSync(0, "utf8")));
} else {
  process.stderr.write("solc-shim understands --version and --standard-json only\n");
  process.exitCode = 1;
}
