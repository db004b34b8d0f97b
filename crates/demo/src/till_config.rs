use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::Path,
};

use serde::Serialize;
use sig::{Signer, sha256_digest};
use testkit::{DemoAsset, DemoKeys};

use crate::{
    Addresses, StackError,
    state_folder::StateFolder,
    zone_files::{CERTIFICATE, REGISTRY},
};

const ORDER_TTL_SECONDS: u64 = 15 * 60;
/// What one investor of the demo may subscribe in a year: less than one may hold, so that the limit can be met.
const RETAIL_LIMIT_TENGE: &str = "250000";

/// Private keys of the demo, by account number of the publicly known development mnemonic.
const DEPLOYER_KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const GAS_KEY: &str = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const SETTLEMENT_KEY: &str = "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";
/// Addresses of orders follow from it; of no account.
const DEPOSIT_KEY: &str = "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba";
pub(crate) const QUOTE_KEY: &str = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";
/// Opens what payers of large sums seal; of no account.
const TRAVEL_KEY: &str = "0x5d1f0c7a9be2436d8c1a0f4e7b6952d3c8e1f7a4092b6d5c3e8f1a7b4d902c65";
const TRAVEL_KEY_FILE: &str = "travel.key";
/// The key of the demo operator's back office. As publicly known as everything else of the demo.
const STAFF_KEY: &str = "demo-operator-2026";
/// The demo operator's own, as in the registry.
const DEMO_BIN: &str = "260940000014";
const ORDER_KEY: &str = "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a";

/// Configuration of the merchant till.
#[derive(Debug, Serialize)]
struct MerchantFile<'a> {
    listen: SocketAddr,
    public_url: &'a str,
    database: &'a str,
    operator_url: &'a str,
    wallet_origin: &'a str,
    order_key: &'a str,
    certificate: &'a str,
    registry: &'a str,
    order_ttl_seconds: u64,
    api_keys: Vec<ApiKey>,
}

/// A client of a till.
#[derive(Debug, Serialize)]
struct ApiKey {
    key_sha256: String,
    name: &'static str,
}

impl ApiKey {
    /// Configuration holds digests only.
    fn of(key: &str, name: &'static str) -> Self {
        Self {
            key_sha256: sha256_digest(key.as_bytes()).to_b256().to_string(),
            name,
        }
    }
}

/// Configuration of the operator till.
#[derive(Debug, Serialize)]
struct OperatorFile<'a> {
    listen: SocketAddr,
    public_url: &'a str,
    database: &'a str,
    registry: &'a str,
    operator_id: &'a str,
    rpc: &'a str,
    chain_id: u64,
    quote_key: &'a str,
    gas_key: &'a str,
    settlement_address: String,
    settlement_key: &'a str,
    deposit_key: &'a str,
    fee_bps: u16,
    retail_limit_tenge: &'a str,
    wallet_origin: &'a str,
    rates: Vec<RateFile>,
    staff_keys: Vec<ApiKey>,
    payout_accounts: Vec<PayoutAccountFile>,
    offerings: Vec<OfferingFile>,
    travel: TravelFile,
    identification: IdentificationFile,
    bank: BankFile,
    faucet: FaucetFile<'a>,
}

/// An offering that the operator registers subscriptions of.
#[derive(Debug, Serialize)]
pub(crate) struct OfferingFile {
    pub(crate) id: String,
    pub(crate) contract: String,
    pub(crate) risks_version: u32,
    pub(crate) least_units: u64,
}

/// Where the café's tenge go. The account is the example of the ISO registry.
#[derive(Debug, Serialize)]
struct PayoutAccountFile {
    merchant_id: &'static str,
    beneficiary: &'static str,
    bin: &'static str,
    iban: &'static str,
}

#[derive(Debug, Serialize)]
struct TravelFile {
    key_file: &'static str,
}

/// Deals above 100 000 ₸ a day ask who one is; in a demo zone nobody looks.
#[derive(Debug, Serialize)]
struct IdentificationFile {
    above_tenge: u32,
    limit_tenge: u32,
    at_once: bool,
}

/// The simulated bank of top-ups and cash-outs. The account is the example of the ISO registry.
#[derive(Debug, Serialize)]
struct BankFile {
    beneficiary: &'static str,
    bin: &'static str,
    bank: &'static str,
    iban: &'static str,
}

/// What one whole unit costs.
#[derive(Debug, Serialize)]
struct RateFile {
    asset: String,
    tenge_per_unit: &'static str,
    source: &'static str,
}

/// Who mints, and what everybody gets.
#[derive(Debug, Serialize)]
struct FaucetFile<'a> {
    minter_key: &'a str,
    grants: Vec<GrantFile>,
}

#[derive(Debug, Serialize)]
struct GrantFile {
    asset: String,
    amount: &'static str,
}

/// Fixed rates: 538.90 ₸ for a dollar, 1 ₸ for a tenge.
fn demo_rates(chain: u64, assets: &[DemoAsset]) -> Vec<RateFile> {
    let rate = |asset: &DemoAsset| RateFile {
        asset: asset_id(chain, asset),
        tenge_per_unit: if asset.symbol == "tUSD" { "538.90" } else { "1" },
        source: "demo-exchange",
    };
    assets.iter().map(rate).collect()
}

/// 200 tUSD and 100 000 tKZT for everybody who asks.
fn demo_faucet(chain: u64, assets: &[DemoAsset]) -> FaucetFile<'static> {
    let grant = |asset: &DemoAsset| GrantFile {
        asset: asset_id(chain, asset),
        amount: if asset.symbol == "tUSD" { "200" } else { "100000" },
    };
    FaucetFile {
        minter_key: DEPLOYER_KEY,
        grants: assets.iter().map(grant).collect(),
    }
}

fn asset_id(chain: u64, asset: &DemoAsset) -> String {
    chain::AssetId {
        chain: chain::ChainId::new(chain),
        token: asset.token,
    }
    .to_string()
}

/// Writes a configuration file.
fn write_config(path: &Path, config: &impl Serialize) -> Result<(), StackError> {
    let text = toml::to_string(config)
        .map_err(|error| StackError::file(path)(std::io::Error::other(error.to_string())))?;
    fs::write(path, text).map_err(StackError::file(path))
}

/// Writes the operator till's configuration.
pub(crate) fn write_operator_config(
    state: &StateFolder,
    listener: &TcpListener,
    addresses: &Addresses,
    chain: u64,
    assets: &[DemoAsset],
    keys: &DemoKeys,
    offering: OfferingFile,
) -> Result<(), StackError> {
    let file = OperatorFile {
        listen: listener.local_addr()?,
        public_url: &addresses.operator,
        database: "operator.sqlite",
        registry: REGISTRY,
        operator_id: "demo-exchange",
        rpc: &addresses.rpc,
        chain_id: chain,
        quote_key: QUOTE_KEY,
        gas_key: GAS_KEY,
        settlement_address: keys.settlement.address().to_checksum(None),
        settlement_key: SETTLEMENT_KEY,
        deposit_key: DEPOSIT_KEY,
        fee_bps: 75,
        retail_limit_tenge: RETAIL_LIMIT_TENGE,
        wallet_origin: &addresses.wallet,
        rates: demo_rates(chain, assets),
        staff_keys: vec![ApiKey::of(STAFF_KEY, "back office")],
        payout_accounts: vec![PayoutAccountFile {
            merchant_id: "alatau-coffee",
            beneficiary: "«Алатау кофе» ЖШС",
            bin: "260940000507",
            iban: "KZ86125KZT5004100100",
        }],
        offerings: vec![offering],
        travel: TravelFile {
            key_file: TRAVEL_KEY_FILE,
        },
        identification: IdentificationFile {
            above_tenge: 100_000,
            limit_tenge: 2_000_000,
            at_once: true,
        },
        bank: BankFile {
            beneficiary: "«Демо айырбас» ЖШС (TEST)",
            bin: DEMO_BIN,
            bank: "Demo Bank (no such bank)",
            iban: "KZ86125KZT5004100100",
        },
        faucet: demo_faucet(chain, assets),
    };
    let path = state.operator(TRAVEL_KEY_FILE);
    fs::write(&path, TRAVEL_KEY).map_err(StackError::file(&path))?;
    write_config(&state.operator("operator.toml"), &file)
}

/// Writes the merchant till's configuration.
pub(crate) fn write_merchant_config(
    state: &StateFolder,
    listener: &TcpListener,
    addresses: &Addresses,
    public_url: &str,
    api_key: &str,
) -> Result<(), StackError> {
    let file = MerchantFile {
        listen: listener.local_addr()?,
        public_url,
        database: "merchant.sqlite",
        operator_url: &addresses.operator,
        wallet_origin: &addresses.wallet,
        order_key: ORDER_KEY,
        certificate: CERTIFICATE,
        registry: REGISTRY,
        order_ttl_seconds: ORDER_TTL_SECONDS,
        api_keys: vec![ApiKey::of(api_key, "cafe")],
    };
    write_config(&state.merchant("merchant.toml"), &file)
}

#[cfg(test)]
mod tests {
    use k256::ecdsa::SigningKey;
    use sig::{Address, Signer};
    use testkit::DemoKeys;

    use super::*;

    fn address(key: &str) -> Address {
        let bytes: sig::B256 = key.parse().unwrap();
        Signer::address(&SigningKey::from_slice(bytes.as_slice()).unwrap())
    }

    #[test]
    fn the_keys_are_those_of_the_demo_roles() {
        let keys = DemoKeys::derive();
        assert_eq!(address(DEPLOYER_KEY), keys.deployer.address());
        assert_eq!(address(GAS_KEY), keys.operator_gas.address());
        assert_eq!(address(SETTLEMENT_KEY), keys.settlement.address());
        assert_eq!(address(QUOTE_KEY), keys.quote.address());
        assert_eq!(address(ORDER_KEY), keys.merchant.address());
    }
}
