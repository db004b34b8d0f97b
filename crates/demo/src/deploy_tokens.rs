use alloy_sol_types::{SolConstructor as _, sol};
use chain::{HttpPort, RpcClient};
use sig::Signer;
use testkit::DemoAsset;

use crate::{
    StackError,
    deploy::{bytecode, deploy},
};

/// The committed build of the demo token, reproduced by `cargo xtask contracts --check`.
const ARTIFACT: &str = include_str!("../../../contracts/artifacts/DemoToken.json");

sol! {
    contract DemoToken {
        constructor(string name, string symbol, uint8 decimals, address owner);
    }
}

/// Symbol, name, decimals of the demo tokens.
const TOKENS: [(&str, &str, u8); 2] = [
    ("tUSD", "Demo dollar (no value)", 6),
    ("tKZT", "Demo tenge (no value)", 2),
];

/// Deploys tUSD and tKZT, owned by `deployer`.
pub(crate) async fn deploy_tokens<H: HttpPort>(
    rpc: &RpcClient<H>,
    deployer: &impl Signer,
) -> Result<Vec<DemoAsset>, StackError> {
    let code = bytecode(ARTIFACT)?;
    let mut assets = Vec::new();
    for (symbol, name, decimals) in TOKENS {
        let arguments = DemoToken::constructorCall {
            name: name.into(),
            symbol: symbol.into(),
            decimals,
            owner: deployer.address(),
        };
        let init = [code.as_ref(), &arguments.abi_encode()].concat();
        let token = deploy(rpc, deployer, init.into()).await?;
        assets.push(DemoAsset {
            token,
            symbol,
            domain_name: name,
            decimals,
        });
    }
    Ok(assets)
}
