use alloc::vec::Vec;

use alloy_primitives::{TxKind, U256};
use alloy_rlp::{Encodable, Header};
use sig::EvmSignature;

use crate::{AccessListItem, Pricing, Transaction};

/// The bytes whose keccak256 is signed.
#[must_use]
pub fn encode_unsigned(transaction: &Transaction) -> Vec<u8> {
    let mut fields = fields(transaction);
    if let (Pricing::Legacy { .. }, Some(chain)) = (&transaction.pricing, transaction.chain) {
        chain.number().encode(&mut fields);
        0u8.encode(&mut fields);
        0u8.encode(&mut fields);
    }
    envelope(&transaction.pricing, &fields)
}

/// The bytes for `eth_sendRawTransaction`.
#[must_use]
pub fn encode_signed(transaction: &Transaction, signature: &EvmSignature) -> Vec<u8> {
    let mut fields = fields(transaction);
    let (r, s) = signature.r_s();
    let parity = u8::from(signature.y_parity());
    match (&transaction.pricing, transaction.chain) {
        // Above 64 bits for the largest chain ids.
        (Pricing::Legacy { .. }, Some(chain)) => {
            (u128::from(chain.number()) * 2 + 35 + u128::from(parity)).encode(&mut fields);
        }
        (Pricing::Legacy { .. }, None) => (27 + parity).encode(&mut fields),
        _ => parity.encode(&mut fields),
    }
    U256::from_be_bytes(r).encode(&mut fields);
    U256::from_be_bytes(s).encode(&mut fields);
    envelope(&transaction.pricing, &fields)
}

fn fields(transaction: &Transaction) -> Vec<u8> {
    let mut out = Vec::new();
    let typed_chain = transaction.chain.map_or(0, |chain| chain.number());
    match &transaction.pricing {
        Pricing::Legacy { gas_price } => {
            transaction.nonce.encode(&mut out);
            gas_price.encode(&mut out);
        }
        Pricing::AccessList { gas_price, .. } => {
            typed_chain.encode(&mut out);
            transaction.nonce.encode(&mut out);
            gas_price.encode(&mut out);
        }
        Pricing::Dynamic {
            max_fee_per_gas,
            max_priority_fee_per_gas,
            ..
        } => {
            typed_chain.encode(&mut out);
            transaction.nonce.encode(&mut out);
            max_priority_fee_per_gas.encode(&mut out);
            max_fee_per_gas.encode(&mut out);
        }
    }
    transaction.gas_limit.encode(&mut out);
    match &transaction.to {
        TxKind::Call(to) => to.encode(&mut out),
        TxKind::Create => [].as_slice().encode(&mut out),
    }
    transaction.value.encode(&mut out);
    transaction.input.as_ref().encode(&mut out);
    match &transaction.pricing {
        Pricing::Legacy { .. } => {}
        Pricing::AccessList { access_list, .. } | Pricing::Dynamic { access_list, .. } => {
            encode_access_list(access_list, &mut out);
        }
    }
    out
}

fn encode_access_list(items: &[AccessListItem], out: &mut Vec<u8>) {
    let mut list = Vec::new();
    for item in items {
        let mut slots = Vec::new();
        for slot in &item.slots {
            slot.encode(&mut slots);
        }
        let mut entry = Vec::new();
        item.address.encode(&mut entry);
        entry.extend(as_list(&slots));
        list.extend(as_list(&entry));
    }
    out.extend(as_list(&list));
}

fn as_list(payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(payload.len() + 9);
    Header {
        list: true,
        payload_length: payload.len(),
    }
    .encode(&mut out);
    out.extend_from_slice(payload);
    out
}

fn envelope(pricing: &Pricing, fields: &[u8]) -> Vec<u8> {
    let list = as_list(fields);
    let kind = match pricing {
        Pricing::Legacy { .. } => return list,
        Pricing::AccessList { .. } => 1,
        Pricing::Dynamic { .. } => 2,
    };
    let mut out = Vec::with_capacity(list.len() + 1);
    out.push(kind);
    out.extend(list);
    out
}
