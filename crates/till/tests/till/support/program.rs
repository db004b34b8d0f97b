use std::process::Stdio;

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use super::Stack;

/// The till's program.
pub(crate) fn till() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_till"));
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A till as a process of its own.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) url: String,
    pub(crate) metrics_url: Option<String>,
}

impl Program {
    /// Starts a role with a configuration of the stack and waits until it listens.
    pub(crate) async fn start(stack: &Stack, role: &str, config: &str) -> Self {
        let mut child = till()
            .args(["--log", "json", role, "--config"])
            .arg(stack.file(config))
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut metrics_url = None;
        let mut said = Vec::new();
        loop {
            let Some(line) = lines.next_line().await.unwrap() else {
                panic!("the till says where it listens: {said:#?}");
            };
            let entry: serde_json::Value = serde_json::from_str(&line).unwrap();
            let message = entry["fields"]["message"].as_str().unwrap_or_default();
            if let Some(url) = message.strip_prefix("metrics ") {
                metrics_url = Some(url.trim_end_matches("/metrics").to_owned());
            }
            if let Some(url) = message.strip_prefix("listening ") {
                let url = url.to_owned();
                // Keep reading, so that the till never waits for us.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Self {
                    child,
                    url,
                    metrics_url,
                };
            }
            said.push(line);
        }
    }

    /// Ends it as a loss of power would.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

impl Stack {
    /// Runs `till reconcile`; gives the status and what it says.
    pub(crate) async fn reconcile(&self, role: &str) -> (Option<i32>, String) {
        let output = till()
            .args(["reconcile", role, "--config"])
            .arg(self.file(&format!("{role}.toml")))
            .output()
            .await
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    }
}
