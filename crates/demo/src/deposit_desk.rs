use std::{
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use chain::{AssetId, ChainId, HttpPort, RpcClient};
use deals::{Building, Desk, Home, NotaryIdentity};
use desk::{DepositDesk, DeskConfig};
use k256::ecdsa::SigningKey;
use sig::{Address, B256, Signer};
use units::Tiyn;
use zone::{LocalText, Registry};

use crate::{
    StackError,
    deploy::{bytecode, deploy},
    stack::CHAIN,
    till_config::QUOTE_KEY,
};

/// The committed build of the deposit contract, reproduced by `cargo xtask contracts --check`.
const ARTIFACT: &str = include_str!("../../../contracts/artifacts/PropertyDeposit.json");

/// Account 10 of the publicly known development mnemonic.
const GAS_KEY: &str = "0xf214f2b2cd398c806f84e317254e0f0b801d0643303237d97a22a48e01628897";

/// From this price on the demo's operator asks for more: 50 million tenge.
const THRESHOLD_TIYN: u64 = 5_000_000_000;

/// Deploys the contract that holds deposits.
pub(crate) async fn deploy_deposits<H: HttpPort>(
    rpc: &RpcClient<H>,
    deployer: &impl Signer,
) -> Result<Address, StackError> {
    deploy(rpc, deployer, bytecode(ARTIFACT)?).await
}

/// The desk of the demo's operator: its contract and notaries are those of the registry.
pub(crate) fn start_desk(
    registry: &Registry,
    contract: Address,
    rpc: &str,
    wallet_origin: &str,
    folder: PathBuf,
) -> Result<DepositDesk, StackError> {
    let chain = ChainId::new(CHAIN);
    let tenge = registry.assets.iter().find(|asset| asset.symbol == "tKZT");
    let asset = tenge.map_or(
        AssetId {
            chain,
            token: Address::ZERO,
        },
        |asset| asset.id,
    );
    let notaries = registry.real_estate.notaries.iter().map(|notary| NotaryIdentity {
        name: notary.name.clone(),
        licence: notary.licence.clone(),
        account: notary.account,
    });
    Ok(DepositDesk::start(DeskConfig {
        desk: Desk {
            contract,
            asset,
            notaries: notaries.collect(),
            homes: homes(),
            aml_threshold_tiyn: Tiyn::new(THRESHOLD_TIYN).unwrap_or_default(),
            issued_at: 0,
            expires_at: 0,
        },
        home_chain: registry.home_chain,
        rpc: rpc.to_owned(),
        quote_key: key(QUOTE_KEY)?,
        relay_key: key(GAS_KEY)?,
        folder,
        now,
        wallet_origin: wallet_origin.to_owned(),
    })?)
}

#[expect(clippy::disallowed_methods, reason = "the demo's deposits are of today")]
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

fn key(digits: &str) -> Result<SigningKey, StackError> {
    let bytes: Option<B256> = digits.parse().ok();
    bytes
        .and_then(|bytes| SigningKey::from_slice(bytes.as_slice()).ok())
        .ok_or_else(|| StackError::System(std::io::Error::other("a demo key is none")))
}

fn text(kk: &str, ru: &str, en: &str) -> LocalText {
    LocalText {
        kk: kk.into(),
        ru: ru.into(),
        en: en.into(),
    }
}

/// Made-up homes, one of them still being built, one above the threshold.
fn homes() -> Vec<Home> {
    let home = |listing: &str, title, address, cadastral: &str, building, tenge: u64| Home {
        listing: listing.into(),
        title,
        address,
        cadastral_number: cadastral.into(),
        building,
        price_tiyn: Tiyn::new(tenge.saturating_mul(100)).unwrap_or_default(),
    };
    vec![
        home(
            "demo-zhetigen-12-5",
            text(
                "2 бөлмелі пәтер · 56 м² · 3/9 қабат",
                "2-комнатная квартира · 56 м² · 3/9 этаж",
                "Two-room flat · 56 m² · floor 3 of 9",
            ),
            text(
                "Алатау қ., Жетіген ы.а., Абай к-сі, 12-үй, 5-пәтер",
                "г. Алатау, мкр. Жетыген, ул. Абая, д. 12, кв. 5",
                "Flat 5, 12 Abai St, Zhetigen, Alatau",
            ),
            "03-046-012-1234:5:17",
            Building::Finished,
            26_880_000,
        ),
        home(
            "demo-golden-3",
            text(
                "Үй · 180 м² · 6 сотық",
                "Дом · 180 м² · 6 соток",
                "House · 180 m² · 600 m² of land",
            ),
            text(
                "Алатау қ., Golden District, Ұлы дала к-сі, 3",
                "г. Алатау, Golden District, ул. Улы дала, 3",
                "3 Uly Dala St, Golden District, Alatau",
            ),
            "03-046-021-0087:1",
            Building::Finished,
            64_500_000,
        ),
        home(
            "demo-gate-tower",
            text(
                "1 бөлмелі пәтер · 41 м² · 7/16 қабат · салынып жатыр",
                "1-комнатная квартира · 41 м² · 7/16 этаж · строится",
                "One-room flat · 41 m² · floor 7 of 16 · under construction",
            ),
            text(
                "Алатау қ., Gate District, Орталық даңғ., 1",
                "г. Алатау, Gate District, пр. Орталык, 1",
                "1 Ortalyq Ave, Gate District, Alatau",
            ),
            "03-046-030-0011:1:62",
            Building::UnderConstruction,
            18_450_000,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use deals::is_cadastral_number;
    use testkit::DemoKeys;

    use super::*;

    #[test]
    fn the_gas_key_is_that_of_the_role() {
        let key = key(GAS_KEY).unwrap();
        assert_eq!(Signer::address(&key), DemoKeys::derive().desk_gas.address());
    }

    #[test]
    fn the_homes_can_be_agreed_on() {
        for home in homes() {
            assert!(is_cadastral_number(&home.cadastral_number), "{}", home.listing);
            assert!(home.price_tiyn > Tiyn::ZERO);
        }
    }
}
