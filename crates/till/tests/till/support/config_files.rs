use std::path::Path;

use sig::{Address, sha256_digest};

use super::{Stack, WALLET_ORIGIN};

pub(crate) const API_KEY: &str = "test-api-key";
pub(crate) const STAFF_KEY: &str = "test-staff-key";

// The publicly known keys of accounts 0, 1, 3 and 4 of every development node.
const MINTER_KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const GAS_KEY: &str = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const QUOTE_KEY: &str = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";
const ORDER_KEY: &str = "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a";

const SETTLEMENT_KEY: &str = "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";
/// Any key will do: addresses of orders follow from it.
const DEPOSIT_KEY: &str = "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba";

impl Stack {
    /// Writes the configuration of both tills.
    pub(crate) fn write_configs(&self) {
        let rate = |token: Address, price: &str| {
            format!(
                "[[rates]]\nasset = \"eip155:31337/erc20:{token}\"\ntenge_per_unit = \"{price}\"\nsource = \"demo fixed rate\"\n"
            )
        };
        let grant = |token: Address, amount: &str| {
            format!("[[faucet.grants]]\nasset = \"eip155:31337/erc20:{token}\"\namount = \"{amount}\"\n")
        };
        let staff_hash = sha256_digest(STAFF_KEY.as_bytes()).to_b256();
        let operator = format!(
            "listen = \"{}\"\ndatabase = \"{}\"\nregistry = \"registry.json\"\n\
             operator_id = \"demo-exchange\"\nrpc = \"{}\"\nchain_id = 31337\nquote_key = \"{QUOTE_KEY}\"\n\
             gas_key = \"{GAS_KEY}\"\nsettlement_address = \"0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC\"\n\
             fee_bps = 75\nwallet_origin = \"{WALLET_ORIGIN}\"\nsettle_wait_ms = 1500\n\
             look_after_ms = 300\nstaff_keys = [{{ key_sha256 = \"{staff_hash}\", name = \"staff\" }}]\n\
             deposit_key = \"{DEPOSIT_KEY}\"\nsettlement_key = \"{SETTLEMENT_KEY}\"\n{}{}\
             [faucet]\nminter_key = \"{MINTER_KEY}\"\n{}{}",
            self.operator_address,
            self.databases.0,
            self.node.url,
            rate(self.tusd, "538.90"),
            rate(self.tkzt, "1"),
            grant(self.tusd, "200"),
            grant(self.tkzt, "100000"),
        );
        let key_hash = sha256_digest(API_KEY.as_bytes()).to_b256();
        let merchant = format!(
            "listen = \"{}\"\ndatabase = \"{}\"\noperator_url = \"{}\"\nwallet_origin = \"{WALLET_ORIGIN}\"\n\
             order_key = \"{ORDER_KEY}\"\ncertificate = \"certificate.json\"\nregistry = \"registry.json\"\n\
             order_ttl_seconds = 3600\napi_keys = [{{ key_sha256 = \"{key_hash}\", name = \"cafe\" }}]\n",
            self.merchant_address, self.databases.1, self.operator_url,
        );
        std::fs::write(self.file("operator.toml"), operator).unwrap();
        std::fs::write(self.file("merchant.toml"), merchant).unwrap();
    }
}

/// Writes a signed document of the zone.
pub(crate) fn write_json(dir: &Path, name: &str, value: &impl serde::Serialize) {
    std::fs::write(dir.join(name), serde_json::to_vec(value).unwrap()).unwrap();
}
