//! `tests/interop/wallet-vectors.json`: transactions, typed data, messages, links and calls as our crates write, hash and
//! sign them, so that viem and ethers can be held against them (`npm test` in `tests/interop`). Regenerate with
//! `CRYPTOCITY_WRITE_VECTORS=1`.

#![cfg(test)]

mod seeded;
mod transactions;
mod typed_requests;

use std::{env, fs, path::Path};

use alloy_primitives::U256;
use chain::{ChainId, PaymentLink};
use seeded::Seeded;
use serde_json::{Value, json};
use sig::{Signer as _, personal_message_digest};
use units::AssetAmount;

#[test]
fn the_committed_vectors_are_what_these_crates_sign() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop/wallet-vectors.json");
    let vectors = json!({
        "transactions": transactions::vectors(),
        "typedData": typed_requests::vectors(),
        "messages": messages(),
        "addresses": addresses(),
        "amounts": amounts(),
        "links": links(),
    });
    if env::var_os("CRYPTOCITY_WRITE_VECTORS").is_some() {
        fs::write(
            &path,
            format!("{}\n", serde_json::to_string_pretty(&vectors).unwrap()),
        )
        .unwrap();
    }
    let committed: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert!(
        committed == vectors,
        "{} differs from what these crates sign",
        path.display()
    );
}

fn messages() -> Vec<Value> {
    let texts = [
        "hello",
        "сәлем, әлем",
        "☕️ 👩🏽\u{200d}🍳",
        "\u{0}\u{1}",
        "",
        "a\nb\r\nc",
        " ",
    ];
    let message = |(case, text): (usize, &&str)| {
        let mut seeded = Seeded::new("message", case);
        let (key, bytes) = seeded.key();
        let digest = personal_message_digest(text.as_bytes());
        json!({ "text": text, "key": bytes, "digest": digest.to_b256(), "signature": key.sign(&digest) })
    };
    texts.iter().enumerate().map(message).collect()
}

fn addresses() -> Vec<Value> {
    (0..32)
        .map(|case| {
            let address = Seeded::new("address", case).address();
            json!({ "lower": format!("{address:#x}"), "checksum": address.to_checksum(None) })
        })
        .collect()
}

fn amounts() -> Vec<Value> {
    let mut cases: Vec<Value> = (0..48)
        .map(|case| {
            let mut seeded = Seeded::new("amount", case);
            let decimals = seeded.one_of(&[0, 2, 6, 18, 36, 77]);
            let amount = AssetAmount::new(seeded.word());
            json!({ "baseUnits": amount, "decimals": decimals, "whole": amount.to_whole(decimals) })
        })
        .collect();
    cases.push(json!({
        "baseUnits": AssetAmount::new(U256::MAX), "decimals": 255,
        "whole": AssetAmount::new(U256::MAX).to_whole(255),
    }));
    cases
}

fn links() -> Vec<Value> {
    (0..24)
        .map(|case| {
            let mut seeded = Seeded::new("link", case);
            let link = PaymentLink {
                chain: Some(ChainId::new(seeded.one_of(&[1, 31337, 8453]))),
                token: (case.is_multiple_of(2)).then(|| seeded.address()),
                to: seeded.address(),
                amount: (!case.is_multiple_of(3)).then(|| AssetAmount::new(seeded.word())),
            };
            json!({
                "link": link.to_link(),
                "chain": link.chain.unwrap().number().to_string(),
                "token": link.token.map(|token| token.to_checksum(None)),
                "to": link.to.to_checksum(None),
                "amount": link.amount,
            })
        })
        .collect()
}
