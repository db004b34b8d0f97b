//! Names made from contents.

use sha2::{Digest as _, Sha256};

/// The first 16 hexadecimal digits of the SHA-256 of `parts`, one after the other.
pub(crate) fn short<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_name_follows_the_contents() {
        assert_eq!(super::short([b"abc".as_slice()]), "ba7816bf8f01cfea");
        assert_eq!(super::short([b"a".as_slice(), b"bc"]), "ba7816bf8f01cfea");
    }
}
