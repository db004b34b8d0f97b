//! Residents are identified once and show a credential that says nothing of them.

use chain::AssetId;
use clearsign::AddressProof;
use deals::{
    AskExchange, Credential, IDENTIFICATION_PURPOSE, IdentificationState, IdentificationStatus, IdentityTier,
    SignedPaper, identification_challenge, identification_subject, open_credential,
};
use reqwest::Method;
use serde_json::{Value, json};
use sig::{Signer, U256};
use units::AssetAmount;

use crate::{
    support::{Answer, Payer, STAFF_KEY, Stack},
    travel::{maintain, seal},
};

const NAME: &str = "Айгерім Сейтқали";
const IIN: &str = "900101300017";
/// What the tests' operator lets residents do without and with a credential, in tenge.
pub(crate) const ABOVE: u64 = 50_000;
pub(crate) const LIMIT: u64 = 100_000;

/// Starts with an operator that identifies.
pub(crate) async fn identifying_stack(at_once: bool) -> Stack {
    let mut stack = Stack::start().await;
    std::fs::write(stack.file("travel.key"), format!("0x{}\n", "01".repeat(32))).unwrap();
    stack
        .reconfigure_operator(|text| {
            format!(
                "{text}[travel]\nkey_file = \"travel.key\"\n\
                 [identification]\nabove_tenge = {ABOVE}\nlimit_tenge = {LIMIT}\nat_once = {at_once}\n\
                 [bank]\nbeneficiary = \"Demo Exchange\"\nbin = \"260940000507\"\nbank = \"Demo bank\"\n\
                 iban = \"KZ86125KZT5004100100\"\n"
            )
        })
        .await;
    stack
}

fn data() -> Value {
    json!({ "name": NAME, "iin": IIN, "document": "№ 012345678" })
}

async fn terms(stack: &Stack) -> Value {
    stack
        .get(&format!("{}/v1/identification", stack.operator_url))
        .await
        .body
}

/// What a wallet sends.
async fn application(stack: &Stack, payer: &Payer, data: &Value) -> Value {
    let account = payer.key.address();
    let sealed = seal(&terms(stack).await, identification_subject(account), data);
    let now = stack.clock.now();
    let proof = AddressProof {
        account,
        operator_id: "demo-exchange".into(),
        purpose: IDENTIFICATION_PURPOSE.into(),
        challenge: identification_challenge(
            sealed["enc"].as_str().unwrap(),
            sealed["ciphertext"].as_str().unwrap(),
        ),
        issued_at: now,
        expires_at: now + 600,
    };
    let signature = payer.key.sign(&proof.digest(stack.rpc.chain()));
    json!({ "sealed": sealed, "proof": proof, "signature": signature })
}

async fn apply(stack: &Stack, application: Value) -> Answer {
    let url = format!("{}/v1/identification", stack.operator_url);
    stack.call(Method::POST, &url, &[], application).await
}

/// Identifies a payer at once.
pub(crate) async fn identified(stack: &Stack, payer: &Payer) -> SignedPaper {
    let answer = apply(stack, application(stack, payer, &data()).await).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let status: IdentificationStatus = answer.json();
    assert!(status.test && status.state == IdentificationState::Approved);
    status.credential.unwrap()
}

async fn ask(stack: &Stack, payer: &Payer, dollars: u64, credential: Option<SignedPaper>) -> Answer {
    let asset = |token| AssetId {
        chain: stack.rpc.chain(),
        token,
    };
    let ask = AskExchange {
        resident: payer.key.address(),
        sell: asset(stack.tusd),
        sell_amount: AssetAmount::new(U256::from(dollars * 1_000_000)),
        buy: asset(stack.tkzt),
        credential,
    };
    let url = format!("{}/v1/exchange/offers", stack.operator_url);
    stack.call(Method::POST, &url, &[], json!(ask)).await
}

async fn staff(stack: &Stack, method: Method, path: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {STAFF_KEY}");
    let url = format!("{}/v1/staff/identifications{path}", stack.operator_url);
    stack
        .call(method, &url, &[("authorization", bearer.as_str())], body)
        .await
}

#[tokio::test]
async fn a_credential_is_given_once_and_opens_exchanges_up_to_its_limit() {
    let stack = identifying_stack(true).await;
    let to = stack.keys.settlement.address();
    testnode::mint(&stack.rpc, &stack.keys.deployer, stack.tkzt, to, 100_000_000).await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let terms = terms(&stack).await;
    assert_eq!(
        (&terms["aboveTiyn"], &terms["test"], &terms["keepDays"]),
        (&json!("5000000"), &json!(true), &json!(1827))
    );
    // Small ones need none, larger ones do.
    assert_eq!(ask(&stack, &payer, 10, None).await.status, 201);
    assert_eq!(
        ask(&stack, &payer, 100, None).await.error(),
        (422, "identification_required")
    );

    let body = application(&stack, &payer, &data()).await;
    let first = apply(&stack, body.clone()).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let status: IdentificationStatus = first.json();
    assert_eq!(apply(&stack, body).await.json::<IdentificationStatus>(), status);
    let url = format!("{}/v1/identification/{}", stack.operator_url, status.id);
    assert_eq!(stack.get(&url).await.json::<IdentificationStatus>(), status);
    let credential = status.credential.unwrap();
    let registry = stack.zone.registry(&stack.keys);
    let opened = open_credential(&credential, &registry, payer.key.address(), stack.clock.now()).unwrap();
    assert_eq!(
        (opened.credential.tier, opened.credential.limit_tiyn.get()),
        (IdentityTier::Basic, LIMIT * 100)
    );
    // Nothing of the person is in it.
    for text in [NAME, IIN, "012345678"] {
        assert!(!credential.content.contains(text));
    }
    let offered = ask(&stack, &payer, 100, Some(credential.clone())).await;
    assert_eq!(offered.status, 201, "{}", offered.body);
    assert_eq!(
        ask(&stack, &payer, 190, Some(credential.clone())).await.error(),
        (422, "identification_limit")
    );
    // Somebody else's, and one with a changed limit.
    let other = Payer::with_tokens(&stack, 1).await;
    assert_eq!(
        ask(&stack, &other, 100, Some(credential.clone())).await.error(),
        (422, "identification_invalid")
    );
    let mut changed = credential.clone();
    changed.content = changed.content.replace("10000000", "90000000");
    assert_eq!(
        ask(&stack, &payer, 100, Some(changed)).await.error(),
        (422, "identification_invalid")
    );
    let expired = Credential {
        issued_at: opened.credential.issued_at - 100,
        expires_at: opened.credential.issued_at - 10,
        ..opened.credential
    }
    .sign(registry.home_chain, &stack.keys.quote);
    assert_eq!(
        ask(&stack, &payer, 100, Some(expired)).await.error(),
        (422, "identification_expired")
    );
}

#[tokio::test]
async fn an_application_is_the_addresss_own_and_complete() {
    let stack = identifying_stack(true).await;
    let (payer, stranger) = (Payer::poor(0), Payer::poor(1));
    let good = application(&stack, &payer, &data()).await;
    // Signed by somebody else; with other sealed data than the proof names.
    let mut forged = good.clone();
    forged["signature"] = application(&stack, &stranger, &data()).await["signature"].clone();
    assert_eq!(apply(&stack, forged).await.error(), (422, "proof_invalid"));
    let mut swapped = good.clone();
    swapped["sealed"] = application(&stack, &payer, &data()).await["sealed"].clone();
    assert_eq!(apply(&stack, swapped).await.error(), (422, "proof_invalid"));
    let mut late = good.clone();
    late["proof"]["expiresAt"] = json!(stack.clock.now() - 1);
    assert_eq!(apply(&stack, late).await.error(), (422, "proof_invalid"));
    for (wrong, reason) in [
        (
            json!({ "name": " ", "iin": IIN, "document": "1" }),
            "data_unreadable",
        ),
        (json!({ "name": NAME, "iin": IIN }), "data_unreadable"),
        (
            json!({ "name": NAME, "iin": "900101300018", "document": "1" }),
            "iin_invalid",
        ),
        (
            json!({ "name": NAME, "iin": "260940000507", "document": "1" }),
            "iin_invalid",
        ),
    ] {
        let body = application(&stack, &payer, &wrong).await;
        assert_eq!(apply(&stack, body).await.error(), (422, reason), "{wrong}");
    }
}

#[tokio::test]
async fn a_person_decides_and_what_was_kept_is_erased() {
    let stack = identifying_stack(false).await;
    let to = stack.keys.settlement.address();
    testnode::mint(&stack.rpc, &stack.keys.deployer, stack.tkzt, to, 100_000_000).await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let answer = apply(&stack, application(&stack, &payer, &data()).await).await;
    let status: IdentificationStatus = answer.json();
    assert_eq!(
        (status.state, status.test, &status.credential),
        (IdentificationState::Waiting, false, &None)
    );
    let path = format!("/{}", status.id);
    let waiting = staff(&stack, Method::GET, "", Value::Null).await;
    assert_eq!(waiting.body[0]["id"], json!(status.id));
    let url = format!("{}/v1/staff/identifications{path}/open", stack.operator_url);
    assert_eq!(
        stack
            .call(Method::POST, &url, &[], json!({ "reason": "x" }))
            .await
            .status,
        401
    );
    let opened = staff(
        &stack,
        Method::POST,
        &format!("{path}/open"),
        json!({ "reason": "identification" }),
    )
    .await;
    assert_eq!(opened.body, data());
    let decision = json!({ "approved": true, "tier": "full", "limitTiyn": "20000000" });
    let decided = staff(&stack, Method::POST, &format!("{path}/decision"), decision).await;
    let credential = decided.json::<IdentificationStatus>().credential.unwrap();
    // It was decided: a second decision changes nothing.
    let again = staff(
        &stack,
        Method::POST,
        &format!("{path}/decision"),
        json!({ "approved": false }),
    )
    .await;
    assert_eq!(
        again.json::<IdentificationStatus>().state,
        IdentificationState::Approved
    );
    assert_eq!(
        ask(&stack, &payer, 190, Some(credential.clone())).await.status,
        201
    );

    assert_eq!(maintain(&stack, &["retention", "operator"]).await, "0\n");
    let address = payer.key.address().to_string();
    assert_eq!(
        maintain(&stack, &["erase", "operator", "--order", &address]).await,
        "1\n"
    );
    assert_eq!(
        ask(&stack, &payer, 190, Some(credential)).await.error(),
        (422, "identification_required")
    );
    let gone = format!("{}/v1/identification/{}", stack.operator_url, status.id);
    assert_eq!(stack.get(&gone).await.status, 404);
}
