//! Bytes that are signed, bound to every word the screen shows for them, in three languages. `golden/` is written anew
//! with `GOLDEN=write`; what changes there is what people read before they sign, and is reviewed as such.

use std::{env, fs, path::Path};

use chain::{AssetId, Bytes, ChainId, Pricing, Transaction, TxKind, encode_unsigned, transfer_call};
use clearsign::{
    KnownToken, Mode, Statement, TokenBook, describe_message, describe_transaction, describe_typed_data,
};
use sig::{Address, U256};
use units::AssetAmount;

use super::*;
use crate::i18n::install_table;

mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

const HOME: ChainId = ChainId::new(31337);
const TOKEN: Address = Address::repeat_byte(0x11);
const ME: Address = Address::repeat_byte(0x77);
const BOB: Address = Address::repeat_byte(0x99);

fn book() -> TokenBook {
    TokenBook(vec![KnownToken {
        id: AssetId {
            chain: HOME,
            token: TOKEN,
        },
        symbol: "tUSD".into(),
        decimals: 6,
    }])
}

fn transaction(to: Address, value: u64, input: Bytes) -> Vec<u8> {
    encode_unsigned(&Transaction {
        chain: Some(HOME),
        nonce: 7,
        gas_limit: 60_000,
        pricing: Pricing::Dynamic {
            max_fee_per_gas: 2_000_000_000,
            max_priority_fee_per_gas: 1_000_000_000,
            access_list: vec![],
        },
        to: TxKind::Call(to),
        value: U256::from(value),
        input,
    })
}

fn approve(value: U256) -> Bytes {
    let mut input = vec![0x09, 0x5e, 0xa7, 0xb3];
    input.extend(BOB.into_word().as_slice());
    input.extend(value.to_be_bytes::<32>());
    input.into()
}

/// Written out, so that the bytes do not depend on how a JSON library orders keys.
fn permit(value: &str) -> String {
    const TYPES: &str = r#"{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],"Permit":[{"name":"owner","type":"address"},{"name":"spender","type":"address"},{"name":"value","type":"uint256"},{"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}]}"#;
    format!(
        r#"{{"types":{TYPES},"primaryType":"Permit","domain":{{"name":"Demo dollar","version":"1","chainId":"31337","verifyingContract":"{TOKEN}"}},"message":{{"owner":"{ME}","spender":"{BOB}","value":"{value}","nonce":"0","deadline":"1795352700"}}}}"#
    )
}

/// What is signed, as text, and what it says.
fn requests() -> Vec<(&'static str, String, Statement)> {
    let amount = AssetAmount::new(U256::from(1_500_000));
    let raw = [
        ("coin", transaction(BOB, 1_000_000_000_000_000, Bytes::new())),
        ("token", transaction(TOKEN, 0, transfer_call(BOB, amount))),
        (
            "token to its own contract",
            transaction(TOKEN, 0, transfer_call(TOKEN, amount)),
        ),
        ("allowance", transaction(TOKEN, 0, approve(U256::from(5_000_000)))),
        (
            "allowance without limit",
            transaction(TOKEN, 0, approve(U256::MAX)),
        ),
        ("allowance taken back", transaction(TOKEN, 0, approve(U256::ZERO))),
        (
            "unknown call",
            transaction(BOB, 5, Bytes::from_static(&[0xde, 0xad, 0xbe, 0xef])),
        ),
    ];
    let mut all = Vec::new();
    for (name, bytes) in raw {
        let (statement, _) = describe_transaction(&bytes, HOME, &book(), Mode::Open).unwrap();
        all.push((name, Bytes::from(bytes).to_string(), statement));
    }
    for (name, value) in [
        ("permit", "2500000".to_owned()),
        ("permit without limit", U256::MAX.to_string()),
    ] {
        let text = permit(&value);
        let (statement, _) = describe_typed_data(&text, HOME, ME, &book(), Mode::Open).unwrap();
        all.push((name, text, statement));
    }
    let message = "Алатау \u{202e}кофе\u{200b}, 350 ₸";
    let (statement, _) = describe_message(message.as_bytes(), None, HOME, ME).unwrap();
    all.push((
        "text that misleads",
        Bytes::copy_from_slice(message.as_bytes()).to_string(),
        statement,
    ));
    all
}

fn screen(statement: &Statement, language: Language) -> String {
    let mut text = format!("# {}\n", intent_text(statement.intent, language));
    for warning in &statement.warnings {
        text.push_str(&format!("! {}\n", warning_text(*warning, language)));
    }
    for fact in &statement.facts {
        let value = value_text(&fact.value, "ETH", language);
        text.push_str(&format!("{}: {value}\n", label_text(&fact.label, language)));
    }
    text
}

#[test]
fn the_same_bytes_are_always_shown_in_the_same_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages/sign/golden");
    for (language, table) in Language::ALL.into_iter().zip([texts::KK, texts::RU, texts::EN]) {
        install_table(language, table);
        let mut text = String::new();
        for (name, bytes, statement) in requests() {
            let shown = screen(&statement, language);
            // No headline, label or warning is left without words.
            assert!(
                !shown
                    .lines()
                    .any(|line| line == "# " || line == "! " || line.starts_with(": ")),
                "{name}"
            );
            text.push_str(&format!("== {name}\n{bytes}\n{shown}\n"));
        }
        let path = folder.join(format!("{}.txt", language.code()));
        if env::var_os("GOLDEN").is_some() {
            fs::write(&path, &text).unwrap();
        }
        assert_eq!(
            fs::read_to_string(&path).unwrap_or_default(),
            text,
            "{}",
            path.display()
        );
    }
}
