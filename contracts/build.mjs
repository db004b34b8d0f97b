// Compiles the contracts with npm's solc into artifacts/, byte for byte the same on every machine.
// `node build.mjs` writes them, `node build.mjs --check` only compares and fails when they differ.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import solc from "solc";

const CONTRACTS = ["DemoToken", "PropertyDeposit", "ExchangeSettlement", "SecurityOffering"];
/** Deployed by tests only. */
const MOCKS = ["OddToken"];
const SETTINGS = { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" };

const root = new URL(".", import.meta.url);
const source = (path) => fileURLToPath(new URL(path.startsWith("@") ? `node_modules/${path}` : path, root));

/** Answers solc's imports: our own sources and npm packages, nothing else. */
function findImport(path) {
  try {
    return { contents: readFileSync(source(path), "utf8") };
  } catch {
    return { error: `${path} not found: run \`npm ci\` in contracts/` };
  }
}

/** Compiles one contract and returns the text of its artifact. */
function compile(name) {
  const path = `${MOCKS.includes(name) ? "test" : "src"}/${name}.sol`;
  const input = {
    language: "Solidity",
    sources: { [path]: { content: readFileSync(source(path), "utf8") } },
    settings: {
      ...SETTINGS,
      outputSelection: { [path]: { [name]: ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }));
  if (output.errors?.length) {
    // Warnings count: an artifact is committed only from clean sources.
    console.error(output.errors.map((e) => e.formattedMessage).join("\n"));
    process.exit(1);
  }
  const { abi, evm } = output.contracts[path][name];
  const artifact = {
    contractName: name,
    compiler: `solc ${solc.version()}`,
    settings: SETTINGS,
    abi,
    bytecode: `0x${evm.bytecode.object}`,
    deployedBytecode: `0x${evm.deployedBytecode.object}`,
  };
  return `${JSON.stringify(artifact, null, 2)}\n`;
}

const args = process.argv.slice(2);
const check = args.includes("--check");
if (args.some((a) => a !== "--check")) {
  console.error("usage: node build.mjs [--check]");
  process.exit(2);
}

for (const name of [...CONTRACTS, ...MOCKS]) {
  const file = `artifacts/${name}.json`;
  const url = new URL(file, root);
  const text = compile(name);
  if (!check) {
    mkdirSync(new URL("artifacts/", root), { recursive: true });
    writeFileSync(url, text);
    console.log(`wrote contracts/${file}`);
  } else if (!existsSync(url)) {
    console.error(`contracts/${file} is missing: run \`node build.mjs\` in contracts/ and commit it.`);
    process.exitCode = 1;
  } else if (readFileSync(url, "utf8") !== text) {
    console.error(
      `contracts/${file} is not what contracts/src/${name}.sol compiles to: run \`node build.mjs\` in contracts/ and commit the result.`,
    );
    process.exitCode = 1;
  } else {
    console.log(`contracts/${file} reproduces (${solc.version()})`);
  }
}
