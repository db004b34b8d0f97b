//! The same words give the same addresses as elsewhere, in all ten languages, however they were typed.
#![allow(clippy::unwrap_used, reason = "tests")]

use keys::{AccountKey, Mnemonic, ParseMnemonicError, Passphrase, WordLanguage};
use serde::Deserialize;
use sig::Signer as _;

/// Made with @scure/bip39, @scure/bip32 and ethers: twenty phrases of each list, every length, six passphrases.
const CASES: &str = include_str!("scure.json");

#[derive(Deserialize)]
struct Case {
    language: String,
    words: String,
    decomposed: String,
    passphrase: String,
    index: u32,
    address: String,
}

fn read(language: WordLanguage, words: &str) -> Mnemonic {
    match Mnemonic::parse(words) {
        // A handful of words are in two lists; then the language is asked for.
        Err(ParseMnemonicError::Ambiguous(languages)) => {
            assert!(languages.iter().any(|known| known == language));
            Mnemonic::parse_in(language, words).unwrap()
        }
        read => read.unwrap(),
    }
}

#[test]
fn words_of_all_languages_give_the_same_addresses() {
    let cases: Vec<Case> = serde_json::from_str(CASES).unwrap();
    assert_eq!(cases.len(), 200);
    for case in cases {
        let language = WordLanguage::from_code(&case.language).unwrap();
        let typed = [
            case.words.clone(),
            case.decomposed.clone(),
            case.words.to_uppercase(),
            case.words.replace(' ', "\u{3000}"),
        ];
        for typed in typed {
            let mnemonic = read(language, &typed);
            let seed = match Passphrase::new(&case.passphrase) {
                Ok(passphrase) => mnemonic.derive_seed_with(&passphrase),
                Err(_) => mnemonic.derive_seed(),
            };
            let address = AccountKey::derive(&seed, case.index).unwrap().address();
            assert_eq!(address.to_string(), case.address, "{}: {typed}", case.language);
            assert_eq!(*mnemonic.expose_words(), case.decomposed, "{}", case.language);
        }
    }
}
