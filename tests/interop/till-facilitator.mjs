// Settles a payment with the official facilitator, as a stranger who got hold of it would.
//   node till-facilitator.mjs RPC 0x<gas key> < {"payload", "requirements"}
// Prints one line of JSON: what it verified and what it settled.
import { text } from "node:stream/consumers";
import { x402Facilitator } from "@x402/core/facilitator";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { ExactEvmScheme } from "@x402/evm/exact/facilitator";
import { createWalletClient, defineChain, http, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const [rpc, key] = process.argv.slice(2);
const { payload, requirements } = JSON.parse(await text(process.stdin));
const chain = defineChain({
  id: 31337,
  name: "Anvil",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [rpc] } },
});
const account = privateKeyToAccount(key);
const client = createWalletClient({ account, chain, transport: http(rpc) }).extend(publicActions);
const facilitator = new x402Facilitator().register(
  `eip155:${chain.id}`,
  new ExactEvmScheme(toFacilitatorEvmSigner({ ...client, address: account.address })),
);
const verified = await facilitator.verify(payload, requirements);
const settled = await facilitator.settle(payload, requirements);
console.log(JSON.stringify({ verified, settled }));
