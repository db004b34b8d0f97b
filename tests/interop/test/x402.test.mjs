import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import {
  HTTPFacilitatorClient,
  decodePaymentRequiredHeader,
  decodePaymentResponseHeader,
  decodePaymentSignatureHeader,
  encodePaymentSignatureHeader,
} from "@x402/core/http";
import {
  PaymentPayloadV2Schema,
  PaymentRequiredV2Schema,
  PaymentRequirementsV2Schema,
} from "@x402/core/schemas";
import { recoverTypedDataAddress } from "viem";
import { orderNonce } from "../lib/nonce.mjs";
import { typedAuthorization, typedOffer, typedOrder } from "../lib/typed-data.mjs";
import { vectors } from "../lib/vectors.mjs";

const { x402 } = vectors;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Parsed by the official schema, and nothing of it stripped. */
function parses(schema, document) {
  assert.deepEqual(schema.parse(document), document);
}

test("the 402 answer parses under the official schema", () => {
  parses(PaymentRequiredV2Schema, x402.paymentRequired);
  parses(PaymentRequiredV2Schema, x402.paymentRefused);
  for (const requirements of x402.paymentRequired.accepts) parses(PaymentRequirementsV2Schema, requirements);
});

test("the payment parses under the official schema and echoes the chosen entry", () => {
  parses(PaymentPayloadV2Schema, x402.paymentPayload);
  assert.deepEqual(x402.paymentPayload.accepted, x402.paymentRequired.accepts[0]);
});

test("the headers are plain base64 and decode with the official functions", () => {
  const headers = [
    [x402.paymentRequiredHeader, decodePaymentRequiredHeader, x402.paymentRequired],
    [x402.paymentSignatureHeader, decodePaymentSignatureHeader, x402.paymentPayload],
    [x402.paymentResponseHeader, decodePaymentResponseHeader, x402.settleResponse],
  ];
  for (const [header, decode, document] of headers) {
    assert.match(header, BASE64);
    assert.equal(header.length % 4, 0);
    assert.deepEqual(decode(header), document);
  }
  assert.deepEqual(
    decodePaymentSignatureHeader(encodePaymentSignatureHeader(x402.paymentPayload)),
    x402.paymentPayload,
  );
});

test("what the payer signed recovers under viem from the payload alone", async () => {
  const { accepted, payload } = x402.paymentPayload;
  const chainId = accepted.network.slice("eip155:".length);
  const token = { ...accepted.extra, address: accepted.asset };
  const data = typedAuthorization(chainId, token, payload.authorization);
  const payer = await recoverTypedDataAddress({ ...data, signature: payload.signature });
  assert.equal(payer.toLowerCase(), payload.authorization.from.toLowerCase());
  assert.equal(payload.authorization.value, accepted.amount);
  assert.equal(payload.authorization.nonce, orderNonce(x402.facilitatorRequest.orderHash));
});

test("order and offers of the answer are signed by whom they name", async () => {
  const { extensions, accepts } = x402.paymentRequired;
  const { order, quotes } = extensions.cryptocity.info;
  const merchant = await recoverTypedDataAddress({ ...typedOrder(31337, order.order), signature: order.signature });
  assert.equal(merchant, "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65");
  const { offers } = extensions["offer-receipt"].info;
  assert.equal(offers.length, accepts.length);
  assert.equal(quotes.length, accepts.length);
  for (const { format, acceptIndex, payload, signature } of offers) {
    assert.equal(format, "eip712");
    const { asset, payTo, amount, network, scheme } = accepts[acceptIndex];
    const { asset: a, payTo: p, amount: m, network: n, scheme: s } = payload;
    assert.deepEqual({ asset: a, payTo: p, amount: m, network: n, scheme: s }, { asset, payTo, amount, network, scheme });
    assert.equal(
      await recoverTypedDataAddress({ ...typedOffer(payload), signature }),
      "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
    );
  }
});

// The official facilitator client is what a generic x402 server uses; it checks answers by schemas it does not export.
const answers = {};
let server;
let client;

before(async () => {
  server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { status, body } = answers[request.url];
      answers.sent = chunks.length ? JSON.parse(Buffer.concat(chunks)) : undefined;
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = new HTTPFacilitatorClient({ url: `http://127.0.0.1:${server.address().port}` });
});

after(() => server.close());

test("the operator's answers parse in the official facilitator client", async () => {
  const { paymentPayload, paymentRequired } = x402;
  answers["/supported"] = { status: 200, body: x402.supportedResponse };
  assert.deepEqual(await client.getSupported(), x402.supportedResponse);
  answers["/verify"] = { status: 200, body: x402.verifyResponse };
  assert.deepEqual(await client.verify(paymentPayload, paymentRequired.accepts[0]), x402.verifyResponse);
  answers["/verify"] = { status: 200, body: x402.verifyRefused };
  const refused = await client.verify(paymentPayload, paymentRequired.accepts[0]);
  assert.deepEqual([refused.isValid, refused.invalidReason], [false, x402.verifyRefused.invalidReason]);
  answers["/settle"] = { status: 200, body: x402.settleResponse };
  assert.deepEqual(await client.settle(paymentPayload, paymentRequired.accepts[0]), x402.settleResponse);
  answers["/settle"] = { status: 200, body: x402.settleRefused };
  const failed = await client.settle(paymentPayload, paymentRequired.accepts[0]);
  assert.deepEqual([failed.success, failed.errorReason], [false, x402.settleRefused.errorReason]);
});

test("what the official facilitator client sends is what our operator reads, the order hash aside", async () => {
  answers["/settle"] = { status: 200, body: x402.settleResponse };
  await client.settle(x402.paymentPayload, x402.paymentRequired.accepts[0]);
  const { orderHash, ...request } = x402.facilitatorRequest;
  assert.match(orderHash, /^0x[0-9a-f]{64}$/);
  assert.deepEqual(answers.sent, request);
});
