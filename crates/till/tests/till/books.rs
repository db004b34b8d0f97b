//! Reconciliation, backups, old databases.

use std::path::Path;

use checkout::OrderState;
use till::{Clock, OperatorConfig, operator::OperatorTill};
use tokio::process::Command;

use crate::support::{Payer, Stack, TUSD, new_database, till};

async fn paid(stack: &Stack, number: u32) -> checkout::CreateOrderResponse {
    let payer = Payer::with_tokens(stack, number).await;
    let order = stack.order().await;
    let payload = payer.payload(stack, &stack.ask(&order).await, TUSD);
    stack.pay(&order, &payload).await.settled();
    order
}

#[tokio::test]
async fn everything_is_proven_again_and_each_difference_is_named() {
    let stack = Stack::start().await;
    let order = paid(&stack, 0).await;
    stack.order().await;
    // Until it is final the operator would mend what is changed below.
    stack.node.call("evm_mine", serde_json::json!([])).await;
    while stack.status(&order).await.state != OrderState::Final {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let (operator, merchant) = (
        stack.reconcile("operator").await,
        stack.reconcile("merchant").await,
    );
    assert_eq!(operator, (Some(0), "1 checked, 0 differ\n".into()));
    assert_eq!(merchant, (Some(0), "2 checked, 0 differ\n".into()));

    let (at_operator, at_merchant) = (&stack.databases.0, &stack.databases.1);
    let cases = [
        (
            "operator",
            at_operator,
            "UPDATE ledger SET tiyn = tiyn + 1 WHERE account = 'income:fee'",
            "UPDATE ledger SET tiyn = tiyn - 1 WHERE account = 'income:fee'",
            ["ledger", "unbalanced"].as_slice(),
        ),
        (
            "operator",
            at_operator,
            "UPDATE payments SET transaction_hash = replace(transaction_hash, '0x', '0y')",
            "UPDATE payments SET transaction_hash = replace(transaction_hash, '0y', '0x')",
            &[],
        ),
        (
            "operator",
            at_operator,
            "UPDATE payments SET block_number = block_number + 1",
            "UPDATE payments SET block_number = block_number - 1",
            &["other_block"],
        ),
        (
            "merchant",
            at_merchant,
            "UPDATE orders SET total_tiyn = total_tiyn, state = 'expired' WHERE state <> 'created'",
            "UPDATE orders SET state = 'final' WHERE state = 'expired'",
            &["operator_differs"],
        ),
        (
            "merchant",
            at_merchant,
            "UPDATE orders SET settled_response = replace(settled_response, '\"feeTiyn\":\"1838\"', '\"feeTiyn\":\"1\"') \
             WHERE state <> 'created'",
            "UPDATE orders SET settled_response = replace(settled_response, '\"feeTiyn\":\"1\"', '\"feeTiyn\":\"1838\"') \
             WHERE state <> 'created'",
            &["papers"],
        ),
    ];
    for (role, database, wrong, right, kinds) in cases {
        stack.tamper(database, wrong).await;
        let (status, text) = stack.reconcile(role).await;
        // A row that cannot be read at all is no difference: it is said, with another status.
        assert_eq!(
            status,
            Some(if kinds.is_empty() { 2 } else { 1 }),
            "{wrong}: {text}"
        );
        for kind in kinds {
            assert!(text.contains(&format!(": {kind}: ")), "{wrong}: {text}");
        }
        stack.tamper(database, right).await;
    }
    let (status, text) = stack.reconcile("operator").await;
    assert_eq!(status, Some(0), "{text}");
    assert!(matches!(
        stack.status(&order).await.state,
        OrderState::Settled | OrderState::Final
    ));
}

/// Copies a database while its till runs, and gives the name of the copy.
async fn back_up(stack: &Stack, role: &str, database: &str) -> String {
    if database.contains("://") {
        let copy = new_database("restored").await;
        let script = format!("pg_dump '{database}' | psql --quiet --set ON_ERROR_STOP=1 '{copy}'");
        let output = Command::new("sh").args(["-c", &script]).output().await.unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        return copy;
    }
    let copy = format!("{role}-copy.sqlite");
    let run = |to: &Path| {
        let mut command = till();
        command
            .args(["backup", role, "--config"])
            .arg(stack.file(&format!("{role}.toml")))
            .arg("--to")
            .arg(to);
        command
    };
    let output = run(&stack.file(&copy)).output().await.unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // An older copy is never overwritten.
    assert_eq!(
        run(&stack.file(&copy)).output().await.unwrap().status.code(),
        Some(2)
    );
    copy
}

#[tokio::test]
async fn a_copy_made_while_both_tills_run_is_restored() {
    let mut stack = Stack::start().await;
    let order = paid(&stack, 0).await;
    let receipt = stack.status(&order).await.receipt;
    let databases = stack.databases.clone();
    let copies = (
        back_up(&stack, "operator", &databases.0).await,
        back_up(&stack, "merchant", &databases.1).await,
    );
    // Paid after the copy was made: the copies do not know it, the chain does.
    let later = paid(&stack, 1).await;
    stack.stop_merchant().await;
    stack.stop_operator().await;
    for (file, old, new) in [
        ("operator.toml", &databases.0, &copies.0),
        ("merchant.toml", &databases.1, &copies.1),
    ] {
        let text = std::fs::read_to_string(stack.file(file)).unwrap();
        std::fs::write(
            stack.file(file),
            text.replace(&format!("database = \"{old}\""), &format!("database = \"{new}\"")),
        )
        .unwrap();
    }
    stack.start_operator().await;
    stack.restart_merchant().await;
    assert_eq!(stack.status(&order).await.receipt, receipt);
    assert_eq!(stack.get(&later.status_url).await.status, 404);
    stack.databases = copies;
    for role in ["operator", "merchant"] {
        let (status, text) = stack.reconcile(role).await;
        assert_eq!(status, Some(0), "{text}");
    }
    // And it works on.
    paid(&stack, 2).await;
}

#[tokio::test]
async fn a_database_of_another_time_is_refused_with_what_to_do() {
    let mut stack = Stack::start().await;
    stack.stop_operator().await;
    let start = async || {
        let config = OperatorConfig::load(&stack.file("operator.toml")).unwrap();
        let started = OperatorTill::start(config, Clock::default()).await;
        started.err().map(|error| error.to_string())
    };
    assert_eq!(start().await, None);
    let database = &stack.databases.0;
    stack
        .tamper(
            database,
            "UPDATE _sqlx_migrations SET version = 999 WHERE version = 2",
        )
        .await;
    let newer = start().await.unwrap();
    assert!(newer.contains("written by a newer till (schema 999)"), "{newer}");
    stack
        .tamper(
            database,
            "UPDATE _sqlx_migrations SET version = 2 WHERE version = 999",
        )
        .await;
    let wrong = if database.contains("://") {
        "UPDATE _sqlx_migrations SET checksum = '\\x00'::bytea WHERE version = 1"
    } else {
        "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1"
    };
    stack.tamper(database, wrong).await;
    let older = start().await.unwrap();
    assert!(
        older.contains("written by a trial version of the till"),
        "{older}"
    );
}
