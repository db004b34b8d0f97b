use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Build, sign, verify and rotate the registry and the catalogue of a zone.
#[derive(Debug, Parser)]
#[command(name = "zone", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a signing key and print its public key.
    NewKey {
        /// Where the key goes; never replaces a file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Make up a zone and sign it with the publicly known demo keys.
    Generate(Generate),
    /// Check tables and write registry and catalogue, unsigned.
    Build(Build),
    /// Turn an extract of OpenStreetMap (.osm or .osm.pbf) into the table that `build` reads.
    ImportOsm(ImportOsm),
    /// Add signatures to an envelope.
    Sign {
        /// The envelope.
        file: PathBuf,
        /// Signing keys.
        #[arg(long, value_name = "FILE", required = true)]
        key: Vec<PathBuf>,
    },
    /// Verify a zone's folder: every signature, hash and rule.
    Verify {
        /// The folder with registry.json.
        folder: PathBuf,
        /// A root document; the demo's root when not given.
        #[arg(long, value_name = "FILE")]
        root: Option<PathBuf>,
    },
    /// Hand a zone over to other keys.
    Rotate(Rotate),
    /// Certify a merchant who applied (`till init` writes applications).
    Enrol(Enrol),
    /// Verify the file of a receipt without a network.
    VerifyReceipt {
        /// The receipt, as a till gives it.
        file: PathBuf,
        /// The zone's registry; the one inside the file when not given.
        #[arg(long, value_name = "FILE")]
        registry: Option<PathBuf>,
        /// A root document; the demo's root when not given.
        #[arg(long, value_name = "FILE")]
        root: Option<PathBuf>,
    },
    /// Show what stands in an envelope. Verifies nothing.
    Inspect {
        /// The envelope.
        file: PathBuf,
    },
    /// Show what differs between two envelopes.
    Diff {
        /// Before.
        old: PathBuf,
        /// After.
        new: PathBuf,
    },
    /// Suspend a merchant.
    Suspend(Suspend),
    /// Note that a suspended merchant has appealed.
    Appeal(OneMerchant),
    /// End the suspension of a merchant.
    Reinstate(OneMerchant),
    /// Revoke a merchant's certificate.
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// How many merchants.
    #[arg(long, default_value_t = 300)]
    pub(crate) merchants: u32,
    /// How many listings.
    #[arg(long, default_value_t = 2000)]
    pub(crate) listings: u32,
    /// Ordinary words and sentences, for people to read; otherwise words with the frequencies of a language.
    #[arg(long)]
    pub(crate) readable: bool,
    /// The same seed makes the same zone.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// The registry, as TOML.
    #[arg(long, value_name = "FILE")]
    pub(crate) registry: PathBuf,
    /// Merchants, as CSV.
    #[arg(long, value_name = "FILE")]
    pub(crate) merchants: Option<PathBuf>,
    /// Listings, one JSON document a line.
    #[arg(long, value_name = "FILE")]
    pub(crate) listings: Option<PathBuf>,
    /// Version of the catalogue.
    #[arg(long, default_value_t = 1)]
    pub(crate) catalogue_version: u64,
    /// The folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Enrol {
    /// The application.
    pub(crate) application: PathBuf,
    /// Where the certificate goes.
    #[arg(long, value_name = "FILE", default_value = "certificate.json")]
    pub(crate) out: PathBuf,
    /// The key that signs certificates. The publicly known demo key when not given: the certificate is then marked TEST.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// For how many days.
    #[arg(long, default_value_t = 365)]
    pub(crate) days: u64,
}

#[derive(Debug, Args)]
pub(crate) struct ImportOsm {
    /// The extract, as XML or PBF; its content says which.
    pub(crate) file: PathBuf,
    /// Where the table goes.
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) out: PathBuf,
    /// Every shop and service, not only those tagged as taking digital assets.
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Rotate {
    /// The registry file that gets the rotation; it is to be signed again by the new keys.
    #[arg(long, value_name = "FILE")]
    pub(crate) registry: PathBuf,
    /// Number of the new root.
    #[arg(long)]
    pub(crate) number: u32,
    /// How many of the new keys must sign.
    #[arg(long)]
    pub(crate) threshold: u32,
    /// New public keys.
    #[arg(long, value_name = "HEX", required = true)]
    pub(crate) public_key: Vec<String>,
    /// Signing keys: the old threshold and the new one.
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) key: Vec<PathBuf>,
    /// A root document to start from; the demo's root when not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) root: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct OneMerchant {
    /// The registry file.
    pub(crate) registry: PathBuf,
    /// The merchant's identifier.
    #[arg(long)]
    pub(crate) merchant: String,
}

#[derive(Debug, Args)]
pub(crate) struct Reason {
    /// Why, in Kazakh.
    #[arg(long)]
    pub(crate) reason_kk: String,
    /// Why, in Russian.
    #[arg(long)]
    pub(crate) reason_ru: String,
    /// Why, in English.
    #[arg(long)]
    pub(crate) reason_en: String,
}

#[derive(Debug, Args)]
pub(crate) struct Suspend {
    #[command(flatten)]
    pub(crate) of: OneMerchant,
    #[command(flatten)]
    pub(crate) reason: Reason,
    /// Unix seconds; open when not given.
    #[arg(long)]
    pub(crate) until: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// The registry file.
    pub(crate) registry: PathBuf,
    /// The certificate's envelope.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: PathBuf,
    #[command(flatten)]
    pub(crate) reason: Reason,
}
