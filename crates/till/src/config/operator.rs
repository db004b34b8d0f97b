use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use rust_decimal::Decimal;
use serde::Deserialize;
use sig::Address;
use units::Bps;

use super::{
    AmlConfig, BankConfig, ConfigError, Database, FaucetConfig, FinalityStep, GasPolicy, HttpConfig,
    IdentificationConfig, PayoutAccount, RateConfig, RegistrarConfig, RegistrySource, ScreeningConfig,
    TravelConfig, base_of,
    faucet::FaucetFile,
    identification::IdentificationFile,
    offerings::{self, OfferingFile},
    policy::{FinalityFile, finality_step},
    rates::RateFile,
    read,
    supervision::{ScreeningFile, tenge},
    travel::TravelFile,
    without_slash,
};
use crate::SecretKey;

/// Settings of an operator till.
#[derive(Debug, Clone)]
pub struct OperatorConfig {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How the till is reached from outside; the listening address when absent.
    pub public_url: Option<String>,
    /// Limits of its HTTP interface.
    pub http: HttpConfig,
    /// SQLite file or PostgreSQL address.
    pub database: Database,
    /// The zone's registry.
    pub registry: RegistrySource,
    /// Which operator of the registry this is.
    pub operator_id: String,
    /// JSON-RPC endpoint of a node.
    pub rpc: String,
    /// The chain the node must serve.
    pub chain_id: u64,
    /// Signs quotes, offers, x402 receipts and credits.
    pub quote_key: SecretKey,
    /// Pays for transactions.
    pub gas_key: SecretKey,
    /// Takes the payments.
    pub settlement_address: Address,
    /// The fee, of the tenge total.
    pub fee_bps: Bps,
    /// What is quoted, and by which source.
    pub rates: Vec<RateConfig>,
    /// The only web origin that may call the faucet.
    pub wallet_origin: Option<String>,
    /// Demo only.
    pub faucet: Option<FaucetConfig>,
    /// How long a settlement waits for its transaction, in milliseconds, before it answers "pending".
    pub settle_wait_ms: u64,
    /// How often unfinished payments, settled ones and deposits are looked after, in milliseconds.
    pub look_after_ms: u64,
    /// What the operator pays for transactions.
    pub gas: GasPolicy,
    /// From which amount on a payment must be how deep in the chain; the registry's depth when empty.
    pub finality: Vec<FinalityStep>,
    /// Holds the payments of `settlement_address`; signs refunds. Without it nothing is refunded by this till.
    pub settlement_key: Option<SecretKey>,
    /// Addresses of orders that are paid by hand follow from it. Without it none are given.
    pub deposit_key: Option<SecretKey>,
    /// How much less a manual transfer may be and still pay its order.
    pub deposit_tolerance_bps: Bps,
    /// Refunds are taken for so many days.
    pub refund_days: u64,
    /// Lets the operator's staff in: payouts, statements, deposits. Their SHA-256.
    pub staff_keys: Vec<super::ApiKey>,
    /// Where merchants' tenge go.
    pub payout_accounts: Vec<PayoutAccount>,
    /// Lets the authority read its report. Their SHA-256.
    pub authority_keys: Vec<super::ApiKey>,
    /// Who is asked before a deal.
    pub screening: ScreeningConfig,
    /// What is reported deal by deal.
    pub aml: AmlConfig,
    /// Data of payers above the registry's threshold. Without it such orders are not quoted.
    pub travel: Option<TravelConfig>,
    /// Offerings that this operator registers subscriptions of.
    pub registrar: RegistrarConfig,
    /// Who must be identified before a deal. Without it nobody is asked.
    pub identification: Option<IdentificationConfig>,
    /// Demo only: the simulated bank of top-ups and cash-outs. Without it there are none.
    pub bank: Option<BankConfig>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorFile {
    listen: SocketAddr,
    public_url: Option<String>,
    #[serde(default)]
    http: HttpConfig,
    database: String,
    registry: String,
    operator_id: String,
    rpc: String,
    chain_id: u64,
    quote_key: Option<String>,
    quote_key_file: Option<PathBuf>,
    gas_key: Option<String>,
    gas_key_file: Option<PathBuf>,
    settlement_address: Address,
    fee_bps: Bps,
    rates: Vec<RateFile>,
    wallet_origin: Option<String>,
    faucet: Option<FaucetFile>,
    #[serde(default = "default_settle_wait")]
    settle_wait_ms: u64,
    #[serde(default = "default_look_after")]
    look_after_ms: u64,
    #[serde(default = "default_max_fee")]
    max_fee_gwei: u64,
    #[serde(default = "default_raise_after")]
    raise_fee_after_seconds: u64,
    #[serde(default)]
    finality: Vec<FinalityFile>,
    settlement_key: Option<String>,
    settlement_key_file: Option<PathBuf>,
    deposit_key: Option<String>,
    deposit_key_file: Option<PathBuf>,
    #[serde(default = "default_tolerance")]
    deposit_tolerance_bps: u16,
    #[serde(default = "default_refund_days")]
    refund_days: u64,
    #[serde(default)]
    staff_keys: Vec<super::ApiKey>,
    #[serde(default)]
    payout_accounts: Vec<PayoutAccount>,
    #[serde(default)]
    authority_keys: Vec<super::ApiKey>,
    #[serde(default)]
    screening: ScreeningFile,
    review_from_tenge: Option<Decimal>,
    travel: Option<TravelFile>,
    #[serde(default)]
    offerings: Vec<OfferingFile>,
    retail_limit_tenge: Option<Decimal>,
    identification: Option<IdentificationFile>,
    bank: Option<BankConfig>,
}

const fn default_settle_wait() -> u64 {
    15_000
}

const fn default_look_after() -> u64 {
    5_000
}

const fn default_max_fee() -> u64 {
    300
}

const fn default_raise_after() -> u64 {
    30
}

/// In basis points: what some exchanges keep back as their withdrawal fee on ordinary amounts.
const fn default_tolerance() -> u16 {
    25
}

const fn default_refund_days() -> u64 {
    365
}

const WEI_PER_GWEI: u128 = 1_000_000_000;

impl OperatorConfig {
    /// Reads the configuration of an operator till.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let file: OperatorFile = read(path)?;
        let base = base_of(path);
        let key = |name, inline: Option<String>, file: Option<PathBuf>| {
            SecretKey::load(
                name,
                inline.as_deref(),
                file.map(|file| base.join(file)).as_deref(),
            )
        };
        let optional = |name, inline: Option<String>, file: Option<PathBuf>| {
            if inline.is_none() && file.is_none() {
                Ok(None)
            } else {
                key(name, inline, file).map(Some)
            }
        };
        let faucet = file.faucet.map(|faucet| {
            key("minter_key", faucet.minter_key, faucet.minter_key_file).map(|minter_key| FaucetConfig {
                minter_key,
                grants: faucet.grants,
            })
        });
        if file.identification.is_some() && file.travel.is_none() {
            return Err(ConfigError::Identification);
        }
        let rates = file.rates.into_iter().map(|rate| rate.into_config(base));
        Ok(Self {
            listen: file.listen,
            public_url: file.public_url.map(|url| without_slash(&url)),
            http: file.http,
            database: Database::parse(&file.database, base),
            registry: RegistrySource::parse(&file.registry, base),
            operator_id: file.operator_id,
            rpc: file.rpc,
            chain_id: file.chain_id,
            quote_key: key("quote_key", file.quote_key, file.quote_key_file)?,
            gas_key: key("gas_key", file.gas_key, file.gas_key_file)?,
            settlement_address: file.settlement_address,
            fee_bps: file.fee_bps,
            rates: rates.collect::<Result<_, _>>()?,
            wallet_origin: file.wallet_origin.map(|origin| without_slash(&origin)),
            faucet: faucet.transpose()?,
            settle_wait_ms: file.settle_wait_ms,
            look_after_ms: file.look_after_ms,
            gas: GasPolicy {
                max_fee_wei: u128::from(file.max_fee_gwei).saturating_mul(WEI_PER_GWEI),
                raise_after_seconds: file.raise_fee_after_seconds,
            },
            finality: file
                .finality
                .iter()
                .map(finality_step)
                .collect::<Result<_, _>>()?,
            settlement_key: optional("settlement_key", file.settlement_key, file.settlement_key_file)?,
            deposit_key: optional("deposit_key", file.deposit_key, file.deposit_key_file)?,
            deposit_tolerance_bps: Bps::new(file.deposit_tolerance_bps)
                .map_err(|_| ConfigError::Tolerance)?,
            refund_days: file.refund_days,
            staff_keys: file.staff_keys,
            payout_accounts: file.payout_accounts,
            authority_keys: file.authority_keys,
            screening: file.screening.into_config(base)?,
            aml: AmlConfig {
                review_from: tenge(file.review_from_tenge)?,
            },
            travel: file.travel.map(|travel| travel.into_config(base)).transpose()?,
            registrar: offerings::into_config(file.offerings, file.retail_limit_tenge)?,
            identification: file
                .identification
                .map(IdentificationFile::into_config)
                .transpose()?,
            bank: file.bank,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RateOrigin;

    const OPERATOR: &str = r#"
listen = "127.0.0.1:0"
database = "operator.sqlite"
registry = "registry.json"
operator_id = "demo-exchange"
rpc = "http://127.0.0.1:8545"
chain_id = 31337
quote_key = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6"
gas_key = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"
settlement_address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
fee_bps = 75
[[rates]]
asset = "eip155:31337/erc20:0x5FbDB2315678afecb367f032d93F642f64180aa3"
tenge_per_unit = "538.90"
source = "demo fixed rate"
"#;

    fn load(text: &str) -> Result<OperatorConfig, ConfigError> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("operator.toml");
        std::fs::write(&path, text).unwrap();
        OperatorConfig::load(&path)
    }

    #[test]
    fn an_operator_is_read_and_its_keys_are_not_printed() {
        let config = load(OPERATOR).unwrap();
        let RateOrigin::Fixed(rate) = &config.rates[0].origin else {
            panic!("{:?}", config.rates)
        };
        assert_eq!(rate.tiyn_per_unit().unwrap().get(), 53_890);
        assert!(!config.database.is_shared());
        let printed = format!("{config:?}");
        assert!(
            !printed.contains("7c852118") && !printed.contains("59c6995e"),
            "{printed}"
        );
    }

    #[test]
    fn unknown_settings_zero_rates_and_missing_keys_are_refused() {
        assert!(matches!(
            load(&OPERATOR.replace("rpc =", "rcp =")),
            Err(ConfigError::Parse { .. })
        ));
        assert!(matches!(
            load(&OPERATOR.replace("538.90", "0")),
            Err(ConfigError::Rate(_))
        ));
        assert!(matches!(
            load(&OPERATOR.replace("gas_key", "gas_key_file")),
            Err(ConfigError::Key(_))
        ));
    }

    #[test]
    fn offerings_need_a_limit_for_retail_investors() {
        let offering = "[[offerings]]\nid = \"o-1\"\nrisks_version = 1\n\
                        contract = \"0x5FbDB2315678afecb367f032d93F642f64180aa3\"\n";
        assert!(matches!(
            load(&format!("{OPERATOR}{offering}")),
            Err(ConfigError::RetailLimit)
        ));
        let limited = OPERATOR.replace("fee_bps", "retail_limit_tenge = \"250000\"\nfee_bps");
        let registrar = load(&format!("{limited}{offering}")).unwrap().registrar;
        assert_eq!(registrar.retail_limit.get(), 25_000_000);
        assert_eq!(registrar.offerings[0].least_units, 1);
    }

    #[test]
    fn a_rate_has_one_source() {
        let with = |line: &str| load(&OPERATOR.replace("tenge_per_unit = \"538.90\"", line));
        let feed = "url = \"https://rates.example/usd\"\npointer = \"/data/rate\"\nspread_bps = 25";
        assert!(matches!(
            with(feed).unwrap().rates[0].origin,
            RateOrigin::Feed(..)
        ));
        assert!(matches!(
            with("file = \"usd.txt\"").unwrap().rates[0].origin,
            RateOrigin::File(..)
        ));
        for wrong in [
            "",
            "file = \"a\"\nurl = \"https://b\"",
            "url = \"ftp://b\"",
            "file = \"a\"\npointer = \"rate\"",
            "file = \"a\"\nmax_age_seconds = 0",
            "file = \"a\"\nspread_bps = 10001",
        ] {
            assert!(
                matches!(with(wrong), Err(ConfigError::RateSource { .. })),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_message_about_a_line_does_not_quote_it() {
        let error = load(&OPERATOR.replace("quote_key = \"0x7c", "quote_key = 0x7c"))
            .unwrap_err()
            .to_string();
        assert!(!error.contains("7c852118"), "{error}");
    }
}
