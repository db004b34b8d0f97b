import assert from "node:assert/strict";
import { test } from "node:test";
import { HDKey } from "@scure/bip32";
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedSync } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { HDNodeWallet } from "ethers";
import { bytesToHex, hexToBytes } from "viem";
import { mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { vectors } from "../lib/vectors.mjs";

test("words and entropy equal those of @scure/bip39", () => {
  for (const { entropy, words } of vectors.accounts) {
    assert.equal(entropyToMnemonic(hexToBytes(entropy), wordlist), words);
    assert.equal(bytesToHex(mnemonicToEntropy(words, wordlist)), entropy);
  }
});

test("addresses equal those of @scure/bip32", () => {
  for (const { words, index, address } of vectors.accounts) {
    const { privateKey } = HDKey.fromMasterSeed(mnemonicToSeedSync(words)).derive(`m/44'/60'/0'/0/${index}`);
    assert.equal(privateKeyToAccount(bytesToHex(privateKey)).address, address);
  }
});

test("addresses equal those of viem and ethers", () => {
  for (const { words, index, address } of vectors.accounts) {
    assert.equal(mnemonicToAccount(words, { addressIndex: index }).address, address);
    assert.equal(HDNodeWallet.fromPhrase(words, "", `m/44'/60'/0'/0/${index}`).address, address);
  }
});

test("both lengths of phrases are among the vectors", () => {
  const lengths = new Set(vectors.accounts.map(({ words }) => words.split(" ").length));
  assert.deepEqual([...lengths].sort(), [12, 24]);
});
