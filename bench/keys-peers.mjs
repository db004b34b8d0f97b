// The peers of `cargo xtask bench keys`: bundled into one script that runs inside the wallet's worker. Each function does the
// work once and gives the milliseconds it took.
import { argon2id as nobleArgon2id } from "@noble/hashes/argon2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { HDKey } from "@scure/bip32";
import { mnemonicToSeedSync } from "@scure/bip39";
import { HDNodeWallet, Mnemonic } from "ethers";
import { argon2id } from "hash-wasm";
import { secp256k1 } from "@noble/curves/secp256k1.js";

const WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const PASSWORD = "тау бөктері 2026";
const salt = new Uint8Array(16).map((_, at) => at);

async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const address = (node) => keccak_256(secp256k1.Point.fromBytes(node.publicKey).toBytes(false).slice(1)).slice(-20);
const branch = () => HDKey.fromMasterSeed(mnemonicToSeedSync(WORDS)).derive("m/44'/60'/0'/0");
const known = branch();

globalThis.peers = {
  words_ethers: () => timed(() => HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(WORDS), "m/44'/60'/0'/0/0").address),
  words_scure: () => timed(() => address(branch().deriveChild(0))),
  accounts_scure: () => timed(() => Array.from({ length: 50 }, (_, index) => address(known.deriveChild(index)))),
  argon2_hash_wasm: () =>
    timed(() => argon2id({ password: PASSWORD, salt, parallelism: 1, iterations: 3, memorySize: 65536, hashLength: 32, outputType: "binary" })),
  argon2_noble: () => timed(() => nobleArgon2id(PASSWORD, salt, { t: 3, m: 65536, p: 1, dkLen: 32 })),
};
