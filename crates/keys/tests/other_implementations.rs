//! The same words give the same addresses as elsewhere, in all ten languages, however they were typed.
#![allow(clippy::unwrap_used, reason = "tests")]

use keys::{AccountKey, Mnemonic, ParseMnemonicError, Passphrase, PrivateKey, WordLanguage};
use pbkdf2::pbkdf2_hmac;
use serde::Deserialize;
use sha2::Sha512;
use sig::{Signer as _, sha256_digest};

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

/// Drawn and computed by `tests/interop/test/keys.test.mjs` with @scure/bip39, @scure/bip32 and ethers.
const DRAWN: &str = include_str!("../../../tests/interop/keys.json");
const PASSPHRASES: [&str; 6] = [
    "",
    "TREZOR",
    "ещё раз",
    "e\u{301}te\u{301} ",
    "ﬁ①Ａ",
    "㍍ガバヴァぱばぐゞちぢ十人十色",
];

#[derive(Deserialize)]
struct Drawn {
    cases: usize,
    sha256: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Case `number`, drawn from its number alone, as a line of everything that follows from it.
fn draw(number: usize) -> String {
    let draw = sha256_digest(format!("cryptocity/keys/{number}").as_bytes());
    let draw = draw.as_bytes();
    let language = WordLanguage::ALL[number % 10];
    let entropy = &draw[..[16, 20, 24, 28, 32][number % 5]];
    let mnemonic = Mnemonic::from_entropy(language, entropy).unwrap();
    let words = mnemonic.expose_words();
    let typed = PASSPHRASES[number % 6];
    let passphrase = Passphrase::new(typed).ok();
    let seed = match &passphrase {
        Some(passphrase) => mnemonic.derive_seed_with(passphrase),
        None => mnemonic.derive_seed(),
    };
    let index = u32::from_be_bytes([draw[28], draw[29], draw[30], draw[31]]) >> 1;
    let key = AccountKey::derive(&seed, index).unwrap();
    let mut seed_bytes = [0; 64];
    let salt = format!("mnemonic{}", passphrase.as_ref().map_or("", Passphrase::expose));
    pbkdf2_hmac::<Sha512>(words.as_bytes(), salt.as_bytes(), 2048, &mut seed_bytes);
    let signature = key.sign(&sha256_digest(words.as_bytes()));
    [
        language.code(),
        &words,
        &hex(&seed_bytes),
        &index.to_string(),
        &key.address().to_string(),
        &hex(key.to_private_key().expose_bytes()),
        &hex(&signature.to_bytes()),
    ]
    .join("|")
        + "\n"
}

#[test]
fn thousands_of_drawn_phrases_give_the_same_seeds_keys_addresses_and_signatures() {
    let drawn: Drawn = serde_json::from_str(DRAWN).unwrap();
    assert!(drawn.cases >= 2_000);
    let lines: String = (0..drawn.cases).map(draw).collect();
    assert_eq!(hex(sha256_digest(lines.as_bytes()).as_bytes()), drawn.sha256);
}

/// The vectors for RFC 6979 on this curve that wallets have passed on to each other since 2013.
#[test]
fn signatures_are_the_communitys_known_answers() {
    let n_minus_1 = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
    let one = "0000000000000000000000000000000000000000000000000000000000000001";
    for (key, message, expected) in [
        (
            one,
            "Satoshi Nakamoto",
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
        ),
        (
            one,
            "All those moments will be lost in time, like tears in rain. Time to die...",
            "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21",
        ),
        (
            n_minus_1,
            "Satoshi Nakamoto",
            "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d06b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5",
        ),
        (
            "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181",
            "Alan Turing",
            "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea",
        ),
    ] {
        let key = PrivateKey::parse(key).unwrap().to_account_key();
        let signature = key.sign_compact(&sha256_digest(message.as_bytes()));
        assert_eq!(hex(&signature.to_bytes()), expected, "{message}");
    }
}
