import assert from "node:assert/strict";
import { test } from "node:test";
import { Transaction, TypedDataEncoder, formatUnits as ethersUnits, getAddress as ethersAddress, hashMessage as ethersHash } from "ethers";
import {
  formatUnits, getAddress, hashDomain, hashMessage, hashTypedData, keccak256, parseTransaction,
  recoverTransactionAddress, serializeTransaction,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { vectors } from "../lib/wallet-vectors.mjs";

const kinds = ["legacy", "eip2930", "eip1559"];

/** A vector as viem takes it. */
function forViem({ type, chain, nonce, gas, price, tip, to, value, data, accessList }) {
  const fees = type === 2 ? { maxFeePerGas: BigInt(price), maxPriorityFeePerGas: BigInt(tip) } : { gasPrice: BigInt(price) };
  return {
    type: kinds[type],
    ...(chain && { chainId: Number(chain) }),
    nonce,
    gas: BigInt(gas),
    to,
    value: BigInt(value),
    data,
    ...(type > 0 && { accessList }),
    ...fees,
  };
}

test("transactions of all envelopes are among the vectors", () => {
  assert.deepEqual([...new Set(vectors.transactions.map(({ type }) => type))].sort(), [0, 1, 2]);
  assert.ok(vectors.transactions.some(({ chain }) => chain === null));
});

test("signed transactions equal those of viem, byte for byte", async () => {
  for (const vector of vectors.transactions) {
    const account = privateKeyToAccount(vector.key);
    assert.equal(account.address, vector.sender);
    assert.equal(serializeTransaction(forViem(vector)), vector.unsigned);
    assert.equal(await account.signTransaction(forViem(vector)), vector.raw);
    assert.equal(keccak256(vector.raw), vector.hash);
    assert.equal(await recoverTransactionAddress({ serializedTransaction: vector.raw }), vector.sender);
    assert.equal(parseTransaction(vector.raw).value ?? 0n, BigInt(vector.value));
  }
});

test("signed transactions read the same in ethers", () => {
  for (const { raw, hash, sender, to, value, data, nonce, gas, chain, type } of vectors.transactions) {
    const read = Transaction.from(raw);
    assert.deepEqual(
      [read.hash, read.from, read.to, read.value, read.data, read.nonce, read.gasLimit, read.chainId, read.type],
      [hash, sender, to, BigInt(value), data, nonce, BigInt(gas), BigInt(chain ?? 0), type],
    );
  }
});

/** ethers wants the types that the primary type uses and no domain type. */
const digestByEthers = ({ domain, types, message }) => TypedDataEncoder.hash(domain, types, message);

/** viem wants the domain's type. */
function withDomainType(request) {
  const known = { name: "string", version: "string", chainId: "uint256", verifyingContract: "address", salt: "bytes32" };
  const fields = Object.entries(known)
    .filter(([name]) => name in request.domain)
    .map(([name, type]) => ({ name, type }));
  return { ...request, types: { ...request.types, EIP712Domain: fields } };
}

test("typed data hashes and signs as in viem and ethers, nested arrays and odd domains included", async () => {
  for (const { request, key, digest, domainSeparator, signature } of vectors.typedData) {
    const full = withDomainType(request);
    assert.equal(hashTypedData(full), digest);
    assert.equal(hashDomain({ domain: full.domain, types: full.types }), domainSeparator);
    assert.equal(digestByEthers(request), digest);
    assert.equal(await privateKeyToAccount(key).signTypedData(full), signature);
  }
});

test("messages hash and sign as in viem and ethers", async () => {
  for (const { text, key, digest, signature } of vectors.messages) {
    assert.equal(hashMessage(text), digest);
    assert.equal(ethersHash(text), digest);
    assert.equal(await privateKeyToAccount(key).signMessage({ message: text }), signature);
  }
});

test("checksums equal those of viem and ethers", () => {
  for (const { lower, checksum } of vectors.addresses) {
    assert.equal(getAddress(lower), checksum);
    assert.equal(ethersAddress(lower), checksum);
  }
});

const withoutZeros = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

test("amounts in whole units equal those of viem and ethers, trailing zeros aside", () => {
  for (const { baseUnits, decimals, whole } of vectors.amounts) {
    assert.equal(formatUnits(BigInt(baseUnits), decimals), withoutZeros(whole));
    if (decimals <= 80) assert.equal(withoutZeros(ethersUnits(baseUnits, decimals)), withoutZeros(whole));
  }
});

test("payment links say what they were made of", () => {
  for (const { link, chain, token, to, amount } of vectors.links) {
    const url = new URL(link);
    const [target, call] = url.pathname.split("/");
    assert.equal(target, `${token ?? to}@${chain}`);
    assert.equal(call, token ? "transfer" : undefined);
    assert.equal(url.searchParams.get("address"), token ? to : null);
    assert.equal(url.searchParams.get(token ? "uint256" : "value"), amount);
  }
});
