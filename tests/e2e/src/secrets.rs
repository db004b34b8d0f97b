use std::{
    collections::BTreeSet,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use aho_corasick::AhoCorasick;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use keys::{AccountKey, Mnemonic, Passphrase};
use pbkdf2::pbkdf2_hmac;
use sha2::Sha512;

/// What must never leave the pages of a journey: its words and passwords, and every key that follows from them, each in the
/// forms in which it could be written by accident.
#[derive(Debug, Clone, Default)]
pub struct Secrets(Arc<Mutex<BTreeSet<Needle>>>);

/// One form of one secret.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Needle {
    /// Which secret in which form; never the secret.
    name: String,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for Needle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// How a form is written in the place that is searched.
type Spelling<'a> = &'a dyn Fn(&Needle) -> Vec<u8>;

/// So many words in a row say too much.
const IN_A_ROW: usize = 3;
/// What could stand between words.
const BETWEEN: [&str; 6] = [" ", "+", "%20", ",", "\",\"", "\\n"];

impl Secrets {
    /// Words, their passphrase, and entropy, seed and first key of the wallet they open. Words that are no phrase are
    /// looked for as a text.
    pub fn note_words(&self, words: &str, passphrase: &str) {
        self.note_text("words", words);
        let list: Vec<&str> = words.split_whitespace().collect();
        for row in list.windows(IN_A_ROW) {
            for between in BETWEEN {
                self.add("words in a row", row.join(between).into_bytes());
            }
        }
        let Ok(mnemonic) = Mnemonic::parse(words) else {
            return;
        };
        if !passphrase.is_empty() {
            self.note_text("passphrase", passphrase);
        }
        let passphrase = Passphrase::new(passphrase).ok();
        let seed = match &passphrase {
            Some(passphrase) => mnemonic.derive_seed_with(passphrase),
            None => mnemonic.derive_seed(),
        };
        self.note_bytes("entropy", &mnemonic.expose_entropy());
        let mut bytes = [0; 64];
        let salt = format!("mnemonic{}", passphrase.as_ref().map_or("", Passphrase::expose));
        pbkdf2_hmac::<Sha512>(
            mnemonic.expose_words().as_bytes(),
            salt.as_bytes(),
            2048,
            &mut bytes,
        );
        self.note_bytes("seed", &bytes);
        if let Ok(key) = AccountKey::derive(&seed, 0) {
            self.note_bytes("key", key.to_private_key().expose_bytes());
        }
    }

    /// A secret text: as it is, percent-encoded, in hex, in both kinds of base64 wherever it may begin.
    pub fn note_text(&self, name: &str, text: &str) {
        self.add(name, text.as_bytes().to_vec());
        let percent = |safe: fn(u8) -> bool| {
            text.bytes().fold(String::new(), |mut encoded, byte| {
                if safe(byte) {
                    encoded.push(char::from(byte));
                } else {
                    // Writing to a string does not fail.
                    let _ = write!(encoded, "%{byte:02X}");
                }
                encoded
            })
        };
        self.add(
            &format!("{name}, percent-encoded"),
            percent(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)).into_bytes(),
        );
        self.note_bytes(name, text.as_bytes());
    }

    /// Secret bytes: as they are, in hex, as a list of numbers, in both kinds of base64 wherever they may begin.
    pub fn note_bytes(&self, name: &str, bytes: &[u8]) {
        self.add(&format!("{name}, raw"), bytes.to_vec());
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        self.add(&format!("{name}, hex"), hex.into_bytes());
        let numbers: Vec<String> = bytes.iter().map(ToString::to_string).collect();
        self.add(&format!("{name}, numbers"), numbers.join(",").into_bytes());
        for shift in 0..3 {
            let mut shifted = vec![0; shift];
            shifted.extend_from_slice(bytes);
            // The characters that depend on nothing but the secret.
            let inner = |encoded: String| {
                let begin = (shift * 8).div_ceil(6);
                let end = (shifted.len() * 8 / 6).max(begin);
                encoded
                    .get(begin..end)
                    .unwrap_or_default()
                    .to_owned()
                    .into_bytes()
            };
            self.add(&format!("{name}, base64"), inner(STANDARD.encode(&shifted)));
            self.add(
                &format!("{name}, base64url"),
                inner(URL_SAFE_NO_PAD.encode(&shifted)),
            );
        }
    }

    fn add(&self, name: &str, bytes: Vec<u8>) {
        // Shorter ones are found everywhere.
        if bytes.len() >= 8 {
            let needle = Needle {
                name: name.into(),
                bytes,
            };
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(needle);
        }
    }

    /// The forms found in a text, capitals or not.
    #[must_use]
    pub fn found_in_text(&self, text: &str) -> Vec<String> {
        let lower = |needle: &Needle| String::from_utf8_lossy(&needle.bytes).to_lowercase().into_bytes();
        self.found(text.to_lowercase().as_bytes(), &[&lower])
    }

    /// The forms found in bytes, also with two bytes a character.
    #[must_use]
    pub fn found_in_bytes(&self, bytes: &[u8]) -> Vec<String> {
        let wide = |needle: &Needle| {
            let text = String::from_utf8_lossy(&needle.bytes);
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        self.found(bytes, &[&|needle| needle.bytes.clone(), &wide])
    }

    /// The forms of which any spelling stands in `hay`.
    fn found(&self, hay: &[u8], spellings: &[Spelling<'_>]) -> Vec<String> {
        let needles = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let needles: Vec<Needle> = needles.into_iter().collect();
        let patterns: Vec<Vec<u8>> = spellings
            .iter()
            .flat_map(|spell| needles.iter().map(spell))
            .collect();
        // One pass for all: a browser's folder is large.
        let Ok(search) = AhoCorasick::new(&patterns) else {
            return vec!["nothing could be searched".into()];
        };
        let places: BTreeSet<usize> = search
            .find_overlapping_iter(hay)
            .map(|found| found.pattern().as_usize() % needles.len())
            .collect();
        let names: BTreeSet<String> = places
            .into_iter()
            .filter_map(|place| needles.get(place).map(|needle| needle.name.clone()))
            .collect();
        names.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the text of BIP-39's reference vectors.
    const WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    fn secrets() -> Secrets {
        let secrets = Secrets::default();
        secrets.note_words(WORDS, "");
        secrets
    }

    #[test]
    fn every_form_is_found_wherever_it_stands() {
        let secrets = secrets();
        let key = AccountKey::derive(&Mnemonic::parse(WORDS).unwrap().derive_seed(), 0)
            .unwrap()
            .to_private_key();
        let bytes = key.expose_bytes();
        let mut shifted = b"{\"k\":\"".to_vec();
        shifted.extend_from_slice(bytes);
        shifted.extend_from_slice(b"\"}");
        for leak in [
            format!(
                "https://collector.example/?k=0x{}",
                key.expose_hex().to_uppercase()
            ),
            format!("data={}", STANDARD.encode(bytes)),
            format!("data={}", STANDARD.encode(&shifted)),
            format!("data={}", URL_SAFE_NO_PAD.encode(&shifted)),
            format!("{bytes:?}").replace(' ', ""),
            "q=legal%20winner%20thank".into(),
            "[\"sausage\",\"worth\",\"useful\"]".into(),
            format!("x{}", STANDARD.encode(format!("abc{WORDS}"))),
        ] {
            assert!(!secrets.found_in_text(&leak).is_empty(), "{leak}");
        }
        let wide: Vec<u8> = "wave sausage worth"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(!secrets.found_in_bytes(&wide).is_empty());
        assert!(!secrets.found_in_bytes(&shifted).is_empty());
    }

    #[test]
    fn what_is_no_secret_is_not_found() {
        let secrets = secrets();
        assert!(
            secrets
                .found_in_text("legal winner, a wave of thanks; 0x00")
                .is_empty()
        );
        assert!(secrets.found_in_bytes(&[0; 4096]).is_empty());
    }
}
