use alloc::{format, string::String, vec::Vec};

use super::*;

/// The vectors that [BIP-39](https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki) names, those of Trezor:
/// entropy, words, seed. Their passphrase is `TREZOR`.
const TREZOR: &str = include_str!("trezor.txt");

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn entropy_words_and_seed_are_those_of_the_official_vectors() {
    let passphrase = Passphrase::new("TREZOR").unwrap();
    let mut counted = 0;
    for line in TREZOR.lines() {
        let [entropy, words, seed] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let made = Mnemonic::from_entropy(WordLanguage::English, &bytes(entropy)).unwrap();
        assert_eq!(*made.expose_words(), words);
        let typed = Mnemonic::parse(words).unwrap();
        assert_eq!(hex(&typed.expose_entropy()), entropy);
        assert_eq!(hex(typed.derive_seed_with(&passphrase).expose()), seed);
        counted += 1;
    }
    assert_eq!(counted, 24);
}
