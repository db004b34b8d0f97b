//! `tests/interop/deposits.json`: what this crate signs and sends, for viem to be held against. Regenerate with
//! `CRYPTOCITY_WRITE_VECTORS=1`.

use std::{env, fs, path::Path};

use deals::{
    DepositAction, DepositDecision, DepositKind, DepositRole, expire_call, fund_call, open_call,
    pay_out_call, receive_digest, relay_action_call, relay_decision_call,
};
use serde_json::{Value, json};
use sig::{B256, Signer};

use crate::sample::{CHAIN, CONTRACT, NOW, agreement, key};

#[test]
fn the_committed_vectors_are_what_this_crate_signs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop/deposits.json");
    let vectors = json!([vector(DepositKind::Zadatok), vector(DepositKind::Avans)]);
    if env::var_os("CRYPTOCITY_WRITE_VECTORS").is_some() {
        let text = serde_json::to_string_pretty(&vectors).unwrap();
        fs::write(&path, format!("{text}\n")).unwrap();
    }
    let committed: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert!(committed == vectors, "{} differs", path.display());
}

fn vector(kind: DepositKind) -> Value {
    let agreement = agreement(kind);
    let terms = agreement.terms();
    let at = (CHAIN, CONTRACT);
    let id = terms.id(CHAIN, CONTRACT);
    let keys = [key(1), key(2), key(3)];
    let [buyer, seller, arbiter] = &keys;
    let domain = chain::token_domain("Demo tenge (no value)", "1", CHAIN.number(), terms.token);
    let funding = terms.funding(CHAIN, CONTRACT, DepositRole::Buyer);
    let funding_digest = receive_digest(&funding, &domain);
    let funded = buyer.sign(&funding_digest);
    let action = DepositAction::AgreeToCancel;
    let action_digest = action.digest(&terms, at, DepositRole::Seller, 3, NOW);
    let acted = seller.sign(&action_digest);
    let decision = DepositDecision::SellerWithdrew;
    let decision_digest = decision.digest(&terms, at, 1, NOW);
    let decided = arbiter.sign(&decision_digest);
    let signatures = keys.each_ref().map(|key| key.sign(&id));
    let [b, s, a] = &signatures;
    json!({
        "chainId": CHAIN.number(),
        "contract": CONTRACT,
        "document": String::from_utf8(agreement.to_bytes()).unwrap(),
        "agreementHash": agreement.hash(),
        "keys": keys.each_ref().map(|key| B256::from_slice(&key.to_bytes())),
        "terms": terms,
        "termsHash": terms.terms_hash(),
        "id": id.to_b256(),
        "signatures": signatures,
        "nonces": [
            terms.funding_nonce(CHAIN, CONTRACT, DepositRole::Buyer),
            terms.funding_nonce(CHAIN, CONTRACT, DepositRole::Seller),
        ],
        "funding": { "value": funding, "digest": funding_digest.to_b256(), "signature": funded },
        "action": { "role": 1, "action": 1, "nonce": 3, "deadline": NOW, "digest": action_digest.to_b256(), "signature": acted },
        "decision": { "outcome": 5, "nonce": 1, "deadline": NOW, "digest": decision_digest.to_b256(), "signature": decided },
        "calls": {
            "open": open_call(&terms, b, s, a),
            "fund": fund_call(&terms, DepositRole::Buyer, &funding, &funded),
            "actFor": relay_action_call(&terms, DepositRole::Seller, action, NOW, &acted),
            "decideFor": relay_decision_call(&terms, decision, NOW, &decided),
            "expire": expire_call(&terms),
            "payOut": pay_out_call(terms.token, terms.buyer),
        },
    })
}
