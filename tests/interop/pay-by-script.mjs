// Pays an order as the wallet does, with nothing but viem and the 402 answer:
//   node pay-by-script.mjs --pay-url URL --key 0x… [--token "Demo dollar (no value)"] [--origin http://localhost:8080]
// Prints one line of JSON: what was asked, what was sent, what was answered. Exit 0 when the payment was taken.

import { parseArgs } from "node:util";
import { hashTypedData } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { orderNonce } from "./lib/nonce.mjs";
import { typedAuthorization, typedOrder } from "./lib/typed-data.mjs";
import { encodeHeader, requestPayment, sendPayment } from "./lib/x402.mjs";

const { values } = parseArgs({
  options: {
    "pay-url": { type: "string" },
    key: { type: "string" },
    token: { type: "string", default: "Demo dollar (no value)" },
    origin: { type: "string" },
  },
});
const { "pay-url": payUrl, key, token } = values;
const headers = values.origin ? { origin: values.origin } : {};

const { header, required } = await requestPayment(payUrl, headers);
const accepted = required.accepts.find(({ extra }) => extra.name === token);
if (!accepted) throw new Error(`${token} is not among the ways to pay`);

const chainId = accepted.network.slice("eip155:".length);
const orderHash = hashTypedData(typedOrder(chainId, required.extensions.cryptocity.info.order.order));
const account = privateKeyToAccount(key);
const authorization = {
  from: account.address,
  to: accepted.payTo,
  value: accepted.amount,
  validAfter: "0",
  validBefore: String(Math.floor(Date.now() / 1000) + accepted.maxTimeoutSeconds),
  nonce: orderNonce(orderHash),
};
const domain = { name: accepted.extra.name, version: accepted.extra.version, address: accepted.asset };
const signature = await account.signTypedData(typedAuthorization(chainId, domain, authorization));
const payment = encodeHeader({
  x402Version: 2,
  resource: required.resource,
  accepted,
  payload: { signature, authorization },
});
const answer = await sendPayment(payUrl, payment, headers);
console.log(JSON.stringify({ orderHash, payer: account.address, paymentRequired: header, payment, ...answer }));
process.exitCode = answer.status === 200 ? 0 : 1;
