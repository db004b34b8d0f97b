use alloy_primitives::{U256, keccak256};
use chain::{
    AccessListItem, Bytes, ChainId, Pricing, Transaction, TxKind, decode_signed, encode_signed,
    encode_unsigned,
};
use serde_json::{Value, json};
use sig::{Digest, Signer as _};

use crate::seeded::Seeded;

/// Signed transactions of all three envelopes. Numbers as decimal text.
pub(crate) fn vectors() -> Vec<Value> {
    (0..60)
        .map(|case| vector(&mut Seeded::new("transaction", case), case))
        .collect()
}

fn vector(seeded: &mut Seeded, case: usize) -> Value {
    let (key, key_bytes) = seeded.key();
    let (a, b) = (fee(seeded), fee(seeded));
    let pricing = match case % 3 {
        0 => Pricing::Legacy { gas_price: a },
        1 => Pricing::AccessList {
            gas_price: a,
            access_list: access_list(seeded),
        },
        _ => Pricing::Dynamic {
            max_fee_per_gas: a.max(b),
            max_priority_fee_per_gas: a.min(b),
            access_list: access_list(seeded),
        },
    };
    // viem reads chain ids as numbers.
    let chain = ChainId::new(seeded.one_of(&[1, 137, 8453, 31337, (1 << 52) - 1]));
    let unprotected = case.is_multiple_of(15);
    let length = usize::try_from(seeded.below(200)).unwrap();
    let input: Vec<u8> = (0..length).map(|_| seeded.bytes::<1>()[0]).collect();
    let transaction = Transaction {
        chain: (!unprotected).then_some(chain),
        nonce: seeded.one_of(&[0, 1, 127, 128, 255, 256, 65_536]),
        gas_limit: 21_000 + seeded.below(1 << 24),
        to: TxKind::Call(seeded.address()),
        value: seeded.word(),
        input: Bytes::from(input),
        pricing,
    };
    let unsigned = encode_unsigned(&transaction);
    let raw = encode_signed(
        &transaction,
        &key.sign(&Digest::of_transaction(keccak256(&unsigned))),
    );
    let decoded = decode_signed(&raw).unwrap();
    assert_eq!(decoded.transaction, transaction);
    let (kind, price, tip, list) = match &transaction.pricing {
        Pricing::Legacy { gas_price } => (0, *gas_price, None, &[][..]),
        Pricing::AccessList {
            gas_price,
            access_list,
        } => (1, *gas_price, None, access_list.as_slice()),
        Pricing::Dynamic {
            max_fee_per_gas,
            max_priority_fee_per_gas,
            access_list,
        } => (
            2,
            *max_fee_per_gas,
            Some(max_priority_fee_per_gas.to_string()),
            access_list.as_slice(),
        ),
    };
    let list: Vec<Value> = list
        .iter()
        .map(|item| json!({ "address": item.address.to_checksum(None), "storageKeys": item.slots }))
        .collect();
    json!({
        "key": key_bytes,
        "type": kind,
        "chain": transaction.chain.map(|chain| chain.number().to_string()),
        "nonce": transaction.nonce,
        "gas": transaction.gas_limit.to_string(),
        "price": price.to_string(),
        "tip": tip,
        "to": transaction.to.to().map(|to| to.to_checksum(None)),
        "value": transaction.value.to_string(),
        "data": transaction.input,
        "accessList": list,
        "sender": decoded.sender.to_checksum(None),
        "unsigned": Bytes::from(unsigned),
        "raw": Bytes::from(raw),
        "hash": decoded.hash,
    })
}

fn fee(seeded: &mut Seeded) -> u128 {
    let word = seeded.word() >> 160usize;
    u128::try_from(word & U256::from(u128::MAX >> 32)).unwrap()
}

fn access_list(seeded: &mut Seeded) -> Vec<AccessListItem> {
    let item = |seeded: &mut Seeded| AccessListItem {
        address: seeded.address(),
        slots: (0..seeded.below(3)).map(|_| seeded.hash()).collect(),
    };
    (0..seeded.below(3)).map(|_| item(seeded)).collect()
}
