// Pays a resource with the official @x402/fetch client, nothing of ours on the payer's side.
//   node till-fetch.mjs URL 0x<key>
// Prints one line of JSON: status, body, and the decoded PAYMENT-RESPONSE.
import { ExactEvmScheme } from "@x402/evm";
import { decodePaymentResponseHeader, wrapFetchWithPaymentFromConfig } from "@x402/fetch";
import { privateKeyToAccount } from "viem/accounts";

const [url, key] = process.argv.slice(2);
const pay = wrapFetchWithPaymentFromConfig(fetch, {
  schemes: [{ network: "eip155:*", client: new ExactEvmScheme(privateKeyToAccount(key)) }],
  // The demo tokens are on nobody's list.
  spendControls: false,
});
const response = await pay(url);
const header = response.headers.get("payment-response");
console.log(
  JSON.stringify({
    status: response.status,
    body: await response.json(),
    settled: header && decodePaymentResponseHeader(header),
  }),
);
