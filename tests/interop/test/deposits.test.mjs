// Deposits: documents, ids, nonces, signatures and calldata against viem, with the ABI of the compiled contract.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { encodeAbiParameters, encodeFunctionData, hashStruct, hashTypedData, keccak256, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url)));
const deposits = read("../deposits.json");
const { abi } = read("../../../contracts/artifacts/PropertyDeposit.json");

const fields = (text) => text.split(",").map((line) => ({ type: line.split(" ")[0], name: line.split(" ")[1] }));
const TYPES = {
  Terms: fields(
    "address token,address buyer,address seller,address arbiter,uint256 amount,uint8 kind,bytes32 agreementHash,uint64 fundingDeadline,uint64 closingDeadline,bytes32 salt",
  ),
  DepositAction: fields("bytes32 depositId,uint8 role,uint8 action,uint256 nonce,uint256 deadline"),
  DepositDecision: fields("bytes32 depositId,uint8 outcome,uint256 nonce,uint256 deadline"),
  ReceiveWithAuthorization: fields(
    "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce",
  ),
};

for (const vector of deposits) {
  const { chainId, contract, keys } = vector;
  const kind = ["zadatok", "avans"].indexOf(vector.terms.kind);
  const terms = {
    ...vector.terms,
    kind,
    amount: BigInt(vector.terms.amount),
    fundingDeadline: BigInt(vector.terms.fundingDeadline),
    closingDeadline: BigInt(vector.terms.closingDeadline),
  };
  const domain = { name: "CryptoCity Deposit", version: "1", chainId, verifyingContract: contract };
  const typed = (primaryType, message, of = domain) => ({
    domain: of,
    types: { [primaryType]: TYPES[primaryType] },
    primaryType,
    message,
  });
  const sign = (key, data) => privateKeyToAccount(key).signTypedData(data);
  const split = (signature) => ({
    r: signature.slice(0, 66),
    s: `0x${signature.slice(66, 130)}`,
    v: parseInt(signature.slice(130), 16),
  });

  test(`${vector.terms.kind}: the document's hash, the terms' hash and the id`, () => {
    assert.equal(keccak256(stringToHex(vector.document)), vector.agreementHash);
    assert.equal(vector.terms.agreementHash, vector.agreementHash);
    const types = { Terms: TYPES.Terms };
    assert.equal(hashStruct({ data: terms, primaryType: "Terms", types }), vector.termsHash);
    assert.equal(hashTypedData(typed("Terms", terms)), vector.id);
  });

  test(`${vector.terms.kind}: nonces name chain, contract, deposit, side and terms`, () => {
    const types = fields("uint256 chain,address contract,bytes32 id,uint8 role,bytes32 terms");
    vector.nonces.forEach((nonce, role) => {
      const values = [BigInt(chainId), contract, vector.id, role, vector.termsHash];
      assert.equal(keccak256(encodeAbiParameters(types, values)), nonce);
    });
    assert.equal(vector.funding.value.nonce, vector.nonces[0]);
  });

  test(`${vector.terms.kind}: signatures`, async () => {
    for (const [place, key] of keys.entries()) {
      assert.equal(await sign(key, typed("Terms", terms)), vector.signatures[place]);
    }
    const { value, digest, signature } = vector.funding;
    const token = { name: "Demo tenge (no value)", version: "1", chainId, verifyingContract: terms.token };
    const message = { ...value, value: BigInt(value.value), validAfter: 0n, validBefore: BigInt(value.validBefore) };
    const funding = typed("ReceiveWithAuthorization", message, token);
    assert.equal(hashTypedData(funding), digest);
    assert.equal(await sign(keys[0], funding), signature);
    for (const [name, key, ours] of [
      ["DepositAction", keys[1], vector.action],
      ["DepositDecision", keys[2], vector.decision],
    ]) {
      const data = typed(name, {
        depositId: vector.id,
        ...ours,
        nonce: BigInt(ours.nonce),
        deadline: BigInt(ours.deadline),
      });
      assert.equal(hashTypedData(data), ours.digest);
      assert.equal(await sign(key, data), ours.signature);
    }
  });

  test(`${vector.terms.kind}: calldata by the compiled contract's ABI`, () => {
    const { action, decision, funding, signatures } = vector;
    const authorization = {
      validAfter: 0n,
      validBefore: BigInt(funding.value.validBefore),
      ...split(funding.signature),
    };
    const calls = {
      open: [terms, ...signatures],
      fund: [terms, 0, authorization],
      actFor: [terms, action.role, action.action, BigInt(action.deadline), action.signature],
      decideFor: [terms, decision.outcome, BigInt(decision.deadline), decision.signature],
      expire: [terms],
      payOut: [terms.token, terms.buyer],
    };
    for (const [functionName, args] of Object.entries(calls)) {
      assert.equal(encodeFunctionData({ abi, functionName, args }), vector.calls[functionName], functionName);
    }
  });
}
