use alloc::{format, string::ToString as _, vec};

use alloy_primitives::b256;
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// The worked example in the text of EIP-712.
fn mail() -> Value {
    json!({
        "types": {
            "EIP712Domain": [
                { "name": "name", "type": "string" }, { "name": "version", "type": "string" },
                { "name": "chainId", "type": "uint256" }, { "name": "verifyingContract", "type": "address" },
            ],
            "Person": [{ "name": "name", "type": "string" }, { "name": "wallet", "type": "address" }],
            "Mail": [
                { "name": "from", "type": "Person" }, { "name": "to", "type": "Person" },
                { "name": "contents", "type": "string" },
            ],
        },
        "primaryType": "Mail",
        "domain": {
            "name": "Ether Mail", "version": "1", "chainId": 1,
            "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC",
        },
        "message": {
            "from": { "name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826" },
            "to": { "name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB" },
            "contents": "Hello, Bob!",
        },
    })
}

fn changed(change: impl Fn(&mut Value)) -> Result<TypedData, TypedDataError> {
    let mut request = mail();
    change(&mut request);
    TypedData::parse(&request.to_string())
}

#[test]
fn the_mail_example_of_eip_712() {
    let data = changed(|_| {}).unwrap();
    assert_eq!(
        data.encoded_type(),
        "Mail(Person from,Person to,string contents)Person(string name,address wallet)"
    );
    assert_eq!(
        data.domain_separator(),
        b256!("f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f")
    );
    assert_eq!(
        data.digest().to_b256(),
        b256!("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
    );
    // The domain's type may be left out; it follows from the domain.
    let bare = changed(|r| drop(r["types"].as_object_mut().unwrap().remove("EIP712Domain"))).unwrap();
    assert_eq!(bare.digest(), data.digest());
}

#[test]
fn what_v4_forgives_is_refused() {
    let value = |path: &str| Err(TypedDataError::Value(path.into()));
    let contents = |kind: &'static str, content: Value| {
        changed(move |r| {
            r["types"]["Mail"][2]["type"] = kind.into();
            r["message"]["contents"] = content.clone();
        })
        .map(|data| data.digest())
    };
    assert_eq!(
        changed(|r| drop(r["message"].as_object_mut().unwrap().remove("contents"))).map(|_| ()),
        value("Mail.contents")
    );
    assert_eq!(
        changed(|r| r["message"]["extra"] = 1.into()).map(|_| ()),
        value("Mail.extra")
    );
    assert_eq!(
        changed(|r| r["message"]["from"]["wallet"] = "0xcD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826".into())
            .map(|_| ()),
        Err(TypedDataError::Checksum("Mail.from.wallet".into()))
    );
    for (kind, content) in [
        ("bytes", json!("0x123")),
        ("bytes", json!("12")),
        ("bytes4", json!("0x123456")),
        ("uint8", json!(256)),
        ("uint8", json!(-1)),
        ("uint8", json!("")),
        ("uint8", json!("0x")),
        ("uint8", json!(" 1")),
        ("int8", json!(128)),
        ("int8", json!(-129)),
        ("bool", json!(1)),
        ("bool", json!("true")),
        ("string", json!(null)),
        ("string[2]", json!(["a"])),
        ("string[]", json!("a")),
        ("Person", json!(null)),
    ] {
        assert_eq!(
            contents(kind, content.clone()),
            Err(TypedDataError::Value("Mail.contents".into())),
            "{kind} {content}"
        );
    }
    for kind in [
        "uint",
        "uint7",
        "uint264",
        "uint08",
        "bytes33",
        "bytes0",
        "Nobody",
        "string[0]",
        "string[01]",
        "int]",
    ] {
        assert!(
            matches!(contents(kind, json!("x")), Err(TypedDataError::UnknownType(_))),
            "{kind}"
        );
    }
}

#[test]
fn values_stand_in_the_order_of_their_types() {
    let data = changed(|request| {
        request["types"]["Mail"] = json!([
            { "name": "to", "type": "Person[]" }, { "name": "from", "type": "Person" },
            { "name": "contents", "type": "string" },
        ]);
        request["message"]["to"] = json!([request["message"]["to"]]);
    })
    .unwrap();
    let paths: Vec<String> = data.leaves().into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "to[0].name",
            "to[0].wallet",
            "from.name",
            "from.wallet",
            "contents"
        ]
    );
}

#[test]
fn more_values_than_anybody_reads_are_refused() {
    let with = |count: usize| {
        changed(|request| {
            request["types"]["Mail"][2]["type"] = json!("string[]");
            request["message"]["contents"] = json!(vec!["x"; count]);
        })
    };
    assert!(with(196).is_ok());
    assert_eq!(with(197).unwrap_err(), TypedDataError::Malformed);
}

#[test]
fn odd_domains() {
    assert!(
        changed(|r| r["domain"] = json!({ "name": "x" })).is_err(),
        "the declared type lists more"
    );
    let with_domain = |domain: Value| {
        changed(move |r| {
            r["types"].as_object_mut().unwrap().remove("EIP712Domain");
            r["domain"] = domain.clone();
        })
    };
    assert!(with_domain(json!({})).is_ok());
    let salt = format!("0x{}", "ab".repeat(32));
    assert!(
        with_domain(json!({ "salt": salt }))
            .unwrap()
            .domain()
            .salt
            .is_some()
    );
    for domain in [
        json!({ "owner": "x" }),
        json!({ "chainId": "0x10000000000000000" }),
        json!({ "chainId": null }),
        json!({ "verifyingContract": "0x00" }),
    ] {
        assert!(with_domain(domain.clone()).is_err(), "{domain}");
    }
    assert!(changed(|r| r["primaryType"] = "EIP712Domain".into()).is_err());
}

#[test]
fn recursion_ends() {
    let mut message = json!({ "children": [] });
    for _ in 0..20 {
        message = json!({ "children": [message] });
    }
    let request = |message: &Value| {
        json!({
            "types": { "Node": [{ "name": "children", "type": "Node[]" }] },
            "primaryType": "Node", "domain": {}, "message": message,
        })
        .to_string()
    };
    assert_eq!(TypedData::parse(&request(&message)), Err(TypedDataError::TooDeep));
    assert!(TypedData::parse(&request(&json!({ "children": [{ "children": [] }] }))).is_ok());
    assert!(TypedData::parse(&" ".repeat(MOST_BYTES + 1)).is_err());
}

#[test]
fn one_key_twice_is_refused() {
    let text = mail()
        .to_string()
        .replace(r#""contents":"#, r#""contents":"a","contents":"#);
    assert_eq!(TypedData::parse(&text), Err(TypedDataError::Malformed));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text: String, at: prop::sample::Index, byte: u8) {
        let _ = TypedData::parse(&text);
        let mut bytes = mail().to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(text) = core::str::from_utf8(&bytes) {
            let _ = TypedData::parse(text);
        }
    }
}
