use keys::{AccountKey, Mnemonic};

/// The mnemonic every development node knows. Nobody's money belongs here.
pub const DEMO_WORDS: &str = "test test test test test test test test test test test junk";

/// A published test phrase: the made-up notary of the demo, whom everybody may play.
pub const DEMO_NOTARY_WORDS: &str = "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong";

/// The roles of the demo, each with its own key.
#[derive(Debug)]
pub struct DemoKeys {
    /// Deploys and owns the demo tokens.
    pub deployer: AccountKey,
    /// Pays the operator's gas.
    pub operator_gas: AccountKey,
    /// Takes payments.
    pub settlement: AccountKey,
    /// Signs quotes, offers, x402 receipts, credits.
    pub quote: AccountKey,
    /// Signs orders and order receipts.
    pub merchant: AccountKey,
    /// Sign registries, two of three.
    pub registry: [AccountKey; 3],
    /// Signs merchant certificates.
    pub certificate: AccountKey,
    /// Signs catalogue manifests.
    pub catalogue: AccountKey,
    /// Pays the gas of the deposit desk.
    pub desk_gas: AccountKey,
    /// Decides about deposits; of [`DEMO_NOTARY_WORDS`].
    pub notary: AccountKey,
}

impl DemoKeys {
    /// Derives all of them.
    ///
    /// # Panics
    /// Never: the words are fixed and valid.
    #[must_use]
    pub fn derive() -> Self {
        let account = |words, index| {
            let seed = Mnemonic::parse(words)
                .expect("the fixed words are valid")
                .derive_seed();
            AccountKey::derive(&seed, index).expect("small account numbers have keys")
        };
        let key = |index| account(DEMO_WORDS, index);
        Self {
            deployer: key(0),
            operator_gas: key(1),
            settlement: key(2),
            quote: key(3),
            merchant: key(4),
            registry: [key(5), key(6), key(7)],
            certificate: key(8),
            catalogue: key(9),
            desk_gas: key(10),
            notary: account(DEMO_NOTARY_WORDS, 0),
        }
    }
}
