use alloc::{vec, vec::Vec};

use sig::sha256_digest;

use super::*;
use crate::{Mnemonic, PrivateKey};

/// Test vectors 1 to 4 of [BIP-32](https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#test-vectors): seed, step
/// from the line above, extended private key.
const CHAINS: &str = include_str!("bip32.txt");
/// Test vector 5: extended keys that are none.
const INVALID: &str = include_str!("bip32-invalid.txt");

/// An extended key's bytes, and whether the four bytes of double SHA-256 at its end are right.
fn decode(base58: &str) -> (Vec<u8>, bool) {
    const DIGITS: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut bytes = vec![0_u8; 82];
    for digit in base58.chars() {
        let mut carry = DIGITS.find(digit).unwrap();
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = carry.to_le_bytes()[0];
            carry >>= 8;
        }
    }
    let checksum = bytes.split_off(78);
    let computed = sha256_digest(sha256_digest(&bytes).as_bytes());
    let holds = computed.as_bytes().starts_with(&checksum);
    (bytes, holds)
}

fn root(seed: &str) -> AccountBranch {
    let seed: Vec<u8> = seed
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    AccountBranch::root(&seed).unwrap()
}

#[test]
fn every_step_of_the_published_chains_gives_the_published_key_and_chain_code() {
    let mut here = root("00");
    let mut counted = 0;
    for line in CHAINS.lines() {
        let [seed, step, extended] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        here = if step == "m" {
            root(seed)
        } else {
            let number: u32 = step.trim_end_matches('\'').parse().unwrap();
            let hardened = if step.ends_with('\'') { HARDENED } else { 0 };
            here.child(number | hardened).unwrap()
        };
        let (bytes, holds) = decode(extended);
        assert!(holds, "{extended}");
        assert_eq!(*here.chain_code, bytes[13..45], "{line}");
        assert_eq!(here.key.to_bytes()[..], bytes[46..], "{line}");
        counted += 1;
    }
    assert_eq!(counted, 17);
}

/// This wallet reads no extended keys: where a key or words are asked for these are refused, and the two numbers among them
/// that are no private keys are refused as such.
#[test]
fn what_the_standard_calls_invalid_is_refused() {
    let mut out_of_range = 0;
    for text in INVALID.lines() {
        assert!(PrivateKey::parse(text).is_err(), "{text}");
        assert!(Mnemonic::parse(text).is_err(), "{text}");
        let (bytes, holds) = decode(text);
        if !holds || bytes[..4] != [0x04, 0x88, 0xad, 0xe4] || bytes[45] != 0 {
            continue;
        }
        let number: [u8; 32] = bytes[46..].try_into().unwrap();
        let refused = scalar(&Zeroizing::new(number)).and_then(key_of).is_err();
        assert_eq!(PrivateKey::from_bytes(&number).is_err(), refused);
        out_of_range += usize::from(refused);
    }
    assert_eq!(out_of_range, 2);
    assert_eq!(INVALID.lines().count(), 16);
}
