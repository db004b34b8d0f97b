// Verifies a purchase without trusting anybody who took part in it:
//   node verify-purchase.mjs < purchase.json
// with {"rpc","wallet","operator","statusUrl","paymentRequired","token"}: addresses, the PAYMENT-REQUIRED header seen before
// paying, and the EIP-712 name of the token that was meant to be paid in.
// Prints {"order","tx","status","payer","payer_wei","total_tiyn","fee_tiyn","rate"}. Exit 0 only if everything agrees.

import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { PaymentRequiredV2Schema } from "@x402/core/schemas";
import {
  createPublicClient,
  decodeFunctionData,
  getAddress,
  hashTypedData,
  http,
  isAddressEqual,
  parseAbi,
  parseEventLogs,
  recoverTypedDataAddress,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { openEnvelope } from "./lib/envelope.mjs";
import { assetFor, feeOf, linePrice, vatWithin } from "./lib/money.mjs";
import { orderNonce } from "./lib/nonce.mjs";
import {
  typedAuthorization,
  typedCredit,
  typedOrder,
  typedOrderReceipt,
  typedQuote,
  typedX402Receipt,
} from "./lib/typed-data.mjs";
import { decodeHeader } from "./lib/x402.mjs";

const TOKEN = parseAbi([
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)",
  "function decimals() view returns (uint8)",
  "function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
]);
const DEMO_WORDS = "test test test test test test test test test test test junk";

const { rpc, wallet, operator, statusUrl, paymentRequired, token } = JSON.parse(await text(process.stdin));
const chain = createPublicClient({ transport: http(rpc) });
const getJson = async (url) => {
  const answer = await fetch(url);
  assert.equal(answer.status, 200, url);
  return answer.json();
};
const signedBy = async (data, signature, keys) => {
  const signer = await recoverTypedDataAddress({ ...data, signature });
  assert.ok(keys.some((key) => isAddressEqual(key, signer)), `${data.primaryType} is signed by ${signer}`);
};
const sum = (values) => values.reduce((total, value) => total + BigInt(value), 0n);

const required = PaymentRequiredV2Schema.parse(decodeHeader(paymentRequired));
const { registry, certificate } = await verifyZone(required);
const chainId = registry.homeChain.slice("eip155:".length);
assert.equal(String(await chain.getChainId()), chainId);

const { order, orderHash } = await verifyOrder(required, certificate);
const { accepted, quote, quoteKeys, operatorId } = await verifyQuote(required, registry, order, orderHash);
const { payer, transaction, blockNumber } = await verifyChain(accepted, orderNonce(orderHash));
const status = await verifyReceipt(certificate);
await verifyOperatorPapers();
const wei = await balanceThroughout(payer);
console.log(
  JSON.stringify({
    order: order.id,
    tx: transaction,
    status: status.state,
    payer,
    payer_wei: String(wei),
    total_tiyn: order.totalTiyn,
    fee_tiyn: quote.feeTiyn,
    rate: quote.rate,
  }),
);

/** Registry under the demo root, certificate under the registry. */
async function verifyZone({ extensions }) {
  const root = [5, 6, 7].map((index) => {
    const key = mnemonicToAccount(DEMO_WORDS, { addressIndex: index }).getHdKey().publicKey;
    return Buffer.from(key).toString("hex");
  });
  const envelope = await getJson(`${wallet}/zone/registry.json`);
  const registry = openEnvelope(envelope, "application/vnd.cryptocity.registry+json", root, 2);
  const keys = registry.certificateKeys.map(({ publicKey }) => publicKey);
  const certificate = openEnvelope(
    extensions.cryptocity.info.certificate,
    "application/vnd.cryptocity.merchant+json",
    keys,
    1,
  );
  return { registry, certificate };
}

/** The merchant's signature, the origin, and every number of the order. */
async function verifyOrder({ extensions }, certificate) {
  const { order, signature } = extensions.cryptocity.info.order;
  const data = typedOrder(chainId, order);
  await signedBy(data, signature, certificate.orderKeys.map(({ address }) => address));
  assert.equal(order.merchantId, certificate.id);
  assert.ok(certificate.origins.includes(order.origin), order.origin);
  for (const line of order.lines) {
    assert.equal(BigInt(line.totalTiyn), linePrice(line.quantityMilli, line.unitTiyn));
    assert.equal(BigInt(line.vatTiyn), vatWithin(BigInt(line.totalTiyn), line.vatBps));
  }
  assert.equal(BigInt(order.totalTiyn), sum(order.lines.map((line) => line.totalTiyn)));
  assert.equal(BigInt(order.vatTiyn), sum(order.lines.map((line) => line.vatTiyn)));
  return { order, orderHash: hashTypedData(data) };
}

/** The quote for the token that was meant to be paid in: signature, amount, fee, and its entry in `accepts`. */
async function verifyQuote({ accepts, extensions }, registry, order, orderHash) {
  const index = accepts.findIndex(({ extra }) => extra.name === token);
  assert.notEqual(index, -1, `${token} is offered`);
  const accepted = accepts[index];
  const { quote, signature } = extensions.cryptocity.info.quotes[index];
  assert.equal(quote.orderHash, orderHash);
  const { id, quoteKeys, settlementAddresses, feeBps } = registry.operators.find(({ settlementAddresses }) =>
    settlementAddresses.some((address) => isAddressEqual(address, quote.payTo)),
  );
  const keys = quoteKeys.map(({ address }) => address);
  await signedBy(typedQuote(chainId, quote), signature, keys);
  const asset = getAddress(accepted.asset);
  assert.equal(quote.asset.toLowerCase(), `eip155:${chainId}/erc20:${asset}`.toLowerCase());
  const decimals = await chain.readContract({ address: asset, abi: TOKEN, functionName: "decimals" });
  assert.equal(BigInt(quote.amount), assetFor(order.totalTiyn, quote.rate, decimals));
  assert.equal(BigInt(quote.feeTiyn), feeOf(order.totalTiyn, quote.feeBps));
  assert.equal(BigInt(quote.merchantTiyn), BigInt(order.totalTiyn) - BigInt(quote.feeTiyn));
  assert.ok(quote.feeBps <= feeBps);
  assert.equal(accepted.amount, quote.amount);
  assert.ok(isAddressEqual(accepted.payTo, quote.payTo));
  assert.ok(settlementAddresses.length > 0);
  return { accepted, quote, quoteKeys: keys, operatorId: id };
}

/** Exactly one use of the order's nonce on the chain, by a transfer of exactly the quoted amount that the payer signed. */
async function verifyChain({ asset, payTo, amount, extra }, nonce) {
  const everything = { address: asset, fromBlock: 0n, toBlock: "latest" };
  const used = (
    await chain.getContractEvents({ ...everything, abi: TOKEN, eventName: "AuthorizationUsed", args: { nonce } })
  ).map(({ args, transactionHash, blockNumber }) => ({ ...args, transactionHash, blockNumber }));
  assert.equal(used.length, 1, "the order's nonce was used once");
  const [{ authorizer: payer, transactionHash, blockNumber }] = used;

  const receipt = await chain.getTransactionReceipt({ hash: transactionHash });
  assert.equal(receipt.status, "success");
  const transfers = parseEventLogs({ abi: TOKEN, eventName: "Transfer", logs: receipt.logs }).filter(({ address }) =>
    isAddressEqual(address, asset),
  );
  assert.equal(transfers.length, 1);
  assert.deepEqual(transfers[0].args, { from: payer, to: getAddress(payTo), value: BigInt(amount) });

  const { input } = await chain.getTransaction({ hash: transactionHash });
  const { args } = decodeFunctionData({ abi: TOKEN, data: input });
  const [from, to, value, validAfter, validBefore, signedNonce, v, r, s] = args;
  const domain = { name: extra.name, version: extra.version, address: asset };
  const authorization = { from, to, value, validAfter, validBefore, nonce: signedNonce };
  const signature = `${r}${s.slice(2)}${v.toString(16)}`;
  await signedBy(typedAuthorization(chainId, domain, authorization), signature, [payer]);

  const paid = await chain.getContractEvents({
    ...everything,
    abi: TOKEN,
    eventName: "Transfer",
    args: { from: payer, to: payTo },
  });
  assert.equal(paid.filter(({ args }) => args.value === BigInt(amount)).length, 1, "paid once");
  return { payer, transaction: transactionHash, blockNumber };
}

/** The merchant's receipt. */
async function verifyReceipt(certificate) {
  const status = await getJson(statusUrl);
  assert.ok(["settled", "final"].includes(status.state), status.state);
  assert.equal(status.orderId, order.id);
  assert.equal(status.transaction, transaction);
  const { receipt, signature } = status.receipt;
  await signedBy(typedOrderReceipt(chainId, receipt), signature, certificate.orderKeys.map(({ address }) => address));
  const { issuedAt, registryVersion, payer: receiptPayer, asset, ...rest } = receipt;
  assert.ok(isAddressEqual(receiptPayer, payer));
  assert.equal(asset.toLowerCase(), quote.asset.toLowerCase());
  assert.ok(issuedAt >= order.createdAt);
  assert.equal(registryVersion, registry.version);
  assert.deepEqual(rest, {
    orderHash,
    amount: quote.amount,
    transaction,
    blockNumber: Number(blockNumber),
    totalTiyn: order.totalTiyn,
    vatTiyn: order.vatTiyn,
    feeTiyn: quote.feeTiyn,
    operatorId,
    orderBound: true,
  });
  return status;
}

/** The operator's x402 receipt and the tenge credited to the merchant. */
async function verifyOperatorPapers() {
  const { settlement, refundsDue, orderBound } = await getJson(`${operator}/v1/credits/${orderHash}`);
  assert.deepEqual([settlement.success, settlement.transaction, refundsDue, orderBound], [true, transaction, [], true]);
  const { credit, signature } = settlement.extensions.cryptocity.info.credit;
  await signedBy(typedCredit(chainId, credit), signature, quoteKeys);
  const { issuedAt, ...rest } = credit;
  assert.ok(issuedAt >= order.createdAt);
  assert.deepEqual(rest, {
    orderHash,
    merchantId: order.merchantId,
    totalTiyn: order.totalTiyn,
    feeTiyn: quote.feeTiyn,
    merchantTiyn: quote.merchantTiyn,
    transaction,
  });
  const { payload, signature: receiptSignature } = settlement.extensions["offer-receipt"].info.receipt;
  await signedBy(typedX402Receipt(payload), receiptSignature, quoteKeys);
  assert.equal(payload.transaction, transaction);
  assert.equal(payload.resourceUrl, required.resource.url);
  assert.equal(payload.network, registry.homeChain);
  assert.ok(isAddressEqual(payload.payer, payer));
}

/** The payer's native coin, which must be nothing in every block. */
async function balanceThroughout(address) {
  const newest = await chain.getBlockNumber();
  for (let blockNumber = 0n; blockNumber <= newest; blockNumber += 1n) {
    assert.equal(await chain.getBalance({ address, blockNumber }), 0n, `block ${blockNumber}`);
  }
  assert.equal(await chain.getTransactionCount({ address }), 0, "the payer sent nothing itself");
  return chain.getBalance({ address });
}
