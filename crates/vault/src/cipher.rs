use alloc::{boxed::Box, vec::Vec};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The data key of a vault.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct DataKey(pub(crate) Box<[u8; 32]>);

impl DataKey {
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        let mut key = Self(Box::new([0; 32]));
        if bytes.len() != key.0.len() {
            return None;
        }
        key.0.copy_from_slice(bytes);
        Some(key)
    }
}

const fn wipes_itself<T: ZeroizeOnDrop>() {}
const _: () = wipes_itself::<DataKey>();

/// Encrypts. The input is far below the cipher's limit of 256 GiB, the only failure it has.
pub(crate) fn encrypt(key: &[u8; 32], nonce: &[u8; 24], plain: &[u8], aad: &[u8]) -> Vec<u8> {
    XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad })
        .expect("a vault is far below the cipher's limit")
}

/// Decrypts; `None` for every failure alike.
pub(crate) fn decrypt(
    key: &[u8; 32],
    nonce: &[u8; 24],
    sealed: &[u8],
    aad: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad })
        .ok()
        .map(Zeroizing::new)
}
