use alloc::vec::Vec;

use alloy_primitives::{Address, B256, Bytes, TxKind, U256, keccak256};
use alloy_rlp::{Decodable, Header};
use sig::{Digest, EvmSignature, SignatureError};

use crate::{AccessListItem, ChainId, Pricing, Transaction};

/// Init code of at most this many bytes ([EIP-3860](https://eips.ethereum.org/EIPS/eip-3860)).
const MAX_INIT_CODE: usize = 49_152;
/// Nodes pass on no transaction above this.
const MAX_BYTES: usize = 128 * 1024;

/// Why bytes are not a transaction that a chain would take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeTransactionError {
    /// Above 128 KiB.
    #[error("the transaction is too large")]
    TooLarge,
    /// Blobs, delegations and whatever comes: not signed here.
    #[error("transactions of type {0} are not supported")]
    UnknownType(u8),
    /// Not canonical RLP, or a field of the wrong length, or one too many or too few.
    #[error("the encoding is not canonical: {0}")]
    Encoding(alloy_rlp::Error),
    /// Bytes after the end.
    #[error("bytes follow the transaction")]
    Trailing,
    /// A typed transaction of chain 0, or a `v` that fits no chain.
    #[error("no valid chain id")]
    ChainId,
    /// The nonce that no transaction can have ([EIP-2681](https://eips.ethereum.org/EIPS/eip-2681)).
    #[error("the nonce is too high")]
    Nonce,
    /// The tip is above the whole fee.
    #[error("the tip is above the fee")]
    TipAboveFee,
    /// Creation without code, or with too much.
    #[error("the init code has a wrong size")]
    InitCode,
    /// r, s or parity out of range, high s, or no key fits.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

impl From<alloy_rlp::Error> for DecodeTransactionError {
    fn from(error: alloy_rlp::Error) -> Self {
        Self::Encoding(error)
    }
}

/// A signed transaction, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedTransaction {
    /// What it says.
    pub transaction: Transaction,
    /// Who signed it.
    pub sender: Address,
    /// Its hash.
    pub hash: B256,
    /// The signature.
    pub signature: EvmSignature,
}

/// Decodes the bytes that a signature covers.
///
/// # Errors
/// [`DecodeTransactionError`].
pub fn decode_unsigned(bytes: &[u8]) -> Result<Transaction, DecodeTransactionError> {
    let (kind, mut fields) = open(bytes)?;
    let mut transaction = read_fields(kind, &mut fields)?;
    if kind == Kind::Legacy && !fields.is_empty() {
        transaction.chain = Some(chain_id(u64::decode(&mut fields)?)?);
        if u8::decode(&mut fields)? != 0 || u8::decode(&mut fields)? != 0 {
            return Err(DecodeTransactionError::ChainId);
        }
    }
    finish(transaction, fields)
}

/// Decodes the bytes of `eth_sendRawTransaction` and recovers who signed them.
///
/// # Errors
/// [`DecodeTransactionError`].
pub fn decode_signed(bytes: &[u8]) -> Result<DecodedTransaction, DecodeTransactionError> {
    let (kind, mut fields) = open(bytes)?;
    let mut transaction = read_fields(kind, &mut fields)?;
    let odd = if kind == Kind::Legacy {
        let (chain, odd) = read_v(u128::decode(&mut fields)?)?;
        transaction.chain = chain;
        odd
    } else {
        match u8::decode(&mut fields)? {
            0 => false,
            1 => true,
            _ => return Err(SignatureError::RecoveryValue.into()),
        }
    };
    let (r, s) = (U256::decode(&mut fields)?, U256::decode(&mut fields)?);
    let transaction = finish(transaction, fields)?;
    let mut signature = [0; 65];
    signature[..32].copy_from_slice(&r.to_be_bytes::<32>());
    signature[32..64].copy_from_slice(&s.to_be_bytes::<32>());
    signature[64] = 27 + u8::from(odd);
    let signature = EvmSignature::from_bytes(&signature)?;
    let digest = Digest::of_transaction(keccak256(super::encode_unsigned(&transaction)));
    Ok(DecodedTransaction {
        sender: signature.recover(&digest)?,
        hash: keccak256(bytes),
        transaction,
        signature,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Legacy,
    AccessList,
    Dynamic,
}

fn open(bytes: &[u8]) -> Result<(Kind, &[u8]), DecodeTransactionError> {
    if bytes.len() > MAX_BYTES {
        return Err(DecodeTransactionError::TooLarge);
    }
    let (kind, mut rest) = match bytes.split_first() {
        Some((1, rest)) => (Kind::AccessList, rest),
        Some((2, rest)) => (Kind::Dynamic, rest),
        Some((first, _)) if *first >= 0xc0 => (Kind::Legacy, bytes),
        Some((first, _)) => return Err(DecodeTransactionError::UnknownType(*first)),
        None => return Err(alloy_rlp::Error::InputTooShort.into()),
    };
    let fields = Header::decode_bytes(&mut rest, true)?;
    if rest.is_empty() {
        Ok((kind, fields))
    } else {
        Err(DecodeTransactionError::Trailing)
    }
}

fn read_fields(kind: Kind, fields: &mut &[u8]) -> Result<Transaction, DecodeTransactionError> {
    let chain = if kind == Kind::Legacy {
        None
    } else {
        Some(chain_id(u64::decode(fields)?)?)
    };
    let nonce = u64::decode(fields)?;
    let tip = if kind == Kind::Dynamic {
        u128::decode(fields)?
    } else {
        0
    };
    let price = u128::decode(fields)?;
    let gas_limit = u64::decode(fields)?;
    let to = match Header::decode_bytes(fields, false)? {
        [] => TxKind::Create,
        address => TxKind::Call(
            Address::try_from(address)
                .map_err(|_| DecodeTransactionError::Encoding(alloy_rlp::Error::UnexpectedLength))?,
        ),
    };
    let value = U256::decode(fields)?;
    let input = Bytes::copy_from_slice(Header::decode_bytes(fields, false)?);
    let pricing = match kind {
        Kind::Legacy => Pricing::Legacy { gas_price: price },
        Kind::AccessList => Pricing::AccessList {
            gas_price: price,
            access_list: read_access_list(fields)?,
        },
        Kind::Dynamic => Pricing::Dynamic {
            max_fee_per_gas: price,
            max_priority_fee_per_gas: tip,
            access_list: read_access_list(fields)?,
        },
    };
    Ok(Transaction {
        chain,
        nonce,
        gas_limit,
        pricing,
        to,
        value,
        input,
    })
}

fn read_access_list(fields: &mut &[u8]) -> Result<Vec<AccessListItem>, DecodeTransactionError> {
    let mut list = Header::decode_bytes(fields, true)?;
    let mut items = Vec::new();
    while !list.is_empty() {
        let mut entry = Header::decode_bytes(&mut list, true)?;
        let address = Address::decode(&mut entry)?;
        let mut slots_list = Header::decode_bytes(&mut entry, true)?;
        let mut slots = Vec::new();
        while !slots_list.is_empty() {
            slots.push(B256::decode(&mut slots_list)?);
        }
        if !entry.is_empty() {
            return Err(DecodeTransactionError::Trailing);
        }
        items.push(AccessListItem { address, slots });
    }
    Ok(items)
}

fn chain_id(number: u64) -> Result<ChainId, DecodeTransactionError> {
    if number == 0 {
        Err(DecodeTransactionError::ChainId)
    } else {
        Ok(ChainId::new(number))
    }
}

/// EIP-155: v is 27 or 28, or 35 + 2 × chain id + parity.
fn read_v(v: u128) -> Result<(Option<ChainId>, bool), DecodeTransactionError> {
    match v {
        27 => Ok((None, false)),
        28 => Ok((None, true)),
        37.. => {
            let number = u64::try_from((v - 35) / 2).map_err(|_| DecodeTransactionError::ChainId)?;
            Ok((Some(ChainId::new(number)), (v - 35) % 2 == 1))
        }
        _ => Err(DecodeTransactionError::ChainId),
    }
}

fn finish(transaction: Transaction, rest: &[u8]) -> Result<Transaction, DecodeTransactionError> {
    if !rest.is_empty() {
        return Err(DecodeTransactionError::Trailing);
    }
    if transaction.nonce == u64::MAX {
        return Err(DecodeTransactionError::Nonce);
    }
    if let Pricing::Dynamic {
        max_fee_per_gas,
        max_priority_fee_per_gas,
        ..
    } = transaction.pricing
        && max_priority_fee_per_gas > max_fee_per_gas
    {
        return Err(DecodeTransactionError::TipAboveFee);
    }
    let code = transaction.input.len();
    if transaction.to == TxKind::Create && (code == 0 || code > MAX_INIT_CODE) {
        return Err(DecodeTransactionError::InitCode);
    }
    Ok(transaction)
}

#[cfg(test)]
mod tests;
