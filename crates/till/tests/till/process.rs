use reqwest::Method;
use serde_json::Value;
use tokio::process::Command;

use crate::support::{API_KEY, Program, STAFF_KEY, Stack, new_database, till};

#[tokio::test]
async fn help_names_both_roles_and_a_bad_configuration_ends_with_one_sentence() {
    let help = till().arg("--help").output().await.unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(
        help.status.success() && text.contains("merchant") && text.contains("operator"),
        "{text}"
    );
    let failed = till()
        .args(["merchant", "--config", "/nowhere/merchant.toml"])
        .output()
        .await
        .unwrap();
    assert!(!failed.status.success());
    assert!(
        String::from_utf8(failed.stdout)
            .unwrap()
            .contains("/nowhere/merchant.toml: ")
    );
}

#[tokio::test]
async fn a_till_says_where_it_listens_and_ends_when_asked() {
    let stack = Stack::start().await;
    // The same files, another database and a free port: a second till beside the stack's own.
    let text = std::fs::read_to_string(stack.file("merchant.toml")).unwrap();
    let listen = stack.merchant_url.trim_start_matches("http://");
    let text = text.replace(&format!("listen = \"{listen}\""), "listen = \"127.0.0.1:0\"");
    std::fs::write(
        stack.file("second.toml"),
        text.replace(&stack.databases.1, &new_database("second").await),
    )
    .unwrap();

    let mut program = Program::start(&stack, "merchant", "second.toml").await;
    let url = program.url.clone();
    assert_eq!(stack.get(&format!("{url}/health")).await.status, 200);
    let pid = program.child.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap()
            .success()
    );
    assert!(program.child.wait().await.unwrap().success());
}

#[tokio::test]
async fn a_flood_from_one_address_is_turned_away_and_metrics_have_an_address_of_their_own() {
    let mut stack = Stack::start().await;
    stack.stop_merchant().await;
    let file = stack.file("merchant.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let more = "[http]\nmetrics_listen = \"127.0.0.1:0\"\nper_address_a_second = 5\n";
    std::fs::write(&file, format!("{text}{more}")).unwrap();
    let program = Program::start(&stack, "merchant", "merchant.toml").await;
    let metrics = program.metrics_url.clone().unwrap();
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(stack.get(&format!("{}/health", program.url)).await.status);
    }
    assert_eq!((statuses[0], statuses.last()), (200, Some(&429)));
    // Its own address is not counted.
    for _ in 0..12 {
        let answer = stack.get(&format!("{metrics}/metrics")).await;
        assert!(
            answer
                .body
                .as_str()
                .unwrap()
                .contains("till_deliveries_waiting 0")
        );
    }
    let ready = stack.get(&format!("{metrics}/ready")).await;
    assert_eq!(
        (ready.status, &ready.body["parts"]["operator"]),
        (200, &true.into())
    );
    stack.stop_operator().await;
    let ready = stack.get(&format!("{metrics}/ready")).await;
    assert_eq!(
        (ready.status, &ready.body["parts"]["operator"]),
        (503, &false.into())
    );
}

#[tokio::test]
async fn metrics_beside_everything_else_want_a_key() {
    let stack = Stack::start().await;
    stack.order().await;
    for (base, key, line) in [
        (&stack.merchant_url, API_KEY, "till_orders{state=\"created\"} 1"),
        (&stack.operator_url, STAFF_KEY, "till_transactions_waiting 0"),
    ] {
        let url = format!("{base}/metrics");
        assert_eq!(stack.get(&url).await.status, 401);
        let bearer = format!("Bearer {key}");
        let answer = stack
            .call(Method::GET, &url, &[("authorization", &bearer)], Value::Null)
            .await;
        assert!(answer.body.as_str().unwrap().contains(line), "{}", answer.body);
        assert_eq!(stack.get(&format!("{base}/ready")).await.status, 200);
    }
}
