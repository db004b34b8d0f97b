use chain::ChainId;
use clearsign::{AddressProof, TypedData};
use serde_json::{Value, json};
use sig::{Signer as _, domain_separator};

use crate::seeded::Seeded;

fn field(kind: &str, name: &str) -> Value {
    json!({ "name": name, "type": kind })
}

/// Requests with nested arrays, every atomic type, odd domains, and our own proof; with digest and signature.
pub(crate) fn vectors() -> Vec<Value> {
    let mut vectors: Vec<Value> = (0..24)
        .map(|case| nested(&mut Seeded::new("typed", case), case))
        .collect();
    vectors.extend((0..4).map(|case| proof(&mut Seeded::new("proof", case))));
    vectors
}

fn nested(seeded: &mut Seeded, case: usize) -> Value {
    let hex = |bytes: &[u8]| alloy_primitives::hex::encode_prefixed(bytes);
    let signed = if case.is_multiple_of(2) {
        "-170141183460469231731687303715884105728"
    } else {
        "5"
    };
    let item = |seeded: &mut Seeded| {
        json!({
            "owner": seeded.address().to_checksum(None),
            "tags": (0..seeded.below(3)).map(|n| format!("тег {n}")).collect::<Vec<_>>(),
            "matrix": (0..seeded.below(3)).map(|_| json!([seeded.word().to_string(), "0"])).collect::<Vec<_>>(),
        })
    };
    let items: Vec<Value> = (0..seeded.below(4)).map(|_| item(seeded)).collect();
    let message = json!({
        "items": items,
        "pair": [item(seeded), item(seeded)],
        "amount": seeded.word().to_string(),
        "small": seeded.below(256),
        "signed": signed,
        "flag": case.is_multiple_of(2),
        "hash": seeded.hash(),
        "short": hex(&seeded.bytes::<4>()),
        "data": hex(&seeded.bytes::<32>()[..case]),
        "text": if case == 0 { "" } else { "Қаймақ \"x\" \\ \u{1f375}" },
    });
    let types = json!({
        "Item": [field("address", "owner"), field("string[]", "tags"), field("uint256[2][]", "matrix")],
        "Bundle": [
            field("Item[]", "items"), field("Item[2]", "pair"), field("uint256", "amount"), field("uint8", "small"),
            field("int128", "signed"), field("bool", "flag"), field("bytes32", "hash"), field("bytes4", "short"),
            field("bytes", "data"), field("string", "text"),
        ],
    });
    let all = json!({
        "name": "Тест", "version": "1", "chainId": 31337,
        "verifyingContract": seeded.address().to_checksum(None), "salt": seeded.hash(),
    });
    let keep = |names: &[&str]| {
        let members = names.iter().map(|name| ((*name).to_owned(), all[*name].clone()));
        Value::Object(members.collect())
    };
    let domain = match case % 6 {
        0 => all.clone(),
        1 => keep(&["name", "version", "chainId", "verifyingContract"]),
        2 => keep(&["verifyingContract"]),
        3 => keep(&["salt"]),
        4 => keep(&["chainId", "verifyingContract"]),
        _ => keep(&["name"]),
    };
    sign(
        seeded,
        json!({ "types": types, "primaryType": "Bundle", "domain": domain, "message": message }),
    )
}

fn sign(seeded: &mut Seeded, request: Value) -> Value {
    let data = TypedData::parse(&request.to_string()).unwrap();
    let (key, bytes) = seeded.key();
    json!({
        "request": request, "key": bytes, "domainSeparator": data.domain_separator(),
        "digest": data.digest().to_b256(), "signature": key.sign(&data.digest()),
    })
}

/// The proof that Rust's own types hash, as JSON for others.
fn proof(seeded: &mut Seeded) -> Value {
    let home = ChainId::new(31337);
    let proof = AddressProof {
        account: seeded.address(),
        operator_id: "demo-exchange".into(),
        purpose: "Вывод средств".into(),
        challenge: seeded.hash(),
        issued_at: seeded.below(1 << 40),
        expires_at: seeded.below(1 << 40),
    };
    let request = json!({
        "types": { "AddressProof": [
            field("address", "account"), field("string", "operatorId"), field("string", "purpose"),
            field("bytes32", "challenge"), field("uint64", "issuedAt"), field("uint64", "expiresAt"),
        ] },
        "primaryType": "AddressProof",
        "domain": { "name": "CryptoCity Address Proof", "version": "1", "chainId": 31337 },
        "message": {
            "account": proof.account.to_checksum(None), "operatorId": proof.operator_id, "purpose": proof.purpose,
            "challenge": proof.challenge, "issuedAt": proof.issued_at, "expiresAt": proof.expires_at,
        },
    });
    let vector = sign(seeded, request);
    assert_eq!(vector["digest"], json!(proof.digest(home).to_b256()));
    assert_eq!(
        vector["domainSeparator"],
        json!(domain_separator(&clearsign::proof_domain(home)))
    );
    vector
}
