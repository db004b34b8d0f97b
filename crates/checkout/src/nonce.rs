use alloy_primitives::{B256, Keccak256};

const DOMAIN: &[u8] = b"cryptocity/order-nonce/1";

/// The ERC-3009 nonce of an order: `keccak256("cryptocity/order-nonce/1" || orderHash)`. Without any salt of the payer,
/// so that the same payer cannot pay one order twice in one token, on any tab, after any crash.
#[must_use]
pub fn derive_order_nonce(order_hash: B256) -> B256 {
    let mut hasher = Keccak256::new();
    hasher.update(DOMAIN);
    hasher.update(order_hash);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use alloy_primitives::b256;

    use super::*;

    /// Checked with viem: `keccak256(concat([toHex('cryptocity/order-nonce/1'), zeroHash]))`.
    #[test]
    fn the_rule_is_fixed() {
        assert_eq!(
            derive_order_nonce(B256::ZERO),
            b256!("ecfc155f60e35ef56e0187120955623bae2e8d752b37aea805c513a8ff18cc3f")
        );
    }
}
