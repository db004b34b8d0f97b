// A server of somebody else that sells a weather report: the official @x402/express middleware with the official
// facilitator, nothing of ours.
//   node x402-shop.mjs --rpc URL --wallet ORIGIN --token 0x… --name "Demo dollar (no value)" --version 1
//   node x402-shop.mjs --rpc URL --wallet ORIGIN --fiat 0x<payer>     brings Circle's FiatTokenV2_2 and gives the payer some
// Prints one line of JSON and serves until its standard input ends.
import { parseArgs } from "node:util";
import { x402Facilitator } from "@x402/core/facilitator";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { ExactEvmScheme as FacilitatorScheme } from "@x402/evm/exact/facilitator";
import { ExactEvmScheme as ServerScheme } from "@x402/evm/exact/server";
import { paymentMiddleware, x402ResourceServer } from "@x402/express";
import express from "express";
import { createWalletClient, defineChain, http, publicActions } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { FIAT_DOMAIN, deployFiatToken } from "./lib/fiat-token.mjs";

const { values } = parseArgs({
  options: Object.fromEntries(
    ["rpc", "wallet", "token", "name", "version", "fiat", "price"].map((name) => [name, { type: "string" }]),
  ),
});
const { rpc, wallet: walletOrigin, fiat, price = "1250000" } = values;

const MNEMONIC = "test test test test test test test test test test test junk";
const chain = defineChain({
  id: 31337,
  name: "Anvil",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [rpc] } },
});
// Accounts of the development mnemonic that nobody else of the stack uses.
const account = mnemonicToAccount(MNEMONIC, { addressIndex: 8 });
const payTo = mnemonicToAccount(MNEMONIC, { addressIndex: 7 }).address;
const client = createWalletClient({ account, chain, transport: http(rpc) }).extend(publicActions);

const domain = fiat ? FIAT_DOMAIN : { name: values.name, version: values.version };
const asset = fiat ? await deployFiatToken(client, client, [fiat], 100_000_000n) : values.token;

const network = `eip155:${chain.id}`;
const facilitator = new x402Facilitator().register(
  network,
  new FacilitatorScheme(toFacilitatorEvmSigner({ ...client, address: account.address })),
);
const server = new x402ResourceServer(facilitator).register(network, new ServerScheme());

const app = express();
// What a wallet of another origin needs; the middleware sends none of it.
app.use((request, response, next) => {
  response.set({
    "access-control-allow-origin": walletOrigin,
    "access-control-allow-headers": "payment-signature",
    "access-control-expose-headers": "payment-required, payment-response",
    vary: "origin",
  });
  if (request.method === "OPTIONS") response.sendStatus(204);
  else next();
});
app.use(
  paymentMiddleware(
    {
      "GET /weather": {
        accepts: { scheme: "exact", network, payTo, maxTimeoutSeconds: 300, price: { amount: price, asset, extra: domain } },
        description: "Weather in Alatau",
        mimeType: "application/json",
      },
    },
    server,
  ),
);
app.get("/weather", (_, response) => response.json({ place: "Alatau", degrees: -4 }));

const listener = app.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${listener.address().port}/weather`;
  console.log(JSON.stringify({ url, asset, payTo, ...domain, amount: price }));
});
process.stdin.resume().on("end", () => process.exit());
