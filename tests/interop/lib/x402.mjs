// x402 v2 over HTTP, as far as these scripts need it.

export const decodeHeader = (text) => JSON.parse(Buffer.from(text, "base64").toString("utf8"));
export const encodeHeader = (value) => Buffer.from(JSON.stringify(value)).toString("base64");

/** Asks a pay URL: the decoded 402 answer and the header it came in. */
export async function requestPayment(payUrl, headers = {}) {
  const answer = await fetch(payUrl, { headers });
  const header = answer.headers.get("payment-required");
  if (answer.status !== 402 || !header) throw new Error(`${payUrl} answers ${answer.status}: ${await answer.text()}`);
  return { header, required: decodeHeader(header) };
}

/** Sends a payment; never throws for a status. */
export async function sendPayment(payUrl, payment, headers = {}) {
  const answer = await fetch(payUrl, { headers: { ...headers, "payment-signature": payment } });
  const response = answer.headers.get("payment-response");
  return {
    status: answer.status,
    body: await answer.json().catch(() => null),
    response: response && decodeHeader(response),
  };
}
