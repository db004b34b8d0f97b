use alloy_sol_types::{SolConstructor as _, sol};
use catalogue::{Entry, Offering, SubscriptionTerms};
use chain::{AssetId, ChainId, HttpPort, RpcClient};
use sig::{Signer as _, U256};
use testkit::{DemoAsset, DemoKeys};
use units::AssetAmount;
use zone::Registry;

use crate::{
    StackError,
    deploy::{bytecode, deploy},
    till_config::OfferingFile,
};

/// The committed build of the offering's contract, reproduced by `cargo xtask contracts --check`.
const ARTIFACT: &str = include_str!("../../../contracts/artifacts/SecurityOffering.json");

/// The open offering of the made-up city.
const OFFERING: &str = "demo-o-solar";
/// What it is called on the chain, whose wallets know one language.
const NAME: (&str, &str) = ("Kun Zholy bond (demo, no value)", "KUNZ");
/// Units from which on it is a success: what one resident with the demo's free tokens reaches.
const MINIMUM_UNITS: u64 = 10;
const MAXIMUM_UNITS: u64 = 2_000;
const MAXIMUM_PER_INVESTOR: u64 = 30;
const RISKS_VERSION: u32 = 1;

sol! {
    struct Offer {
        address issuer;
        address registrar;
        address paymentToken;
        uint256 price;
        uint256 minimumUnits;
        uint256 maximumUnits;
        uint256 maximumPerInvestor;
        uint64 opensAt;
        uint64 closesAt;
        bytes32 documentsHash;
    }

    contract SecurityOffering {
        constructor(string name, string symbol, Offer offer);
    }
}

/// Deploys the contract of the city's open offering as the catalogue describes it, names it in the catalogue, and says what
/// its registrar has to know.
pub(crate) async fn deploy_offering<H: HttpPort>(
    rpc: &RpcClient<H>,
    keys: &DemoKeys,
    registry: &Registry,
    assets: &[DemoAsset],
    entries: &mut [Entry],
) -> Result<OfferingFile, StackError> {
    let missing = || StackError::Deploy(format!("{OFFERING} cannot be subscribed"));
    let offering = entries.iter_mut().find_map(|entry| match entry {
        Entry::Offering(offering) if offering.identifier == OFFERING => Some(offering),
        _ => None,
    });
    let offering = offering.ok_or_else(missing)?;
    let asset = assets
        .iter()
        .find(|asset| asset.symbol == "tKZT")
        .ok_or_else(missing)?;
    let registrar = registry.operators.first().ok_or_else(missing)?;
    let document = offering.documents.first().ok_or_else(missing)?;
    // Two decimals: a base unit of tKZT is a tiyn.
    let price = U256::from(offering.price_tiyn.get());
    let arguments = SecurityOffering::constructorCall {
        name: NAME.0.into(),
        symbol: NAME.1.into(),
        offer: Offer {
            issuer: keys.merchant.address(),
            registrar: keys.quote.address(),
            paymentToken: asset.token,
            price,
            minimumUnits: U256::from(MINIMUM_UNITS),
            maximumUnits: U256::from(MAXIMUM_UNITS),
            maximumPerInvestor: U256::from(MAXIMUM_PER_INVESTOR),
            opensAt: offering.validity.valid_from,
            closesAt: offering.validity.valid_until.ok_or_else(missing)?,
            documentsHash: document.sha256,
        },
    };
    let init = [bytecode(ARTIFACT)?.as_ref(), &arguments.abi_encode()].concat();
    let contract = deploy(rpc, &keys.deployer, init.into()).await?;
    let id = |token| {
        AssetId {
            chain: ChainId::new(rpc.chain().number()),
            token,
        }
        .to_string()
    };
    offering.token = Some(id(contract));
    offering.subscription = Some(SubscriptionTerms {
        contract,
        registrar: registrar.id.clone(),
        asset: id(asset.token),
        unit_price: AssetAmount::new(price),
        maximum_per_investor: MAXIMUM_PER_INVESTOR,
        risks_version: RISKS_VERSION,
    });
    Ok(OfferingFile {
        id: OFFERING.into(),
        contract: contract.to_checksum(None),
        risks_version: RISKS_VERSION,
        least_units: least_units(offering),
    })
}

/// The catalogue's minimum, in whole units.
fn least_units(offering: &Offering) -> u64 {
    let price = offering.price_tiyn.get().max(1);
    offering.minimum_tiyn.get().div_ceil(price)
}
