use alloc::vec::Vec;

use sig::PublicKey;

use crate::TrustRoot;

/// Compressed public keys of accounts 5, 6 and 7 of the publicly known development mnemonic. Everybody can sign with
/// them, therefore a registry of status `official` is refused under them.
const DEMO_KEYS: [&str; 3] = [
    "0337b84de6947b243626cc8b977bb1f1632610614842468dfa8f35dcbbc55a515e",
    "029a4ab212cb92775d227af4237c20b81f4221e9361d29007dfc16c79186b577cb",
    "0201f2bf1fa920e77a43c7aec2587d0b3814093420cc59a9b3ad66dd5734dda7be",
];

/// The root of the demo zone: two of three publicly known keys.
#[must_use]
pub fn demo_trust_root() -> TrustRoot {
    let keys: Vec<PublicKey> = DEMO_KEYS
        .iter()
        .filter_map(|text| PublicKey::from_hex(text).ok())
        .collect();
    TrustRoot {
        number: 0,
        keys,
        threshold: 2,
    }
}

pub(crate) fn is_demo_key(key: &PublicKey) -> bool {
    DEMO_KEYS
        .iter()
        .any(|text| PublicKey::from_hex(text).is_ok_and(|demo| demo == *key))
}

#[cfg(test)]
mod tests {
    use keys::{AccountKey, Mnemonic};
    use sig::Signer;

    use super::*;

    #[test]
    fn the_demo_keys_are_those_of_the_public_mnemonic() {
        let words = "test test test test test test test test test test test junk";
        let seed = Mnemonic::parse(words).unwrap().derive_seed();
        let expected: Vec<PublicKey> = (5..8)
            .map(|index| AccountKey::derive(&seed, index).unwrap().public_key())
            .collect();
        assert_eq!(demo_trust_root().keys, expected);
    }
}
