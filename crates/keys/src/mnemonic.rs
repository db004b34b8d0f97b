use alloc::{string::String, vec::Vec};
use core::fmt;

use bip39::Language;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Seed;

/// Why typed words are not a mnemonic. Positions count from 1, as people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseMnemonicError {
    /// Neither 12 nor 24 words.
    #[error("a phrase has 12 or 24 words, not {0}")]
    WordCount(usize),
    /// This word is not in the English list. The word itself is not repeated here: it may be part of a secret.
    #[error("word {position} is not in the list")]
    UnknownWord {
        /// Which word, counted from 1.
        position: usize,
    },
    /// All words are in the list but do not belong together.
    #[error("the words do not fit together")]
    Checksum,
}

/// A recovery phrase of 12 or 24 English words ([BIP-39](https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki)).
pub struct Mnemonic(bip39::Mnemonic);

impl Mnemonic {
    /// Derives the 12 words of 16 bytes of entropy. The bytes must come from a CSPRNG.
    ///
    /// # Panics
    /// Never: 128 bits are a length BIP-39 knows.
    #[must_use]
    pub fn derive_from_entropy(entropy: &[u8; 16]) -> Self {
        Self(bip39::Mnemonic::from_entropy_in(Language::English, entropy).expect("16 bytes give 12 words"))
    }

    /// Reads typed words. Case and spacing are folded **before** validation, and the seed is derived from the
    /// folded words, so that what validates here restores everywhere.
    ///
    /// # Errors
    /// [`ParseMnemonicError`], naming the first unknown word by position.
    pub fn parse(typed: &str) -> Result<Self, ParseMnemonicError> {
        let words: Vec<Zeroizing<String>> = typed
            .split_whitespace()
            .map(|word| Zeroizing::new(word.to_lowercase()))
            .collect();
        if !matches!(words.len(), 12 | 24) {
            return Err(ParseMnemonicError::WordCount(words.len()));
        }
        if let Some(index) = words
            .iter()
            .position(|word| Language::English.find_word(word).is_none())
        {
            return Err(ParseMnemonicError::UnknownWord { position: index + 1 });
        }
        let capacity = words.iter().map(|word| word.len() + 1).sum();
        let mut canonical = Zeroizing::new(String::with_capacity(capacity));
        for word in &words {
            if !canonical.is_empty() {
                canonical.push(' ');
            }
            canonical.push_str(word);
        }
        bip39::Mnemonic::parse_in_normalized(Language::English, &canonical)
            .map(Self)
            .map_err(|_| ParseMnemonicError::Checksum)
    }

    /// Derives the seed (PBKDF2-HMAC-SHA512, 2048 rounds), without a passphrase.
    #[must_use]
    pub fn derive_seed(&self) -> Seed {
        let mut bytes = self.0.to_seed_normalized("");
        let seed = Seed::from_bytes(&bytes);
        bytes.zeroize();
        seed
    }

    /// The entropy behind the words: 16 or 32 bytes.
    ///
    /// # Security
    /// Equal to the wallet itself. For sealing in the vault only.
    #[must_use]
    pub fn expose_entropy(&self) -> Zeroizing<Vec<u8>> {
        let (mut bytes, length) = self.0.to_entropy_array();
        let entropy = Zeroizing::new(bytes.iter().copied().take(length).collect());
        bytes.zeroize();
        entropy
    }

    /// Restores the words from sealed entropy.
    ///
    /// # Errors
    /// [`ParseMnemonicError::WordCount`] unless 16 or 32 bytes.
    pub fn from_sealed_entropy(entropy: &[u8]) -> Result<Self, ParseMnemonicError> {
        if !matches!(entropy.len(), 16 | 32) {
            return Err(ParseMnemonicError::WordCount(entropy.len() * 3 / 4));
        }
        bip39::Mnemonic::from_entropy_in(Language::English, entropy)
            .map(Self)
            .map_err(|_| ParseMnemonicError::Checksum)
    }

    /// The words joined by single spaces.
    ///
    /// # Security
    /// For showing them to their owner once. The caller wipes every copy it makes.
    #[must_use]
    pub fn expose_words(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(self.0.word_count() * 9));
        for word in self.0.words() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }
}

impl fmt::Debug for Mnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mnemonic(…)")
    }
}

const fn wipes_itself<T: ZeroizeOnDrop>() {}
const _: () = wipes_itself::<bip39::Mnemonic>();
const _: () = wipes_itself::<Mnemonic>();

impl ZeroizeOnDrop for Mnemonic {}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;

    /// From the text of BIP-39's reference vectors; checked against several wallets.
    const ABANDON: &str =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

    #[test]
    fn case_and_spaces_fold_to_one_phrase() {
        let typed = "  Abandon ABANDON\tabandon abandon\nabandon abandon abandon abandon abandon abandon abandon  about ";
        assert_eq!(*Mnemonic::parse(typed).unwrap().expose_words(), ABANDON);
    }

    #[test]
    fn the_wrong_word_is_named_by_its_place() {
        let error = |text: &str| Mnemonic::parse(text).unwrap_err();
        assert_eq!(error("abandon about"), ParseMnemonicError::WordCount(2));
        assert_eq!(
            error(&ABANDON.replacen("abandon", "кофе", 1)),
            ParseMnemonicError::UnknownWord { position: 1 }
        );
        assert_eq!(
            error(&ABANDON.replace("about", "aboot")),
            ParseMnemonicError::UnknownWord { position: 12 }
        );
        assert_eq!(
            error(&ABANDON.replace("about", "abandon")),
            ParseMnemonicError::Checksum
        );
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Mnemonic::parse(ABANDON).unwrap()), "Mnemonic(…)");
    }

    proptest! {
        #[test]
        fn entropy_words_entropy(entropy: [u8; 16]) {
            let made = Mnemonic::derive_from_entropy(&entropy);
            let read = Mnemonic::parse(&made.expose_words()).unwrap();
            prop_assert_eq!(&read.expose_entropy()[..], &entropy[..]);
            let sealed = Mnemonic::from_sealed_entropy(&entropy).unwrap();
            prop_assert_eq!(sealed.expose_words(), made.expose_words());
        }
    }
}
