use keys::{AccountKey, Mnemonic, WordLanguage};
use serde_json::{Value, json};
use sig::Signer;

use super::seeded::Seeded;

/// Phrases of 12 and 24 words and the address of one account of each.
pub(super) fn vectors() -> Vec<Value> {
    let edges = [0, 1, 2, 255, 65_535, (1 << 31) - 1];
    let case = |number: usize| {
        let mut seeded = Seeded::new("account", number);
        let long = number % 2 == 1;
        let entropy = match number {
            0 | 1 => vec![0; if long { 32 } else { 16 }],
            2 | 3 => vec![0xff; if long { 32 } else { 16 }],
            _ if long => seeded.bytes::<32>().to_vec(),
            _ => seeded.bytes::<16>().to_vec(),
        };
        let index = edges[number % edges.len()];
        let mnemonic = Mnemonic::from_entropy(WordLanguage::English, &entropy).unwrap();
        let account = AccountKey::derive(&mnemonic.derive_seed(), index).unwrap();
        json!({
            "entropy": alloy_primitives::hex::encode_prefixed(&entropy),
            "words": mnemonic.expose_words().as_str(),
            "index": index,
            "address": account.address().to_checksum(None),
        })
    };
    (0..24).map(case).collect()
}
