use alloc::{string::String, vec::Vec};
use core::fmt;

use pbkdf2::pbkdf2_hmac;
use sha2::Sha512;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    Passphrase, Seed, WordLanguage,
    canonical::{Word, canonical_words},
};

/// Some of the word lists, as an error carries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LanguageSet(u16);

impl LanguageSet {
    fn with(self, language: WordLanguage) -> Self {
        Self(self.0 | 1 << language.number())
    }

    /// Those in it.
    pub fn iter(self) -> impl Iterator<Item = WordLanguage> {
        WordLanguage::ALL
            .into_iter()
            .filter(move |language| self.0 & 1 << language.number() != 0)
    }

    fn first_two(self) -> (Option<WordLanguage>, Option<WordLanguage>) {
        let mut languages = self.iter();
        (languages.next(), languages.next())
    }
}

/// Why typed words are not a mnemonic. Positions count from 1, as people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseMnemonicError {
    /// Not 12, 15, 18, 21 or 24 words.
    #[error("a phrase has 12 or 24 words, not {0}")]
    WordCount(usize),
    /// This word is not in the list. The word itself is not repeated here: it may be part of a secret.
    #[error("word {position} is not in the list")]
    UnknownWord {
        /// Which word, counted from 1.
        position: usize,
        /// The list that knows most of the other words.
        language: WordLanguage,
    },
    /// All words are in the list but do not belong together.
    #[error("the words do not fit together")]
    Checksum,
    /// The words are a phrase of more than one list. The seed is the same; which one is shown again is asked.
    #[error("the words belong to more than one list")]
    Ambiguous(LanguageSet),
    /// This build has not that list.
    #[error("the word list is not in this build")]
    NoList,
}

/// A recovery phrase ([BIP-39](https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki)).
pub struct Mnemonic {
    inner: bip39::Mnemonic,
    language: WordLanguage,
}

impl Mnemonic {
    /// Derives the 12 English words of 16 bytes of entropy. The bytes must come from a CSPRNG.
    ///
    /// # Panics
    /// Never: 128 bits are a length BIP-39 knows.
    #[must_use]
    pub fn derive_from_entropy(entropy: &[u8; 16]) -> Self {
        Self::from_entropy(WordLanguage::English, entropy).expect("16 bytes give 12 words")
    }

    /// Derives the 24 English words of 32 bytes of entropy. The bytes must come from a CSPRNG.
    ///
    /// # Panics
    /// Never: 256 bits are a length BIP-39 knows.
    #[must_use]
    pub fn derive_from_long_entropy(entropy: &[u8; 32]) -> Self {
        Self::from_entropy(WordLanguage::English, entropy).expect("32 bytes give 24 words")
    }

    /// Reads typed words of any list this build has. They are made canonical **before** validation, and the seed is
    /// derived from the canonical words, so that what validates here restores everywhere.
    ///
    /// # Errors
    /// [`ParseMnemonicError`], naming the first unknown word by position.
    pub fn parse(typed: &str) -> Result<Self, ParseMnemonicError> {
        let words = counted(canonical_words(typed))?;
        let mut known = LanguageSet::default();
        for language in WordLanguage::ALL {
            if language.list().is_some() && words.iter().all(|word| language.find(word).is_some()) {
                known = known.with(language);
            }
        }
        let mut valid = LanguageSet::default();
        for language in known.iter() {
            if read(language, &words).is_ok() {
                valid = valid.with(language);
            }
        }
        match (known.first_two().0, valid.first_two()) {
            (_, (Some(language), None)) => read(language, &words),
            (_, (Some(_), Some(_))) => Err(ParseMnemonicError::Ambiguous(valid)),
            (Some(_), (None, _)) => Err(ParseMnemonicError::Checksum),
            (None, (None, _)) => Err(unknown_word(likeliest(&words), &words)),
        }
    }

    /// Reads typed words of one list.
    ///
    /// # Errors
    /// [`ParseMnemonicError`].
    pub fn parse_in(language: WordLanguage, typed: &str) -> Result<Self, ParseMnemonicError> {
        let words = counted(canonical_words(typed))?;
        read(language, &words)
    }

    /// Derives the seed (PBKDF2-HMAC-SHA512, 2048 rounds) without a passphrase.
    #[must_use]
    pub fn derive_seed(&self) -> Seed {
        self.derive("")
    }

    /// Derives the seed with a passphrase.
    #[must_use]
    pub fn derive_seed_with(&self, passphrase: &Passphrase) -> Seed {
        self.derive(passphrase.expose())
    }

    fn derive(&self, passphrase: &str) -> Seed {
        let words = self.expose_words();
        let mut salt = Zeroizing::new(Vec::with_capacity("mnemonic".len() + passphrase.len()));
        salt.extend_from_slice(b"mnemonic");
        salt.extend_from_slice(passphrase.as_bytes());
        Seed::fill(|bytes| pbkdf2_hmac::<Sha512>(words.as_bytes(), &salt, 2048, bytes))
    }

    /// The list the words are of.
    #[must_use]
    pub const fn language(&self) -> WordLanguage {
        self.language
    }

    /// Whether these are the words at these places, counted from 1.
    #[must_use]
    pub fn has_words_at(&self, positions: &[usize], typed: &str) -> bool {
        let typed = canonical_words(typed);
        typed.len() == positions.len()
            && positions.iter().zip(&typed).all(|(position, word)| {
                let own = position.checked_sub(1).and_then(|at| self.inner.words().nth(at));
                own == Some(word.as_str())
            })
    }

    /// How many words.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.inner.word_count()
    }

    /// The entropy behind the words: 16 to 32 bytes.
    ///
    /// # Security
    /// Equal to the wallet itself. For sealing in the vault only.
    #[must_use]
    pub fn expose_entropy(&self) -> Zeroizing<Vec<u8>> {
        let (mut bytes, length) = self.inner.to_entropy_array();
        let entropy = Zeroizing::new(bytes.iter().copied().take(length).collect());
        bytes.zeroize();
        entropy
    }

    /// Restores the words from sealed entropy.
    ///
    /// # Errors
    /// [`ParseMnemonicError::WordCount`] for a length that BIP-39 does not know, [`ParseMnemonicError::NoList`].
    pub fn from_entropy(language: WordLanguage, entropy: &[u8]) -> Result<Self, ParseMnemonicError> {
        if !matches!(entropy.len(), 16 | 20 | 24 | 28 | 32) {
            return Err(ParseMnemonicError::WordCount(entropy.len() * 3 / 4));
        }
        let list = language.list().ok_or(ParseMnemonicError::NoList)?;
        bip39::Mnemonic::from_entropy_in(list, entropy)
            .map(|inner| Self { inner, language })
            .map_err(|_| ParseMnemonicError::Checksum)
    }

    /// The words joined by single spaces, in NFKD.
    ///
    /// # Security
    /// For showing them to their owner. The caller wipes every copy it makes.
    #[must_use]
    pub fn expose_words(&self) -> Zeroizing<String> {
        // Korean words have up to 36 bytes in NFKD.
        let mut text = Zeroizing::new(String::with_capacity(self.inner.word_count() * 40));
        for word in self.inner.words() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }
}

fn counted(words: Vec<Word>) -> Result<Vec<Word>, ParseMnemonicError> {
    if matches!(words.len(), 12 | 15 | 18 | 21 | 24) {
        Ok(words)
    } else {
        Err(ParseMnemonicError::WordCount(words.len()))
    }
}

fn read(language: WordLanguage, words: &[Word]) -> Result<Mnemonic, ParseMnemonicError> {
    let list = language.list().ok_or(ParseMnemonicError::NoList)?;
    if words.iter().any(|word| language.find(word).is_none()) {
        return Err(unknown_word(language, words));
    }
    let capacity = words.iter().map(|word| word.len() + 1).sum();
    let mut canonical = Zeroizing::new(String::with_capacity(capacity));
    for word in words {
        if !canonical.is_empty() {
            canonical.push(' ');
        }
        canonical.push_str(word);
    }
    bip39::Mnemonic::parse_in_normalized(list, &canonical)
        .map(|inner| Mnemonic { inner, language })
        .map_err(|_| ParseMnemonicError::Checksum)
}

fn unknown_word(language: WordLanguage, words: &[Word]) -> ParseMnemonicError {
    let known = words
        .iter()
        .take_while(|word| language.find(word).is_some())
        .count();
    ParseMnemonicError::UnknownWord {
        position: known + 1,
        language,
    }
}

/// The list with most of these words; English when none has any.
fn likeliest(words: &[Word]) -> WordLanguage {
    let known = |language: &WordLanguage| words.iter().filter(|word| language.find(word).is_some()).count();
    // The last of equals wins, so English is asked last.
    WordLanguage::ALL
        .into_iter()
        .rev()
        .max_by_key(known)
        .unwrap_or(WordLanguage::English)
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
mod vectors;

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
            ParseMnemonicError::UnknownWord {
                position: 1,
                language: WordLanguage::English
            }
        );
        assert_eq!(
            error(&ABANDON.replace("about", "aboot")),
            ParseMnemonicError::UnknownWord {
                position: 12,
                language: WordLanguage::English
            }
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
            let sealed = Mnemonic::from_entropy(WordLanguage::English, &entropy).unwrap();
            prop_assert_eq!(sealed.expose_words(), made.expose_words());
        }
    }
}
