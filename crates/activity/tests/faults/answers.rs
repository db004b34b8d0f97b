//! Rows 1 to 7: nodes that are down, slow, busy, broken or lying.

use chain::{HttpError, RpcError};
use serde_json::json;

use crate::{
    node::{Anvil, account, client},
    proxy::{Fault, Proxy},
};

/// Nobody listens there.
const DEAD: &str = "http://127.0.0.1:1";

#[tokio::test]
async fn row_1_a_node_that_is_down_is_passed_over_and_alone_it_is_an_error() {
    let anvil = Anvil::start().await;
    let node = client(&[DEAD, &anvil.url]);
    assert_eq!(node.block_number().await, Ok(0));
    assert!(node.is_degraded());
    let alone = client(&[DEAD]).block_number().await;
    assert!(
        matches!(alone, Err(RpcError::Http(HttpError::Unreachable(_)))),
        "{alone:?}"
    );
    let none = client(&[]).block_number().await;
    assert!(
        matches!(none, Err(RpcError::Http(HttpError::Unreachable(_)))),
        "{none:?}"
    );
}

#[tokio::test]
async fn row_2_a_node_that_hangs_is_given_up() {
    let anvil = Anvil::start().await;
    let hanging = Proxy::start(&anvil.url, Fault::Hang).await;
    let node = client(&[&hanging.url, &anvil.url]);
    assert_eq!(node.block_number().await, Ok(0));
    // The one that answered is asked first from now on.
    let before = hanging.calls();
    assert_eq!(node.block_number().await, Ok(0));
    assert_eq!(hanging.calls(), before);
    let alone = client(&[&hanging.url]).with_rounds(1).block_number().await;
    assert_eq!(alone, Err(HttpError::Deadline.into()));
}

#[tokio::test]
async fn row_3_a_busy_node_is_asked_again_three_times_and_not_for_ever() {
    let anvil = Anvil::start().await;
    let busy = Fault::Throttle {
        calls: 2,
        seconds: "1",
    };
    let proxy = Proxy::start(&anvil.url, busy).await;
    assert_eq!(client(&[&proxy.url]).block_number().await, Ok(0));
    // Twice "later", once the chain, once the answer.
    assert_eq!(proxy.calls(), 4);
    proxy.set(Fault::Throttle {
        calls: 1000,
        seconds: "0",
    });
    let never = client(&[&proxy.url]).block_number().await;
    assert_eq!(
        never,
        Err(HttpError::Throttled {
            retry_after_ms: Some(0)
        }
        .into())
    );
    assert_eq!(proxy.calls(), 7);
    proxy.set(Fault::Body(500, String::new()));
    let broken = client(&[&proxy.url]).with_rounds(1).block_number().await;
    assert_eq!(broken, Err(HttpError::Status(500).into()));
}

#[tokio::test]
async fn rows_4_and_5_broken_and_endless_answers_are_errors_and_the_next_node_is_asked() {
    let anvil = Anvil::start().await;
    let proxy = Proxy::start(&anvil.url, Fault::None).await;
    let alone = client(&[&proxy.url]).with_rounds(1);
    let both = client(&[&proxy.url, &anvil.url]).with_rounds(1);
    for body in [
        String::new(),
        "<html>502</html>".into(),
        r#"{"jsonrpc":"2.0","id":1,"resu"#.into(),
        r#"{"jsonrpc":"2.0","id":7,"result":"0x1"}"#.into(),
        r#"{"jsonrpc":"2.0","id":1,"id":1,"result":"0x1"}"#.into(),
        r#"{"jsonrpc":"2.0","id":1,"result":"0x10000000000000000"}"#.into(),
        "[".repeat(100_000),
    ] {
        proxy.set(Fault::Body(200, body.clone()));
        let read = alone.block_number().await;
        assert!(
            matches!(read, Err(RpcError::Malformed { .. })),
            "{:.60} {read:?}",
            body
        );
        assert_eq!(both.block_number().await, Ok(0));
    }
    proxy.set(Fault::Body(200, "x".repeat(3 * 1024 * 1024)));
    assert_eq!(alone.block_number().await, Err(HttpError::TooLarge.into()));
}

#[tokio::test]
async fn row_6_a_node_of_another_chain_is_never_used_and_a_change_is_noticed() {
    let (right, wrong) = (Anvil::start().await, Anvil::start().await);
    wrong.call("anvil_setChainId", json!([1])).await;
    let node = client(&[&wrong.url, &right.url]);
    assert_eq!(node.block_number().await, Ok(0));
    let alone = client(&[&wrong.url]).with_rounds(1);
    assert!(matches!(
        alone.block_number().await,
        Err(RpcError::WrongChain { .. })
    ));
    let changed = client(&[&right.url]).with_rounds(1);
    assert_eq!(changed.check_chain().await, Ok(()));
    right.call("anvil_setChainId", json!([1])).await;
    assert!(matches!(
        changed.check_chain().await,
        Err(RpcError::WrongChain { .. })
    ));
}

#[tokio::test]
async fn row_7_fees_have_a_ceiling_and_answers_about_others_are_not_believed() {
    let anvil = Anvil::start().await;
    let proxy = Proxy::start(&anvil.url, Fault::None).await;
    let node = client(&[&proxy.url]).with_rounds(1);
    let fees = node.fee_presets().await.unwrap();
    assert!(fees.normal.check_ceiling(1_000_000_000_000).is_ok());
    assert!(fees.slow.max_fee_per_gas <= fees.fast.max_fee_per_gas);
    let lie =
        r#"{"jsonrpc":"2.0","id":1,"result":{"baseFeePerGas":["0xffffffffffffffff"],"gasUsedRatio":[]}}"#;
    proxy.set(Fault::Body(200, lie.into()));
    let lied = node.fee_presets().await.unwrap();
    assert!(lied.slow.check_ceiling(1_000_000_000_000).is_err());
    let other = format!(
        r#"{{"jsonrpc":"2.0","id":1,"result":{{"hash":"0x{}","blockNumber":"0x1"}}}}"#,
        "11".repeat(32)
    );
    proxy.set(Fault::Body(200, other));
    let located = node.locate([0x22; 32].into()).await;
    assert!(matches!(located, Err(RpcError::Malformed { .. })), "{located:?}");
}

#[tokio::test]
async fn balances_come_in_one_call_and_one_broken_token_breaks_itself_only() {
    let anvil = Anvil::start().await;
    let proxy = Proxy::start(&anvil.url, Fault::None).await;
    let node = client(&[&proxy.url]);
    node.check_chain().await.unwrap();
    let before = proxy.calls();
    let nobody = alloy_primitives::Address::repeat_byte(0x77);
    let holdings = node.holdings(account(), &[nobody]).await.unwrap();
    assert_eq!(proxy.calls() - before, 1);
    assert!(!holdings.coin.get().is_zero());
    assert_eq!(holdings.tokens, [None]);
}
