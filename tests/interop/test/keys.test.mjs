import assert from "node:assert/strict";
import { createHash, pbkdf2Sync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { HDKey } from "@scure/bip32";
import { entropyToMnemonic, mnemonicToSeedSync } from "@scure/bip39";
import { SigningKey, computeAddress } from "ethers";

const FILE = new URL("../keys.json", import.meta.url);
const LISTS = [
  ["english", "english"], ["chinese-simplified", "simplified-chinese"], ["chinese-traditional", "traditional-chinese"],
  ["czech", "czech"], ["french", "french"], ["italian", "italian"], ["japanese", "japanese"], ["korean", "korean"],
  ["portuguese", "portuguese"], ["spanish", "spanish"],
];
const PASSPHRASES = ["", "TREZOR", "ещё раз", "e\u0301te\u0301 ", "ﬁ①Ａ", "㍍ガバヴァぱばぐゞちぢ十人十色"];

const sha256 = (data) => createHash("sha256").update(data).digest();
const hex = (bytes) => Buffer.from(bytes).toString("hex");

/** Case `number`, drawn from its number alone: `crates/keys/tests/other_implementations.rs` draws the same. */
async function draw(number) {
  const draw = sha256(`cryptocity/keys/${number}`);
  const [code, file] = LISTS[number % 10];
  const { wordlist } = await import(`@scure/bip39/wordlists/${file}.js`);
  const words = entropyToMnemonic(draw.subarray(0, [16, 20, 24, 28, 32][number % 5]), wordlist).normalize("NFKD");
  const passphrase = PASSPHRASES[number % 6];
  // The library derives in JavaScript, which takes long; after two hundred that Node derives equally, Node goes on alone.
  const seed = pbkdf2Sync(words, `mnemonic${passphrase.normalize("NFKD")}`, 2048, 64, "sha512");
  if (number < 200) assert.deepEqual(Buffer.from(mnemonicToSeedSync(words, passphrase)), seed);
  const index = draw.readUInt32BE(28) >>> 1;
  const { privateKey } = HDKey.fromMasterSeed(seed).derive(`m/44'/60'/0'/0/${index}`);
  const address = computeAddress(`0x${hex(privateKey)}`);
  const signature = new SigningKey(privateKey).sign(sha256(words)).serialized.slice(2);
  return [code, words.split(/\s+/).join(" "), hex(seed), index, address, hex(privateKey), signature].join("|") + "\n";
}

test("words, seeds, keys, addresses and signatures of thousands of drawn cases", async () => {
  const known = JSON.parse(readFileSync(FILE, "utf8"));
  const digest = createHash("sha256");
  for (let number = 0; number < known.cases; number += 1) digest.update(await draw(number));
  const found = digest.digest("hex");
  if (process.env.UPDATE) writeFileSync(FILE, `${JSON.stringify({ ...known, sha256: found })}\n`);
  else assert.equal(found, known.sha256);
});
