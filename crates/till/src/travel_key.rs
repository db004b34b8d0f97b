use std::fmt;

use hpke::{
    Deserializable, Kem, OpModeR, Serializable, aead::AesGcm128, kdf::HkdfSha256, kem::DhP256HkdfSha256,
    single_shot_open,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What is sealed is for this purpose only.
const INFO: &[u8] = b"cryptocity/travel-rule/1";

/// The suite, as RFC 9180 names its parts. Every browser's WebCrypto has all of them: a wallet needs no code for it.
pub const TRAVEL_SUITE: &str = "DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM";

type Suite = DhP256HkdfSha256;

/// Opens what payers sealed to an operator (HPKE, RFC 9180, base mode). Never printed.
#[derive(Clone)]
pub struct TravelKey(<Suite as Kem>::PrivateKey);

/// Data of a payer, sealed to an operator's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedData {
    /// The encapsulated key, hex: an uncompressed point of P-256.
    pub enc: String,
    /// The ciphertext with its tag, hex.
    pub ciphertext: String,
}

impl TravelKey {
    /// Reads 64 hex digits, with or without 0x.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(hex::decode(text.strip_prefix("0x").unwrap_or(text)).ok()?);
        <Suite as Kem>::PrivateKey::from_bytes(&bytes).ok().map(Self)
    }

    /// The public key that payers seal to, hex: an uncompressed point of P-256.
    pub(crate) fn public_key(&self) -> String {
        hex::encode(Suite::sk_to_pk(&self.0).to_bytes())
    }

    /// Opens data that were sealed for an order; its hash is authenticated with them. `None` when they are not for this key
    /// and this order.
    pub(crate) fn open(&self, sealed: &SealedData, order_hash: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let enc = <Suite as Kem>::EncappedKey::from_bytes(&hex::decode(&sealed.enc).ok()?).ok()?;
        let ciphertext = hex::decode(&sealed.ciphertext).ok()?;
        single_shot_open::<AesGcm128, HkdfSha256, Suite>(
            &OpModeR::Base,
            &self.0,
            &enc,
            INFO,
            &ciphertext,
            order_hash,
        )
        .ok()
        .map(Zeroizing::new)
    }
}

impl fmt::Debug for TravelKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TravelKey(of {})", self.public_key())
    }
}

#[cfg(test)]
mod tests {
    use hpke::{OpModeS, single_shot_seal};

    use super::*;

    const KEY: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";

    fn seal(key: &TravelKey, text: &[u8], order: &[u8]) -> SealedData {
        let public = <Suite as Kem>::PublicKey::from_bytes(&hex::decode(key.public_key()).unwrap()).unwrap();
        let (enc, ciphertext) =
            single_shot_seal::<AesGcm128, HkdfSha256, Suite>(&OpModeS::Base, &public, INFO, text, order)
                .unwrap();
        SealedData {
            enc: hex::encode(enc.to_bytes()),
            ciphertext: hex::encode(ciphertext),
        }
    }

    #[test]
    fn what_is_sealed_for_an_order_opens_for_that_order_and_key_only() {
        let key = TravelKey::parse(KEY).unwrap();
        let sealed = seal(&key, b"data", b"order");
        assert_eq!(key.open(&sealed, b"order").unwrap().as_slice(), b"data");
        assert!(key.open(&sealed, b"other").is_none());
        let other = TravelKey::parse(&"02".repeat(32)).unwrap();
        assert!(other.open(&sealed, b"order").is_none());
        let mut broken = sealed;
        broken.ciphertext.replace_range(0..2, "00");
        broken.enc.clone_from(&seal(&key, b"data", b"order").enc);
        assert!(key.open(&broken, b"order").is_none());
    }

    #[test]
    fn a_key_is_never_printed() {
        let printed = format!("{:?}", TravelKey::parse(KEY).unwrap());
        assert!(printed.starts_with("TravelKey(of 04") && !printed.contains("0101010101"));
        assert!(TravelKey::parse("").is_none() && TravelKey::parse(&"00".repeat(32)).is_none());
    }
}
