use chain::{HttpPort, RpcClient, TxKind, mint_call};
use sig::{Address, Signer, U256};
use testkit::{DemoAsset, DemoKeys};
use units::AssetAmount;

use crate::{
    StackError,
    deploy::{bytecode, deploy, send},
};

/// The committed build of the exchange contract, reproduced by `cargo xtask contracts --check`.
const ARTIFACT: &str = include_str!("../../../contracts/artifacts/ExchangeSettlement.json");

/// Whole units of each asset that the demo's operator has to give.
const INVENTORY: u32 = 10_000_000;

/// Deploys the contract that settles exchanges, and gives the operator something to exchange.
pub(crate) async fn deploy_exchange<H: HttpPort>(
    rpc: &RpcClient<H>,
    keys: &DemoKeys,
    assets: &[DemoAsset],
) -> Result<Address, StackError> {
    let contract = deploy(rpc, &keys.deployer, bytecode(ARTIFACT)?).await?;
    for asset in assets {
        let amount = U256::from(INVENTORY) * U256::from(10u8).pow(U256::from(asset.decimals));
        let mint = mint_call(keys.settlement.address(), AssetAmount::new(amount));
        send(rpc, &keys.deployer, TxKind::Call(asset.token), mint).await?;
    }
    Ok(contract)
}
