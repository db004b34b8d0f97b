//! What is encrypted: the sources of keys, in a small binary form of our own, so that no serializer copies them about.

use alloc::{vec, vec::Vec};
use core::{cell::OnceCell, fmt};

use keys::{AccountBranch, DeriveAccountError, Mnemonic, Passphrase, PrivateKey, WordLanguage};
use zeroize::Zeroizing;

/// The secret of a source.
pub enum SourceSecret {
    /// A phrase, with its passphrase if it has one.
    Words {
        /// The phrase.
        mnemonic: Mnemonic,
        /// The passphrase.
        passphrase: Option<Passphrase>,
    },
    /// An imported key.
    PrivateKey(PrivateKey),
}

impl fmt::Debug for SourceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SourceSecret(…)")
    }
}

/// A source with its number, and the branch of its accounts once it was needed.
pub(crate) struct Source {
    pub(crate) number: u32,
    pub(crate) secret: SourceSecret,
    branch: OnceCell<AccountBranch>,
}

/// First byte of the first format: what follows is the entropy of a phrase.
const ENTROPY_ONLY: u8 = 1;
/// First byte of today's format.
const SOURCES: u8 = 2;

const WORDS: u8 = 1;
const PRIVATE_KEY: u8 = 2;

impl Source {
    pub(crate) const fn new(number: u32, secret: SourceSecret) -> Self {
        Self {
            number,
            secret,
            branch: OnceCell::new(),
        }
    }

    /// The branch of a phrase's accounts, derived at first use; `None` for an imported key.
    pub(crate) fn branch(&self) -> Result<Option<&AccountBranch>, DeriveAccountError> {
        let SourceSecret::Words { mnemonic, passphrase } = &self.secret else {
            return Ok(None);
        };
        if let Some(branch) = self.branch.get() {
            return Ok(Some(branch));
        }
        let seed = match passphrase {
            Some(passphrase) => mnemonic.derive_seed_with(passphrase),
            None => mnemonic.derive_seed(),
        };
        let branch = AccountBranch::derive(&seed)?;
        Ok(Some(self.branch.get_or_init(|| branch)))
    }
}

/// `2 ‖ count ‖ (number ‖ kind ‖ length ‖ bytes)*`, numbers and lengths in four bytes, big-endian.
pub(crate) fn encode_sources(sources: &[Source]) -> Zeroizing<Vec<u8>> {
    // Reserved at once: a vector that grows leaves copies behind.
    let size = sources
        .iter()
        .map(|source| 16 + body_size(&source.secret))
        .sum::<usize>();
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + 8));
    bytes.push(SOURCES);
    bytes.extend_from_slice(&length(sources.len()));
    for source in sources {
        bytes.extend_from_slice(&source.number.to_be_bytes());
        match &source.secret {
            SourceSecret::Words { mnemonic, passphrase } => {
                bytes.push(WORDS);
                bytes.extend_from_slice(&length(body_size(&source.secret)));
                let entropy = mnemonic.expose_entropy();
                bytes.push(mnemonic.language().number());
                bytes.push(u8::try_from(entropy.len()).expect("at most 32 bytes"));
                bytes.extend_from_slice(&entropy);
                bytes.extend_from_slice(passphrase.as_ref().map_or("", Passphrase::expose).as_bytes());
            }
            SourceSecret::PrivateKey(key) => {
                bytes.push(PRIVATE_KEY);
                bytes.extend_from_slice(&length(32));
                bytes.extend_from_slice(key.expose_bytes());
            }
        }
    }
    bytes
}

fn body_size(secret: &SourceSecret) -> usize {
    match secret {
        SourceSecret::Words { mnemonic, passphrase } => {
            2 + mnemonic.expose_entropy().len() + passphrase.as_ref().map_or(0, |text| text.expose().len())
        }
        SourceSecret::PrivateKey(_) => 32,
    }
}

fn length(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("a vault is small").to_be_bytes()
}

/// `None` for bytes that are not the encoding of sources.
pub(crate) fn decode_sources(bytes: &[u8]) -> Option<Vec<Source>> {
    let (format, mut rest) = bytes.split_first()?;
    match *format {
        ENTROPY_ONLY => {
            let mnemonic = Mnemonic::from_entropy(WordLanguage::English, rest).ok()?;
            let secret = SourceSecret::Words {
                mnemonic,
                passphrase: None,
            };
            Some(vec![Source::new(crate::record_v1::ONLY_SOURCE, secret)])
        }
        SOURCES => {
            let count = take_number(&mut rest)?;
            let mut sources = Vec::new();
            for _ in 0..count {
                let number = take_number(&mut rest)?;
                let (kind, after) = rest.split_first()?;
                rest = after;
                let size = usize::try_from(take_number(&mut rest)?).ok()?;
                let (body, after) = rest.split_at_checked(size)?;
                rest = after;
                sources.push(Source::new(number, decode_secret(*kind, body)?));
            }
            rest.is_empty().then_some(sources)
        }
        _ => None,
    }
}

fn decode_secret(kind: u8, body: &[u8]) -> Option<SourceSecret> {
    match kind {
        WORDS => {
            let (language, body) = body.split_first()?;
            let (size, body) = body.split_first()?;
            let (entropy, passphrase) = body.split_at_checked(usize::from(*size))?;
            Some(SourceSecret::Words {
                mnemonic: Mnemonic::from_entropy(WordLanguage::from_number(*language)?, entropy).ok()?,
                passphrase: if passphrase.is_empty() {
                    None
                } else {
                    Some(Passphrase::from_sealed(passphrase)?)
                },
            })
        }
        PRIVATE_KEY if body.len() == 32 => PrivateKey::from_bytes(body).ok().map(SourceSecret::PrivateKey),
        _ => None,
    }
}

fn take_number(rest: &mut &[u8]) -> Option<u32> {
    let (number, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    Some(u32::from_be_bytes(*number))
}
