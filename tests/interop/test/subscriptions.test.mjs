// Subscriptions of an offering: ids, nonces, signatures and calldata against viem, with the ABI of the compiled contract.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  hashStruct,
  hashTypedData,
  keccak256,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url)));
const { abi } = read("../../../contracts/artifacts/SecurityOffering.json");

const fields = (text) => text.split(",").map((line) => ({ type: line.split(" ")[0], name: line.split(" ")[1] }));
const TYPES = {
  Subscription: fields(
    "address investor,uint256 units,uint256 amount,bytes32 documentsHash,uint64 expiresAt,bytes32 salt",
  ),
  ReceiveWithAuthorization: fields(
    "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce",
  ),
};

for (const vector of read("../subscriptions.json")) {
  const { chainId, contract, token, keys, payment } = vector;
  const subscription = {
    ...vector.subscription,
    // A number of JSON does not hold the largest.
    units: BigInt(vector.units),
    amount: BigInt(vector.subscription.amount),
    expiresAt: BigInt(vector.subscription.expiresAt),
  };
  const domain = { name: "CryptoCity Offering", version: "1", chainId, verifyingContract: contract };
  const typed = (primaryType, message, of = domain) => ({
    domain: of,
    types: { [primaryType]: TYPES[primaryType] },
    primaryType,
    message,
  });
  const sign = (key, data) => privateKeyToAccount(key).signTypedData(data);

  test(`${vector.units} units: the id, and who registered it`, async () => {
    const data = typed("Subscription", subscription);
    assert.equal(hashTypedData(data), vector.id);
    assert.equal(await sign(keys.registrar, data), vector.signature);
  });

  test(`${vector.units} units: the payment is bound to chain, contract and subscription`, async () => {
    const types = { Subscription: TYPES.Subscription };
    const hash = hashStruct({ data: subscription, primaryType: "Subscription", types });
    const parts = fields("uint256 chain,address contract,bytes32 id,uint8 leg,bytes32 subscription");
    const nonce = keccak256(encodeAbiParameters(parts, [BigInt(chainId), contract, vector.id, 0, hash]));
    assert.equal(payment.value.nonce, nonce);
    const asset = { name: "Demo tenge (no value)", version: "1", chainId, verifyingContract: token };
    const message = {
      ...payment.value,
      value: BigInt(payment.value.value),
      validAfter: 0n,
      validBefore: BigInt(payment.value.validBefore),
    };
    const data = typed("ReceiveWithAuthorization", message, asset);
    assert.equal(hashTypedData(data), payment.digest);
    assert.equal(await sign(keys.investor, data), payment.signature);
  });

  test(`${vector.units} units: calldata and event by the compiled contract's ABI`, () => {
    const authorization = {
      validAfter: 0n,
      validBefore: BigInt(payment.value.validBefore),
      r: payment.signature.slice(0, 66),
      s: `0x${payment.signature.slice(66, 130)}`,
      v: parseInt(payment.signature.slice(130), 16),
    };
    const calls = {
      subscribe: [subscription, vector.signature, authorization],
      refund: [subscription.investor],
      payOut: [token, subscription.investor],
      offer: [],
      phase: [],
      totalSupply: [],
    };
    for (const [functionName, args] of Object.entries(calls)) {
      assert.equal(encodeFunctionData({ abi, functionName, args }), vector.calls[functionName], functionName);
    }
    assert.equal(encodeEventTopics({ abi, eventName: "Subscribed" })[0], vector.subscribedTopic);
  });
}
