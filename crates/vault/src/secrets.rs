//! What is encrypted: the sources of keys, in a small binary form of our own, so that no serializer copies them about.

use alloc::{vec, vec::Vec};
use core::{cell::OnceCell, fmt};

use keys::{AccountBranch, DeriveAccountError, Mnemonic, Passphrase, PrivateKey, Seed, WordLanguage};
use zeroize::Zeroizing;

use crate::unlisted::UnlistedWords;

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
    /// A phrase of a list that this build has not.
    Unlisted(UnlistedWords),
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
    /// Read from the form without a seed, which a build with fewer lists cannot pay from.
    pub(crate) lacks_seed: bool,
    branch: OnceCell<AccountBranch>,
}

/// First byte of the first format: what follows is the entropy of a phrase.
const ENTROPY_ONLY: u8 = 1;
/// First byte of today's format.
const SOURCES: u8 = 2;

pub(crate) const WORDS: u8 = 1;
const PRIVATE_KEY: u8 = 2;
/// A phrase of another list than the English one, with its seed: the pay page's worker has no such list.
pub(crate) const WORDS_AND_SEED: u8 = 3;

impl Source {
    pub(crate) const fn new(number: u32, secret: SourceSecret) -> Self {
        Self {
            number,
            secret,
            lacks_seed: false,
            branch: OnceCell::new(),
        }
    }

    /// The branch of a phrase's accounts, derived at first use; `None` for an imported key.
    pub(crate) fn branch(&self) -> Result<Option<&AccountBranch>, DeriveAccountError> {
        if let Some(branch) = self.branch.get() {
            return Ok(Some(branch));
        }
        let branch = match &self.secret {
            SourceSecret::Words { mnemonic, passphrase } => {
                AccountBranch::derive(&derive_seed(mnemonic, passphrase.as_ref()))?
            }
            SourceSecret::Unlisted(words) => {
                AccountBranch::derive(words.seed().ok_or(DeriveAccountError::NoKey)?)?
            }
            SourceSecret::PrivateKey(_) => return Ok(None),
        };
        Ok(Some(self.branch.get_or_init(|| branch)))
    }
}

fn derive_seed(mnemonic: &Mnemonic, passphrase: Option<&Passphrase>) -> Seed {
    match passphrase {
        Some(passphrase) => mnemonic.derive_seed_with(passphrase),
        None => mnemonic.derive_seed(),
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
                let seed = needs_seed(mnemonic).then(|| derive_seed(mnemonic, passphrase.as_ref()));
                bytes.push(if seed.is_some() { WORDS_AND_SEED } else { WORDS });
                bytes.extend_from_slice(&length(body_size(&source.secret)));
                let entropy = mnemonic.expose_entropy();
                bytes.push(mnemonic.language().number());
                bytes.push(u8::try_from(entropy.len()).expect("at most 32 bytes"));
                bytes.extend_from_slice(&entropy);
                bytes.extend_from_slice(seed.as_ref().map_or(&[], |seed| seed.expose()));
                bytes.extend_from_slice(passphrase.as_ref().map_or("", Passphrase::expose).as_bytes());
            }
            SourceSecret::PrivateKey(key) => {
                bytes.push(PRIVATE_KEY);
                bytes.extend_from_slice(&length(32));
                bytes.extend_from_slice(key.expose_bytes());
            }
            SourceSecret::Unlisted(words) => {
                bytes.push(words.kind());
                bytes.extend_from_slice(&length(body_size(&source.secret)));
                bytes.extend_from_slice(words.expose_body());
            }
        }
    }
    bytes
}

fn body_size(secret: &SourceSecret) -> usize {
    match secret {
        SourceSecret::Words { mnemonic, passphrase } => {
            let seed = if needs_seed(mnemonic) { 64 } else { 0 };
            let passphrase = passphrase.as_ref().map_or(0, |text| text.expose().len());
            2 + mnemonic.expose_entropy().len() + seed + passphrase
        }
        SourceSecret::PrivateKey(_) => 32,
        SourceSecret::Unlisted(words) => words.expose_body().len(),
    }
}

fn needs_seed(mnemonic: &Mnemonic) -> bool {
    mnemonic.language() != WordLanguage::English
}

fn length(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("a vault is small").to_be_bytes()
}

/// `None` for bytes that are not the encoding of sources.
pub(crate) fn decode_sources(bytes: &[u8]) -> Option<Vec<Source>> {
    decode_with(bytes, WordLanguage::is_listed)
}

/// The same for a build with these word lists.
fn decode_with(bytes: &[u8], is_listed: fn(WordLanguage) -> bool) -> Option<Vec<Source>> {
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
                sources.push(Source {
                    lacks_seed: *kind == WORDS && body.first()? != &WordLanguage::English.number(),
                    ..Source::new(number, decode_secret(*kind, body, is_listed)?)
                });
            }
            rest.is_empty().then_some(sources)
        }
        _ => None,
    }
}

fn decode_secret(kind: u8, body: &[u8], is_listed: fn(WordLanguage) -> bool) -> Option<SourceSecret> {
    match kind {
        WORDS | WORDS_AND_SEED => {
            let whole = body;
            let (language, body) = body.split_first()?;
            let language = WordLanguage::from_number(*language)?;
            let (size, body) = body.split_first()?;
            let (entropy, mut passphrase) = body.split_at_checked(usize::from(*size))?;
            let mut seed = None;
            if kind == WORDS_AND_SEED {
                let (bytes, after) = passphrase.split_first_chunk::<64>()?;
                passphrase = after;
                seed = Some(bytes);
            }
            if !is_listed(language) {
                let seed = seed.map(Seed::from_bytes);
                return Some(SourceSecret::Unlisted(UnlistedWords::new(kind, whole, seed)));
            }
            Some(SourceSecret::Words {
                mnemonic: Mnemonic::from_entropy(language, entropy).ok()?,
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

#[cfg(test)]
mod tests {
    use alloc::vec;

    use sig::Address;

    use super::*;

    /// Entropy zero in Czech, and a key.
    fn sources() -> Vec<Source> {
        let mnemonic = Mnemonic::from_entropy(WordLanguage::Czech, &[0; 16]).unwrap();
        let passphrase = Some(Passphrase::new("тау").unwrap());
        let key = PrivateKey::from_bytes(&[7; 32]).unwrap();
        vec![
            Source::new(3, SourceSecret::Words { mnemonic, passphrase }),
            Source::new(5, SourceSecret::PrivateKey(key)),
        ]
    }

    fn address(source: &Source) -> Address {
        source.branch().unwrap().unwrap().address(2).unwrap()
    }

    #[test]
    fn a_build_without_the_list_derives_the_same_accounts_and_stores_the_same_bytes() {
        let sources = sources();
        let bytes = encode_sources(&sources);
        let there = decode_with(&bytes, |language| language == WordLanguage::English).unwrap();
        assert!(matches!(there[0].secret, SourceSecret::Unlisted(_)));
        assert_eq!(address(&there[0]), address(&sources[0]));
        assert_eq!(*encode_sources(&there), *bytes);
        let back = decode_sources(&encode_sources(&there)).unwrap();
        assert!(matches!(back[0].secret, SourceSecret::Words { .. }));
        assert!(!back[0].lacks_seed);
    }

    #[test]
    fn the_form_without_a_seed_is_kept_where_its_list_is_missing_and_renewed_where_it_is_not() {
        let mut old = vec![SOURCES];
        let body = [
            &[WordLanguage::Czech.number(), 16][..],
            &[0; 16],
            "тау".as_bytes(),
        ]
        .concat();
        old.extend_from_slice(&length(1));
        old.extend_from_slice(&length(3));
        old.push(WORDS);
        old.extend_from_slice(&length(body.len()));
        old.extend_from_slice(&body);
        let there = decode_with(&old, |_| false).unwrap();
        assert_eq!(there[0].branch().unwrap_err(), DeriveAccountError::NoKey);
        assert_eq!(*encode_sources(&there), old);
        let here = decode_sources(&old).unwrap();
        assert!(here[0].lacks_seed);
        let renewed = decode_with(&encode_sources(&here), |_| false).unwrap();
        assert_eq!(address(&renewed[0]), address(&sources()[0]));
    }
}
