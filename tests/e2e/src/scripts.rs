use std::process::Stdio;

use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt as _, process::Command};

use crate::{JourneyError, Paths, Result};

/// What the independent check needs to know about a purchase: addresses, and what was asked for before it was paid.
#[derive(Debug, Clone)]
pub struct Purchase {
    /// JSON-RPC of the node.
    pub rpc: String,
    /// The wallet's origin, which serves the registry.
    pub wallet: String,
    /// The operator's till.
    pub operator: String,
    /// Where the merchant's till tells how the order stands.
    pub status_url: String,
    /// The `PAYMENT-REQUIRED` header of the 402 answer.
    pub payment_required: String,
    /// Name of the token that is meant to be paid in.
    pub token: String,
}

/// Recomputes everything with viem and compares it with the chain and with all papers. Gives what the script prints.
///
/// # Errors
/// [`JourneyError::Refuted`] when anything does not agree.
pub async fn verify_purchase(paths: &Paths, purchase: &Purchase) -> Result<Value> {
    let input = json!({
        "rpc": purchase.rpc,
        "wallet": purchase.wallet,
        "operator": purchase.operator,
        "statusUrl": purchase.status_url,
        "paymentRequired": purchase.payment_required,
        "token": purchase.token,
    });
    let node = |reason| JourneyError::Program {
        program: "node".into(),
        reason,
    };
    let mut child = Command::new("node")
        .arg(paths.scripts.join("verify-purchase.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(node)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin
            .write_all(input.to_string().as_bytes())
            .await
            .map_err(node)?;
    }
    let output = child.wait_with_output().await.map_err(node)?;
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout)?)
    } else {
        Err(JourneyError::Refuted(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ))
    }
}
