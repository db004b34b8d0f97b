use std::process::Stdio;

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use crate::support::{Stack, new_database};

fn till() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_till"));
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

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

    let mut child = till()
        .args(["--log", "json", "merchant", "--config"])
        .arg(stack.file("second.toml"))
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = loop {
        let line = lines
            .next_line()
            .await
            .unwrap()
            .expect("the till says where it listens");
        let entry: serde_json::Value = serde_json::from_str(&line).unwrap();
        let message = entry["fields"]["message"].as_str().unwrap_or_default();
        if let Some(url) = message.strip_prefix("listening ") {
            break url.to_owned();
        }
    };
    assert_eq!(stack.get(&format!("{url}/health")).await.status, 200);
    let pid = child.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap()
            .success()
    );
    assert!(child.wait().await.unwrap().success());
}
