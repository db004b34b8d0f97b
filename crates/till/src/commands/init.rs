use std::{
    fs,
    io::{self, Write},
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use chain::{HttpError, HttpLimits};
use http_native::HttpClient;
use k256::ecdsa::SigningKey;
use sig::{Address, PublicKey, Signer, sha256_digest};
use zeroize::Zeroizing;
use zone::{
    APPLICATION_KIND, Application, ApplicationError, Bin, CERTIFICATE_TYPE, LocalText, Registry, Status,
    Validity, VerifyRegistryError, demo_trust_root, sign_envelope, verify_registry,
};

use super::{StaffCommand, StaffCommandError, staff};
use crate::{Clock, ConfigError, MerchantConfig, merchant::Role};

/// Signs certificates of the demo zone: account 8 of the publicly known development mnemonic.
const DEMO_CERTIFICATE_KEY: &str = "dbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97";
const DEMO_DAYS: u64 = 365;
const DAY: u64 = 86_400;

/// What a shop says about itself.
#[derive(Debug, Clone)]
pub struct Init {
    /// Where keys and files go.
    pub dir: PathBuf,
    /// Stable identifier: small letters, digits, dashes.
    pub id: String,
    /// BIN of the company.
    pub bin: Bin,
    /// Name in Kazakh, Russian, English.
    pub names: [String; 3],
    /// Web origins of the shop's pages.
    pub origins: Vec<String>,
    /// Whether prices contain VAT.
    pub vat_payer: bool,
    /// Where customers complain.
    pub contact: String,
    /// Where the till listens.
    pub listen: SocketAddr,
    /// How it is reached from outside.
    pub public_url: String,
    /// The operator's till; the registry's first operator when absent.
    pub operator_url: Option<String>,
    /// The wallet's origin.
    pub wallet_origin: String,
    /// The zone's registry, a file or an address.
    pub registry: String,
}

/// Why nothing was set up.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// A file is there, or cannot be written. Nothing that is there is replaced.
    #[error("{path}: {reason}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// The registry gives nothing.
    #[error("the registry cannot be read from {source}: {reason}", source = .from)]
    Registry {
        /// Where it was looked for.
        from: String,
        /// Why.
        reason: String,
    },
    /// The registry does not verify.
    #[error("the registry does not hold: {0}")]
    VerifyRegistry(#[from] VerifyRegistryError),
    /// The registry names no operator.
    #[error("the registry names no operator; give --operator-url")]
    NoOperator,
    /// What the shop said.
    #[error(transparent)]
    Application(#[from] ApplicationError),
    /// No random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// No HTTP client.
    #[error("no HTTP client: {0}")]
    Http(#[from] HttpError),
    /// What was written cannot be read back.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// No owner could be made.
    #[error(transparent)]
    Staff(#[from] StaffCommandError),
    /// The answer cannot be written.
    #[error("the answer cannot be written: {0}")]
    Output(#[from] io::Error),
}

/// Makes an order key, an API key, a configuration, an owner and an application for a certificate; in the demo zone also
/// the certificate, marked TEST. Secrets are printed once and stored nowhere but in `order.key`.
///
/// # Errors
/// [`InitError`].
pub async fn init(shop: &Init, out: &mut (dyn Write + Send)) -> Result<(), InitError> {
    let now = Clock::default().now();
    let registry = read_registry(&shop.registry, now).await?;
    let operator_url = match (&shop.operator_url, registry.operators.first()) {
        (Some(url), _) => url.clone(),
        (None, Some(operator)) => operator.url.clone(),
        (None, None) => return Err(InitError::NoOperator),
    };
    let key = make_key()?;
    let application = apply(shop, &key, now);
    application.check()?;

    fs::create_dir_all(&shop.dir).map_err(failed(&shop.dir))?;
    let config = shop.dir.join("merchant.toml");
    let (api_key, password) = (secret("till")?, secret("pw")?);
    // First of all: stops before anything is made when the folder is in use.
    let text = configuration(shop, &operator_url, &api_key);
    write_new(&config, text.as_bytes(), 0o600)?;
    let digits = Zeroizing::new(format!("0x{}", hex::encode(Zeroizing::new(key.to_bytes()))));
    write_new(&shop.dir.join("order.key"), digits.as_bytes(), 0o600)?;
    let file = shop.dir.join("application.json");
    write_new(&file, &to_json(&file, &application)?, 0o644)?;
    let certified = certify_demo(shop, &registry, application, now)?;
    let owner = StaffCommand::Set {
        login: "owner".into(),
        role: Role::Owner,
        password: password.clone(),
    };
    staff(&MerchantConfig::load(&config)?, owner, &mut io::sink()).await?;
    say(shop, (&api_key, &password), certified, out)?;
    Ok(())
}

async fn read_registry(from: &str, now: u64) -> Result<Registry, InitError> {
    let failed = |reason: String| InitError::Registry {
        from: from.into(),
        reason,
    };
    let bytes = if from.starts_with("http://") || from.starts_with("https://") {
        let answer = HttpClient::new()?
            .get(from, HttpLimits::default())
            .await
            .map_err(|error| failed(error.to_string()))?;
        if !answer.status.is_success() {
            return Err(failed(format!("status {}", answer.status.as_u16())));
        }
        answer.body
    } else {
        fs::read(from).map_err(|error| failed(error.to_string()))?
    };
    Ok(verify_registry(&bytes, &demo_trust_root(), 0, now)?
        .registry()
        .clone())
}

fn apply(shop: &Init, key: &SigningKey, now: u64) -> Application {
    let [kk, ru, en] = shop.names.clone();
    let mut origins = shop.origins.clone();
    // Payment links and the keypad are pages of the till itself.
    if !origins.contains(&shop.public_url) {
        origins.push(shop.public_url.clone());
    }
    Application {
        kind: APPLICATION_KIND.into(),
        id: shop.id.clone(),
        bin: shop.bin,
        names: LocalText { kk, ru, en },
        origins,
        vat_payer: shop.vat_payer,
        contact: shop.contact.clone(),
        order_key: Address::ZERO,
        applied_at: now,
        signature: None,
    }
    .sign(key)
}

/// In the demo zone, whose keys everybody knows, everybody certifies themselves. `false` anywhere else.
fn certify_demo(
    shop: &Init,
    registry: &Registry,
    application: Application,
    now: u64,
) -> Result<bool, InitError> {
    let Some(key) = demo_key().filter(|key| trusts(registry, key)) else {
        return Ok(false);
    };
    let validity = Validity {
        // Clocks differ a little.
        valid_from: now.saturating_sub(300),
        valid_until: Some(now.saturating_add(DEMO_DAYS * DAY)),
    };
    let path = shop.dir.join("certificate.json");
    let content = to_json(&path, &application.into_certificate(validity, true))?;
    let envelope = sign_envelope(CERTIFICATE_TYPE, &content, &[&key]);
    write_new(&path, &to_json(&path, &envelope)?, 0o644)?;
    Ok(true)
}

fn demo_key() -> Option<SigningKey> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(DEMO_CERTIFICATE_KEY, &mut bytes).ok()?;
    SigningKey::from_slice(&bytes).ok()
}

fn trusts(registry: &Registry, key: &SigningKey) -> bool {
    let public = Signer::public_key(key);
    let mut keys = registry.certificate_keys.iter();
    registry.status == Status::Demo
        && keys.any(|entry| PublicKey::from_hex(&entry.public_key).is_ok_and(|known| known == public))
}

fn make_key() -> Result<SigningKey, getrandom::Error> {
    loop {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        // Out of range with a probability of about 2^-128.
        if let Ok(key) = SigningKey::from_slice(bytes.as_slice()) {
            return Ok(key);
        }
    }
}

fn secret(prefix: &str) -> Result<String, getrandom::Error> {
    let mut bytes = [0; 15];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{prefix}_{}", hex::encode(bytes)))
}

fn configuration(shop: &Init, operator_url: &str, api_key: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.into()).to_string();
    let registry = if shop.registry.contains("://") {
        shop.registry.clone()
    } else {
        absolute(Path::new(&shop.registry))
    };
    format!(
        "# Made by `till init`. Every setting: crates/till/README.md.\n\
         listen = {}\npublic_url = {}\ndatabase = \"merchant.sqlite\"\noperator_url = {}\nwallet_origin = {}\n\
         order_key_file = \"order.key\"\ncertificate = \"certificate.json\"\nregistry = {}\n\n\
         # What customers are told on payment pages and receipts.\n\
         [consumer]\nterms_version = \"2026-11\"\nreturn_days = 14\nrefund_days = 15\n\n\
         # The key itself was printed once.\n\
         [[api_keys]]\nname = \"shop\"\nkey_sha256 = \"{}\"\n",
        quoted(&shop.listen.to_string()),
        quoted(&shop.public_url),
        quoted(operator_url),
        quoted(&shop.wallet_origin),
        quoted(&registry),
        sha256_digest(api_key.as_bytes()).to_b256(),
    )
}

/// Paths in a configuration are relative to its folder; what was typed is relative to the caller's.
fn absolute(path: &Path) -> String {
    fs::canonicalize(path)
        .unwrap_or_else(|_| path.to_owned())
        .to_string_lossy()
        .into_owned()
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> InitError {
    let path = path.to_owned();
    move |reason| InitError::File { path, reason }
}

fn to_json(path: &Path, value: &impl serde::Serialize) -> Result<Vec<u8>, InitError> {
    serde_json::to_vec_pretty(value).map_err(|error| failed(path)(error.into()))
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), InitError> {
    let mut options = fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(mode).open(path);
    opened
        .and_then(|mut file| file.write_all(bytes))
        .map_err(failed(path))
}

fn say(
    shop: &Init,
    (api_key, password): (&str, &str),
    certified: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dir = shop.dir.display();
    writeln!(
        out,
        "Made in {dir}: merchant.toml, order.key (keep it, tell nobody), application.json\n"
    )?;
    writeln!(out, "Shown this once:")?;
    writeln!(out, "  API key for your server   {api_key}")?;
    writeln!(out, "  sign in at the till       owner / {password}\n")?;
    if certified {
        writeln!(
            out,
            "This is a demo zone: certificate.json is made too, marked TEST. Nothing in it has any value.\n"
        )?;
    } else {
        writeln!(
            out,
            "Send application.json to the zone; put the certificate it answers with beside it as certificate.json.\n"
        )?;
    }
    writeln!(out, "Then:  till merchant --config {dir}/merchant.toml")?;
    writeln!(out, "and open {}/staff", shop.public_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_key_is_the_one_of_the_demo_zone() {
        let keys = testkit::DemoKeys::derive();
        let registry = testkit::DemoZone::for_tests(1_795_000_000).registry(&keys);
        assert!(trusts(&registry, &demo_key().unwrap()));
        let official = Registry {
            status: Status::Official,
            ..registry
        };
        assert!(!trusts(&official, &demo_key().unwrap()));
    }
}
