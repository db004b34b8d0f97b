use alloc::vec::Vec;

use alloy_primitives::{B256, Bytes, TxKind, U256, keccak256};
use sig::{Digest, Signer};

use crate::{
    ChainId, DecodeTransactionError, Pricing, Transaction, decode_unsigned, encode_signed, encode_unsigned,
};

/// The fields of an EIP-1559 transaction ([EIP-1559](https://eips.ethereum.org/EIPS/eip-1559)). Fees in wei.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionRequest {
    /// The chain it is valid on.
    pub chain: ChainId,
    /// The sender's transaction count.
    pub nonce: u64,
    /// Gas units.
    pub gas_limit: u64,
    /// Highest total fee a gas unit, wei.
    pub max_fee_per_gas: u128,
    /// Highest tip a gas unit, wei.
    pub max_priority_fee_per_gas: u128,
    /// The contract called, or creation.
    pub to: TxKind,
    /// Native coin sent along, wei.
    pub value: U256,
    /// Calldata or init code.
    pub input: Bytes,
}

impl From<TransactionRequest> for Transaction {
    fn from(request: TransactionRequest) -> Self {
        Self {
            chain: Some(request.chain),
            nonce: request.nonce,
            gas_limit: request.gas_limit,
            pricing: Pricing::Dynamic {
                max_fee_per_gas: request.max_fee_per_gas,
                max_priority_fee_per_gas: request.max_priority_fee_per_gas,
                access_list: Vec::new(),
            },
            to: request.to,
            value: request.value,
            input: request.input,
        }
    }
}

/// A signed transaction, ready to be journalled and broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedTransaction {
    /// The bytes for `eth_sendRawTransaction`.
    pub raw: Bytes,
    /// Its hash, known before it is sent.
    pub hash: B256,
}

/// Signs a transaction.
#[must_use]
pub fn sign_transaction(request: TransactionRequest, signer: &impl Signer) -> SignedTransaction {
    let transaction = Transaction::from(request);
    seal(&transaction, &encode_unsigned(&transaction), signer)
}

/// Signs exactly these bytes, which [`encode_unsigned`] wrote.
///
/// # Errors
/// [`DecodeTransactionError`] when they are no transaction.
pub fn sign_encoded(
    unsigned: &[u8],
    signer: &impl Signer,
) -> Result<SignedTransaction, DecodeTransactionError> {
    Ok(seal(&decode_unsigned(unsigned)?, unsigned, signer))
}

fn seal(transaction: &Transaction, unsigned: &[u8], signer: &impl Signer) -> SignedTransaction {
    let signature = signer.sign(&Digest::of_transaction(keccak256(unsigned)));
    let raw = encode_signed(transaction, &signature);
    SignedTransaction {
        hash: keccak256(&raw),
        raw: raw.into(),
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{address, hex};
    use k256::ecdsa::SigningKey;

    use super::*;

    /// Made with viem 2.57.20: `privateKeyToAccount('0x46…46').signTransaction({…})`.
    #[test]
    fn the_bytes_are_those_of_viem() {
        let key = SigningKey::from_slice(&[0x46; 32]).unwrap();
        let request = TransactionRequest {
            chain: ChainId::new(31337),
            nonce: 9,
            gas_limit: 100_000,
            max_fee_per_gas: 2_000_000_000,
            max_priority_fee_per_gas: 1,
            to: TxKind::Call(address!("3535353535353535353535353535353535353535")),
            value: U256::ZERO,
            input: Bytes::from_static(&[0xde, 0xad]),
        };
        let signed = sign_transaction(request, &key);
        assert_eq!(signed.raw[0], 2);
        assert_eq!(signed.hash, keccak256(&signed.raw));
        assert_eq!(hex::encode(&signed.raw), include_str!("viem.hex").trim());
    }
}
