//! `tests/interop/subscriptions.json`: what this crate signs and sends, for viem to be held against. Regenerate with
//! `CRYPTOCITY_WRITE_VECTORS=1`.

use std::{env, fs, path::Path};

use chain::AssetId;
use deals::{
    SignedSubscription, Subscription, offer_call, pay_out_call, phase_call, receive_digest,
    refund_units_call, subscribe_call, subscribed_topic, total_units_call,
};
use serde_json::{Value, json};
use sig::{Address, B256, Signer, U256};
use units::AssetAmount;

use crate::sample::{CHAIN, CONTRACT, NOW, key};

#[test]
fn the_committed_vectors_are_what_this_crate_signs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop/subscriptions.json");
    let vectors = json!([vector(1, 1_000_000), vector(u64::MAX, 7)]);
    if env::var_os("CRYPTOCITY_WRITE_VECTORS").is_some() {
        let text = serde_json::to_string_pretty(&vectors).unwrap();
        fs::write(&path, format!("{text}\n")).unwrap();
    }
    let committed: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert!(committed == vectors, "{} differs", path.display());
}

fn vector(units: u64, price: u64) -> Value {
    let (investor, registrar) = (key(1), key(3));
    let asset = AssetId {
        chain: CHAIN,
        token: Address::repeat_byte(0x22),
    };
    let subscription = Subscription {
        investor: investor.address(),
        units,
        amount: AssetAmount::new(U256::from(units) * U256::from(price)),
        documents_hash: B256::repeat_byte(0xd0),
        expires_at: NOW + 900,
        salt: B256::repeat_byte(9),
    };
    let signed = SignedSubscription::new(
        ("demo-o-solar".into(), "demo-exchange".into()),
        CONTRACT,
        asset,
        subscription,
        &registrar,
    );
    let domain = chain::token_domain("Demo tenge (no value)", "1", CHAIN.number(), asset.token);
    let digest = receive_digest(&signed.payment(), &domain);
    let signature = investor.sign(&digest);
    json!({
        "chainId": CHAIN.number(),
        "contract": CONTRACT,
        "token": asset.token,
        "keys": { "investor": B256::from_slice(&investor.to_bytes()), "registrar": B256::from_slice(&registrar.to_bytes()) },
        "units": units.to_string(),
        "subscription": signed.subscription,
        "id": signed.id(),
        "signature": signed.signature,
        "payment": { "value": signed.payment(), "digest": digest.to_b256(), "signature": signature },
        "subscribedTopic": subscribed_topic(),
        "calls": {
            "subscribe": subscribe_call(&signed, &signature),
            "refund": refund_units_call(subscription.investor),
            "payOut": pay_out_call(asset.token, subscription.investor),
            "offer": offer_call(),
            "phase": phase_call(),
            "totalSupply": total_units_call(),
        },
    })
}
