use core::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use k256::{FieldBytes, NonZeroScalar, Scalar, ecdsa::SigningKey, elliptic_curve::ff::PrimeField as _};
use sha2::Sha512;
use sig::{Address, Signer as _};
use zeroize::Zeroizing;

use crate::{AccountKey, DeriveAccountError, Seed};

/// From here on child numbers are hardened.
const HARDENED: u32 = 1 << 31;

/// `m/44'/60'/0'/0`, from which every account is one step away: fifty accounts cost fifty steps and not 250. The two steps of
/// [BIP-32](https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki) that a wallet takes stand here; the crate for it
/// also carries fingerprints and a text form, a twentieth of the pay page's worker.
pub struct AccountBranch {
    key: SigningKey,
    chain_code: Zeroizing<[u8; 32]>,
}

impl AccountBranch {
    /// Derives the branch of a seed.
    ///
    /// # Errors
    /// [`DeriveAccountError::NoKey`].
    pub fn derive(seed: &Seed) -> Result<Self, DeriveAccountError> {
        [44 | HARDENED, 60 | HARDENED, HARDENED, 0]
            .into_iter()
            .try_fold(Self::root(seed.expose())?, |parent, number| parent.child(number))
    }

    /// The master key.
    fn root(seed: &[u8]) -> Result<Self, DeriveAccountError> {
        let (left, chain_code) = hmac_halves(b"Bitcoin seed", &[seed]);
        Ok(Self {
            key: key_of(scalar(&left)?)?,
            chain_code,
        })
    }

    /// `CKDpriv`.
    fn child(&self, number: u32) -> Result<Self, DeriveAccountError> {
        let number_bytes = number.to_be_bytes();
        let (left, chain_code) = if number >= HARDENED {
            let own = Zeroizing::new(self.key.to_bytes());
            hmac_halves(&*self.chain_code, &[&[0], &own, &number_bytes])
        } else {
            let public = self.key.public_key().to_compressed();
            hmac_halves(&*self.chain_code, &[&public, &number_bytes])
        };
        let sum = scalar(&left)? + self.key.as_nonzero_scalar().as_ref();
        Ok(Self {
            key: key_of(sum)?,
            chain_code,
        })
    }

    /// The key of account `index`.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn account(&self, index: u32) -> Result<AccountKey, DeriveAccountError> {
        if index >= HARDENED {
            return Err(DeriveAccountError::Index(index));
        }
        self.child(index).map(|child| AccountKey::of(child.key))
    }

    /// The address of account `index`.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn address(&self, index: u32) -> Result<Address, DeriveAccountError> {
        self.account(index).map(|key| key.address())
    }
}

type Half = Zeroizing<[u8; 32]>;

/// HMAC-SHA512 of the parts one after the other, in two halves.
fn hmac_halves(key: &[u8], parts: &[&[u8]]) -> (Half, Half) {
    let mut mac = Hmac::<Sha512>::new_from_slice(key).expect("any length is a key");
    for part in parts {
        mac.update(part);
    }
    let bytes = Zeroizing::new(mac.finalize().into_bytes());
    let mut halves = (Half::default(), Half::default());
    let (left, right) = bytes.split_at(32);
    halves.0.copy_from_slice(left);
    halves.1.copy_from_slice(right);
    halves
}

/// Zero and what is not below the order of the curve are refused later and here (probability about 2^-127).
fn scalar(bytes: &Half) -> Result<Scalar, DeriveAccountError> {
    Option::from(Scalar::from_repr(FieldBytes::from(**bytes))).ok_or(DeriveAccountError::NoKey)
}

fn key_of(scalar: Scalar) -> Result<SigningKey, DeriveAccountError> {
    let scalar: Option<NonZeroScalar> = NonZeroScalar::new(scalar).into();
    scalar.map(SigningKey::from).ok_or(DeriveAccountError::NoKey)
}

impl fmt::Debug for AccountBranch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountBranch(…)")
    }
}

#[cfg(test)]
mod vectors;
