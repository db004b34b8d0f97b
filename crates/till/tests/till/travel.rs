//! Above the registry's threshold nothing is settled before the payer's data are with the operator.

use checkout::OrderState;
use hpke::{
    Deserializable, Kem, OpModeS, Serializable, aead::AesGcm128, kdf::HkdfSha256, kem::DhP256HkdfSha256,
    single_shot_seal,
};
use reqwest::Method;
use serde_json::{Value, json};
use sig::B256;
use units::Tiyn;

use crate::support::{Answer, Payer, STAFF_KEY, Stack, TUSD, order_body, till};

const NAME: &str = "Айгерім Сейтқали";

/// What a wallet does with nothing but the operator's terms.
pub(crate) fn seal(terms: &Value, order_hash: B256, data: &Value) -> Value {
    type Suite = DhP256HkdfSha256;
    let public = hex::decode(terms["publicKey"].as_str().unwrap()).unwrap();
    let public = <Suite as Kem>::PublicKey::from_bytes(&public).unwrap();
    let (enc, ciphertext) = single_shot_seal::<AesGcm128, HkdfSha256, Suite>(
        &OpModeS::Base,
        &public,
        b"cryptocity/travel-rule/1",
        data.to_string().as_bytes(),
        order_hash.as_slice(),
    )
    .unwrap();
    json!({ "enc": hex::encode(enc.to_bytes()), "ciphertext": hex::encode(ciphertext) })
}

async fn send(stack: &Stack, order_hash: B256, sealed: Value) -> Answer {
    let url = format!("{}/v1/travel-rule/{order_hash}", stack.operator_url);
    stack.call(Method::PUT, &url, &[], sealed).await
}

async fn open(stack: &Stack, order_hash: B256, reason: &str) -> Answer {
    let url = format!("{}/v1/staff/travel-rule/{order_hash}/open", stack.operator_url);
    let bearer = format!("Bearer {STAFF_KEY}");
    let headers = [("authorization", bearer.as_str())];
    stack
        .call(Method::POST, &url, &headers, json!({ "reason": reason }))
        .await
}

pub(crate) async fn maintain(stack: &Stack, arguments: &[&str]) -> String {
    let output = till()
        .args(arguments)
        .arg("--config")
        .arg(stack.file(&format!("{}.toml", arguments[1])))
        .output()
        .await
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn data_of_the_payer_are_asked_for_sealed_opened_by_name_and_erased() {
    let mut stack = Stack::start_with(
        |registry| registry.limits.travel_rule_from_tiyn = Tiyn::new(200_000).ok(),
        |_| {},
    )
    .await;
    // An operator that takes no data takes no such order; smaller ones it does.
    let large = stack.order().await;
    let refused = stack.get(&large.pay_url).await;
    assert_eq!(refused.error(), (502, "quotes_refused"));
    assert!(
        refused.body["message"]
            .as_str()
            .unwrap()
            .contains("travel_rule_not_offered")
    );
    let mut small = order_body();
    small["lines"].as_array_mut().unwrap().remove(0);
    stack.ask(&stack.post_order(&[], small).await.json()).await;

    std::fs::write(stack.file("travel.key"), format!("0x{}\n", "01".repeat(32))).unwrap();
    stack
        .reconfigure_operator(|text| format!("{text}[travel]\nkey_file = \"travel.key\"\n"))
        .await;
    let terms = stack
        .get(&format!("{}/v1/travel-rule", stack.operator_url))
        .await
        .body;
    assert_eq!(
        (&terms["fromTiyn"], &terms["keepDays"]),
        (&json!("200000"), &json!(1827))
    );

    let payer = Payer::with_tokens(&stack, 0).await;
    let asked = stack.ask(&large).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    assert_eq!(
        stack.pay(&large, &payload).await.error(),
        (402, "travel_rule_data_required")
    );
    let deposit = format!("{}/deposit", large.pay_url);
    let body = json!({ "asset": format!("eip155:31337/erc20:{}", stack.tusd) });
    assert_eq!(stack.call(Method::POST, &deposit, &[], body).await.status, 409);
    assert_eq!(stack.node.transactions(), 0);

    let hash = asked.order_hash();
    let data = json!({ "name": NAME, "document": "900101400123", "address": "Алатау қ., Жаңа к-сі, 5" });
    let incomplete = json!({ "name": NAME, "document": "", "address": "Алатау" });
    for (order, data) in [(hash, &incomplete), (B256::repeat_byte(1), &data)] {
        let answer = send(&stack, hash, seal(&terms, order, data)).await;
        assert_eq!(answer.error(), (422, "data_unreadable"));
    }
    assert_eq!(
        send(
            &stack,
            B256::repeat_byte(1),
            json!({ "enc": "", "ciphertext": "" })
        )
        .await
        .status,
        404
    );
    assert_eq!(send(&stack, hash, seal(&terms, hash, &data)).await.status, 204);
    stack.pay(&large, &payload).await.settled();
    assert!(matches!(
        stack.status(&large).await.state,
        OrderState::Settled | OrderState::Final
    ));
    assert_eq!(
        send(&stack, hash, seal(&terms, hash, &data)).await.error(),
        (409, "order_already_paid")
    );

    let url = format!("{}/v1/staff/travel-rule/{hash}/open", stack.operator_url);
    assert_eq!(
        stack
            .call(Method::POST, &url, &[], json!({ "reason": "curious" }))
            .await
            .status,
        401
    );
    assert_eq!(open(&stack, hash, " ").await.status, 400);
    let opened = open(&stack, hash, "request 17 of the authority").await;
    assert_eq!(opened.body, data);

    // Younger than the time for which they are kept, then erased by hand.
    assert_eq!(maintain(&stack, &["retention", "operator"]).await, "0\n");
    let order = hash.to_string();
    assert_eq!(
        maintain(&stack, &["erase", "operator", "--order", &order]).await,
        "1\n"
    );
    assert_eq!(open(&stack, hash, "again").await.status, 404);
    // The merchant's till never had them, and forgets its own payload when the order has come to its end.
    stack.node.call("evm_mine", json!([])).await;
    while stack.status(&large).await.state != OrderState::Final {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let id = large.order_id.to_string();
    assert_eq!(
        maintain(&stack, &["erase", "merchant", "--order", &id]).await,
        "1\n"
    );
    assert!(stack.status(&large).await.receipt.is_some(), "the books stay");
    assert_eq!(stack.reconcile("merchant").await.0, Some(0));
}
