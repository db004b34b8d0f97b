import assert from "node:assert/strict";
import { test } from "node:test";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { SigningKey, TypedDataEncoder, computeAddress } from "ethers";
import { bytesToHex, hashTypedData, hexToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { orderNonce } from "../lib/nonce.mjs";
import {
  typedAuthorization,
  typedCredit,
  typedOffer,
  typedOrder,
  typedOrderReceipt,
  typedQuote,
  typedX402Receipt,
} from "../lib/typed-data.mjs";
import { vectors } from "../lib/vectors.mjs";

/** Each signed document of a purchase: what is signed, by whom, and what Rust says. */
function documents(purchase) {
  const { chainId, authorization, order, quote, receipt, credit, offer, x402Receipt } = purchase;
  return {
    order: [typedOrder(chainId, order.value), "merchant", order],
    quote: [typedQuote(chainId, quote.value), "operator", quote],
    authorization: [typedAuthorization(chainId, authorization.token, authorization.value), "payer", authorization],
    receipt: [typedOrderReceipt(chainId, receipt.value), "merchant", receipt],
    credit: [typedCredit(chainId, credit.value), "operator", credit],
    offer: [typedOffer(offer.value), "operator", offer],
    x402Receipt: [typedX402Receipt(x402Receipt.value), "operator", x402Receipt],
  };
}

/** noble's signature as Ethereum writes it: r ‖ s ‖ v. */
function nobleSignature(digest, key) {
  const [recovery, ...rs] = secp256k1.sign(hexToBytes(digest), hexToBytes(key), {
    prehash: false,
    format: "recovered",
  });
  return bytesToHex(Uint8Array.from([...rs, 27 + recovery]));
}

for (const name of Object.keys(documents(vectors.purchases[0]))) {
  test(`${name}: digests equal those of viem and ethers`, () => {
    for (const purchase of vectors.purchases) {
      const [data, , ours] = documents(purchase)[name];
      assert.equal(hashTypedData(data), ours.digest);
      assert.equal(TypedDataEncoder.hash(data.domain, data.types, data.message), ours.digest);
    }
  });

  test(`${name}: signatures equal those of viem, ethers and noble byte for byte`, async () => {
    for (const purchase of vectors.purchases) {
      const [data, role, ours] = documents(purchase)[name];
      const key = purchase.keys[role];
      assert.equal(await privateKeyToAccount(key).signTypedData(data), ours.signature);
      assert.equal(new SigningKey(key).sign(ours.digest).serialized, ours.signature);
      assert.equal(nobleSignature(ours.digest, key), ours.signature);
    }
  });
}

test("addresses of keys equal those of viem and ethers", () => {
  for (const { keys, addresses } of vectors.purchases) {
    for (const [role, key] of Object.entries(keys)) {
      assert.equal(privateKeyToAccount(key).address, addresses[role]);
      assert.equal(computeAddress(key), addresses[role]);
    }
  }
});

test("the nonce names the order", () => {
  for (const { nonce, order, authorization } of vectors.purchases) {
    assert.equal(orderNonce(order.digest), nonce);
    assert.equal(authorization.value.nonce, nonce);
  }
});

test("there are many different vectors", () => {
  assert.ok(vectors.purchases.length >= 32);
  assert.equal(new Set(vectors.purchases.map(({ order }) => order.digest)).size, vectors.purchases.length);
});
