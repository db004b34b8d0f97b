use alloc::{format, string::ToString as _, vec};

use chain::{AssetId, Bytes, Pricing, encode_unsigned};
use serde_json::json;

use super::*;
use crate::KnownToken;

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

fn transaction(to: TxKind, value: u64, input: &[u8]) -> Vec<u8> {
    encode_unsigned(&Transaction {
        chain: Some(HOME),
        nonce: 3,
        gas_limit: 50_000,
        pricing: Pricing::Dynamic {
            max_fee_per_gas: 10,
            max_priority_fee_per_gas: 1,
            access_list: vec![],
        },
        to,
        value: U256::from(value),
        input: Bytes::copy_from_slice(input),
    })
}

fn call(name: &str, words: &[U256]) -> Vec<u8> {
    let selector = match name {
        "transfer" => [0xa9, 0x05, 0x9c, 0xbb],
        _ => [0x09, 0x5e, 0xa7, 0xb3],
    };
    let mut bytes = selector.to_vec();
    for word in words {
        bytes.extend(word.to_be_bytes::<32>());
    }
    bytes
}

fn word(address: Address) -> U256 {
    address.into_word().into()
}

fn said(bytes: &[u8]) -> Result<Statement, RefusedRequest> {
    describe_transaction(bytes, HOME, &book(), Mode::Payment).map(|(statement, _)| statement)
}

#[test]
fn a_token_transfer_says_amount_and_payee() {
    let input = call("transfer", &[word(BOB), U256::from(1_500_000)]);
    let statement = said(&transaction(TxKind::Call(TOKEN), 0, &input)).unwrap();
    assert_eq!(statement.intent, Intent::SendToken);
    assert_eq!(
        statement.facts[0].value,
        Value::Token {
            amount: AssetAmount::new(U256::from(1_500_000)),
            decimals: 6,
            symbol: "tUSD".into()
        }
    );
    assert_eq!(statement.address(&Label::To), Some(BOB));
    assert!(statement.warnings.is_empty());
}

#[test]
fn traps_in_transfers_are_named() {
    let warnings = |to: Address, token: Address, value| {
        let input = call("transfer", &[word(to), U256::from(1)]);
        said(&transaction(TxKind::Call(token), value, &input))
            .unwrap()
            .warnings
    };
    assert_eq!(warnings(TOKEN, TOKEN, 0), [Warning::ToTokenContract]);
    assert_eq!(warnings(Address::ZERO, TOKEN, 0), [Warning::ToNobody]);
    assert_eq!(warnings(BOB, TOKEN, 1), [Warning::CoinWithCall]);
    assert_eq!(
        warnings(BOB, Address::repeat_byte(0x12), 0),
        [Warning::UnknownToken]
    );
}

#[test]
fn an_unlimited_approval_says_so() {
    let approve = |value| {
        let input = call("approve", &[word(BOB), value]);
        said(&transaction(TxKind::Call(TOKEN), 0, &input)).unwrap()
    };
    assert_eq!(approve(U256::MAX).warnings, [Warning::Unlimited]);
    assert_eq!(approve(U256::MAX >> 1).warnings, [Warning::Unlimited]);
    assert!(approve(U256::from(5)).warnings.is_empty());
    assert_eq!(approve(U256::ZERO).intent, Intent::Revoke);
}

#[test]
fn unknown_calls_are_refused_while_paying_and_raw_elsewhere() {
    let bytes = transaction(TxKind::Call(TOKEN), 0, &[1, 2, 3, 4, 5]);
    assert_eq!(said(&bytes), Err(RefusedRequest::NotUnderstood));
    let (shown, _) = describe_transaction(&bytes, HOME, &book(), Mode::Open).unwrap();
    assert_eq!(shown.warnings, [Warning::CannotDecode]);
    assert_eq!(shown.facts[0].value, Value::Text("0x0102030405".into()));
    let other = describe_transaction(&bytes, ChainId::new(1), &book(), Mode::Open);
    assert_eq!(other, Err(RefusedRequest::OtherChain));
}

fn authorization(change: impl Fn(&mut serde_json::Value)) -> String {
    let field = |kind: &str, name: &str| json!({ "type": kind, "name": name });
    let mut request = json!({
        "types": { "TransferWithAuthorization": [
            field("address", "from"), field("address", "to"), field("uint256", "value"),
            field("uint256", "validAfter"), field("uint256", "validBefore"), field("bytes32", "nonce"),
        ] },
        "primaryType": "TransferWithAuthorization",
        "domain": { "name": "x", "version": "1", "chainId": 31337, "verifyingContract": TOKEN.to_checksum(None) },
        "message": {
            "from": ME.to_checksum(None), "to": BOB.to_checksum(None), "value": "1500000",
            "validAfter": 0, "validBefore": 1_795_000_000, "nonce": format!("0x{}", "ab".repeat(32)),
        },
    });
    change(&mut request);
    request.to_string()
}

fn typed(text: &str, mode: Mode) -> Result<Statement, RefusedRequest> {
    describe_typed_data(text, HOME, ME, &book(), mode).map(|(statement, _)| statement)
}

#[test]
fn an_authorization_is_shown_and_its_digest_is_the_token_s() {
    let text = authorization(|_| {});
    let (statement, digest) = describe_typed_data(&text, HOME, ME, &book(), Mode::Payment).unwrap();
    assert_eq!(statement.intent, Intent::Authorize);
    let same = chain::authorization_digest(
        &chain::Authorization {
            from: ME,
            to: BOB,
            value: AssetAmount::new(U256::from(1_500_000)),
            valid_after: 0,
            valid_before: 1_795_000_000,
            nonce: [0xab; 32].into(),
        },
        &chain::token_domain("x", "1", 31337, TOKEN),
    );
    assert_eq!(digest, same);
}

#[test]
fn typed_data_of_another_chain_account_or_shape_is_refused() {
    let refused =
        |change: &dyn Fn(&mut serde_json::Value)| typed(&authorization(change), Mode::Open).unwrap_err();
    assert_eq!(
        refused(&|r| r["domain"]["chainId"] = 1.into()),
        RefusedRequest::OtherChain
    );
    assert_eq!(
        refused(&|r| drop(r["domain"].as_object_mut().unwrap().remove("chainId"))),
        RefusedRequest::OtherChain
    );
    assert_eq!(
        refused(&|r| r["message"]["from"] = BOB.to_checksum(None).into()),
        RefusedRequest::OtherAccount
    );
    // A registered token verifies it, and nobody knows what it does.
    assert_eq!(
        refused(&|r| {
            let fields: serde_json::Value = r["types"]["TransferWithAuthorization"].take();
            r["types"] = json!({ "Gift": fields });
            r["primaryType"] = "Gift".into();
        }),
        RefusedRequest::NotUnderstood
    );
    assert_eq!(
        refused(&|r| {
            r["domain"] = json!({ "name": "CryptoCity Address Proof", "chainId": 31337 });
        }),
        RefusedRequest::Reserved
    );
}

#[test]
fn permits_of_permit2_need_its_own_contract() {
    let field = |kind: &str, name: &str| json!({ "type": kind, "name": name });
    let request = |contract: &str, amount: &str| {
        json!({
            "types": {
                "PermitSingle": [field("PermitDetails", "details"), field("address", "spender"), field("uint256", "sigDeadline")],
                "PermitDetails": [field("address", "token"), field("uint160", "amount"), field("uint48", "expiration"), field("uint48", "nonce")],
            },
            "primaryType": "PermitSingle",
            "domain": { "name": "Permit2", "chainId": 31337, "verifyingContract": contract },
            "message": {
                "details": { "token": TOKEN.to_checksum(None), "amount": amount, "expiration": 1, "nonce": 0 },
                "spender": BOB.to_checksum(None), "sigDeadline": 2,
            },
        })
        .to_string()
    };
    let permit2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
    let most = format!("{}", (U256::from(1u8) << 160usize).wrapping_sub(U256::from(1u8)));
    assert_eq!(
        typed(&request(permit2, &most), Mode::Payment).unwrap().warnings,
        [Warning::Unlimited]
    );
    assert!(
        typed(&request(permit2, "5"), Mode::Payment)
            .unwrap()
            .warnings
            .is_empty()
    );
    let elsewhere = BOB.to_checksum(None);
    assert_eq!(
        typed(&request(&elsewhere, "5"), Mode::Payment),
        Err(RefusedRequest::NotUnderstood)
    );
    assert_eq!(
        typed(&request(&elsewhere, "5"), Mode::Open).unwrap().warnings,
        [Warning::CannotDecode]
    );
}

#[test]
fn messages_are_text_for_the_site_that_asks() {
    let message = |text: &[u8]| describe_message(text, Some("https://a.kz"), HOME, ME).map(|(s, _)| s);
    assert_eq!(message(&[0xff; 32]), Err(RefusedRequest::NotText));
    assert_eq!(message(b""), Err(RefusedRequest::NotText));
    let shown = message("сәлем\u{202e}".as_bytes()).unwrap();
    assert_eq!(shown.warnings, [Warning::MisleadingText]);
    assert_eq!(shown.facts[1].value, Value::Text("сәлем�".into()));
    let sign_in = format!(
        "b.kz wants you to sign in with your Ethereum account:\n{}\n\n\nURI: https://b.kz\nVersion: 1\n\
         Chain ID: 31337\nNonce: 12345678\nIssued At: 2026-11-24T00:00:00Z",
        ME.to_checksum(None)
    );
    assert!(matches!(
        message(sign_in.as_bytes()),
        Err(RefusedRequest::SignIn(SignInError::OtherSite { .. }))
    ));
    let own = describe_message(sign_in.as_bytes(), Some("https://b.kz"), HOME, ME)
        .unwrap()
        .0;
    assert_eq!(own.intent, Intent::SignIn);
}
