extern crate std;

use alloc::vec;
use std::string::ToString as _;

use alloy_primitives::{address, hex};
use k256::ecdsa::SigningKey;
use proptest::prelude::*;
use sig::Signer as _;

use super::*;
use crate::{encode_signed, encode_unsigned};

fn key() -> SigningKey {
    SigningKey::from_slice(&[0x46; 32]).unwrap()
}

fn signed(transaction: &Transaction) -> Vec<u8> {
    let digest = Digest::of_transaction(keccak256(encode_unsigned(transaction)));
    encode_signed(transaction, &key().sign(&digest))
}

/// The worked example in the text of EIP-155.
#[test]
fn the_example_of_eip_155() {
    let transaction = Transaction {
        chain: Some(ChainId::new(1)),
        nonce: 9,
        gas_limit: 21_000,
        pricing: Pricing::Legacy {
            gas_price: 20_000_000_000,
        },
        to: TxKind::Call(address!("3535353535353535353535353535353535353535")),
        value: U256::from(1_000_000_000_000_000_000u64),
        input: Bytes::new(),
    };
    assert_eq!(
        hex::encode(encode_unsigned(&transaction)),
        "ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080"
    );
    let raw = signed(&transaction);
    assert_eq!(
        hex::encode(&raw),
        "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a0\
         28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800c\
         cf555c9f3dc64214b297fb1966a3b6d83"
    );
    let decoded = decode_signed(&raw).unwrap();
    assert_eq!(decoded.transaction, transaction);
    assert_eq!(decoded.sender, key().address());
    assert_eq!(decode_unsigned(&encode_unsigned(&transaction)), Ok(transaction));
}

fn dynamic(nonce: u64, fee: u128, tip: u128, to: TxKind, input: &[u8]) -> Transaction {
    Transaction {
        chain: Some(ChainId::new(31337)),
        nonce,
        gas_limit: 21_000,
        pricing: Pricing::Dynamic {
            max_fee_per_gas: fee,
            max_priority_fee_per_gas: tip,
            access_list: vec![],
        },
        to,
        value: U256::ZERO,
        input: Bytes::copy_from_slice(input),
    }
}

#[test]
fn what_consensus_refuses_is_refused() {
    let to = TxKind::Call(Address::repeat_byte(1));
    let refused = |transaction: &Transaction| decode_unsigned(&encode_unsigned(transaction)).unwrap_err();
    assert_eq!(
        refused(&dynamic(0, 1, 2, to, &[])),
        DecodeTransactionError::TipAboveFee
    );
    assert_eq!(
        refused(&dynamic(u64::MAX, 2, 1, to, &[])),
        DecodeTransactionError::Nonce
    );
    assert_eq!(
        refused(&dynamic(0, 2, 1, TxKind::Create, &[])),
        DecodeTransactionError::InitCode
    );
    let chainless = Transaction {
        chain: None,
        ..dynamic(0, 2, 1, to, &[])
    };
    assert_eq!(refused(&chainless), DecodeTransactionError::ChainId);
    for kind in [0, 3, 4, 5, 0x7f] {
        assert_eq!(
            decode_signed(&[kind, 0xc0]),
            Err(DecodeTransactionError::UnknownType(kind))
        );
    }
    assert_eq!(
        decode_signed(&vec![2; MAX_BYTES + 1]),
        Err(DecodeTransactionError::TooLarge)
    );
}

#[test]
fn a_leading_zero_a_longer_length_and_a_trailing_byte_are_refused() {
    let raw = signed(&dynamic(9, 2, 1, TxKind::Call(Address::repeat_byte(1)), &[]));
    let mut trailing = raw.clone();
    trailing.push(0);
    assert_eq!(decode_signed(&trailing), Err(DecodeTransactionError::Trailing));
    // [2, f8, len, 82 7a69, 09 …]: the nonce written as 81 09, then as 82 00 09.
    let at = raw.iter().position(|byte| *byte == 0x09).unwrap();
    for nonce in [&[0x81, 0x09][..], &[0x82, 0x00, 0x09]] {
        let mut longer = raw.clone();
        longer.splice(at..=at, nonce.iter().copied());
        longer[2] += u8::try_from(nonce.len() - 1).unwrap();
        assert!(
            matches!(decode_signed(&longer), Err(DecodeTransactionError::Encoding(_))),
            "{nonce:x?}"
        );
    }
}

#[test]
fn the_mirrored_signature_is_refused() {
    let transaction = dynamic(0, 2, 1, TxKind::Call(Address::repeat_byte(1)), &[]);
    let raw = signed(&transaction);
    let order: U256 = "115792089237316195423570985008687907852837564279074904382605163141518161494337"
        .parse()
        .unwrap();
    let good = decode_signed(&raw).unwrap().signature;
    let (_, s) = good.r_s();
    let high = (order - U256::from_be_bytes(s)).to_be_bytes::<32>();
    let mut mirrored = raw.clone();
    let end = mirrored.len();
    // The signature ends the list: parity, a0 r, a0 s; s of this key and digest has 32 bytes.
    assert_eq!(mirrored[end - 33], 0xa0, "{}", hex::encode(&raw));
    mirrored[end - 32..].copy_from_slice(&high);
    assert_eq!(
        decode_signed(&mirrored),
        Err(DecodeTransactionError::Signature(SignatureError::HighS))
    );
    mirrored[end - 32..].copy_from_slice(&[0xff; 32]);
    assert_eq!(
        decode_signed(&mirrored),
        Err(DecodeTransactionError::Signature(SignatureError::OutOfRange))
    );
}

fn any_pricing() -> impl Strategy<Value = Pricing> {
    let slots = prop::collection::vec(any::<[u8; 32]>().prop_map(B256::from), 0..3);
    let item = (any::<[u8; 20]>(), slots).prop_map(|(address, slots)| AccessListItem {
        address: address.into(),
        slots,
    });
    let list = prop::collection::vec(item, 0..3);
    prop_oneof![
        any::<u128>().prop_map(|gas_price| Pricing::Legacy { gas_price }),
        (any::<u128>(), list.clone()).prop_map(|(gas_price, access_list)| Pricing::AccessList {
            gas_price,
            access_list
        }),
        (any::<u128>(), any::<u128>(), list).prop_map(|(a, b, access_list)| Pricing::Dynamic {
            max_fee_per_gas: a.max(b),
            max_priority_fee_per_gas: a.min(b),
            access_list
        }),
    ]
}

prop_compose! {
    fn any_transaction()(
        pricing in any_pricing(), chain in 1u64.., replay_protected: bool, nonce in 0..u64::MAX, gas_limit: u64,
        to in prop::option::of(any::<[u8; 20]>()), value: [u8; 32], input in prop::collection::vec(any::<u8>(), 1..80),
    ) -> Transaction {
        let optional = matches!(pricing, Pricing::Legacy { .. }) && !replay_protected;
        Transaction {
            chain: (!optional).then(|| ChainId::new(chain)),
            nonce, gas_limit, pricing,
            to: to.map_or(TxKind::Create, |to| TxKind::Call(to.into())),
            value: U256::from_be_bytes(value),
            input: input.into(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn decoding_gives_back_what_was_encoded(transaction in any_transaction()) {
        prop_assert_eq!(decode_unsigned(&encode_unsigned(&transaction)), Ok(transaction.clone()));
        let decoded = decode_signed(&signed(&transaction)).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(decoded.transaction, transaction);
        prop_assert_eq!(decoded.sender, key().address());
    }

    #[test]
    fn bytes_that_decode_encode_to_the_same_bytes(transaction in any_transaction(), at: prop::sample::Index, byte: u8) {
        let mut raw = signed(&transaction);
        let at = at.index(raw.len());
        raw[at] = byte;
        if let Ok(decoded) = decode_signed(&raw) {
            prop_assert_eq!(encode_signed(&decoded.transaction, &decoded.signature), raw);
        }
    }

    #[test]
    fn any_bytes_are_refused_or_encode_to_themselves(raw in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(transaction) = decode_unsigned(&raw) {
            prop_assert_eq!(encode_unsigned(&transaction), raw);
        }
    }
}
