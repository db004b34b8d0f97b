use std::process::Stdio;

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::{JourneyError, Paths, Result};

/// A server of somebody else: the official x402 middleware and facilitator, as `tests/interop/x402-shop.mjs` has them.
#[derive(Debug)]
pub struct X402Shop {
    /// What costs something.
    pub url: String,
    /// Who is paid.
    pub pay_to: String,
    _child: Child,
}

impl X402Shop {
    /// Opens it beside a stack; it takes the first asset of the registry.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn open(stack: &demo::Stack) -> Result<Self> {
        let paths = Paths::find();
        let node = |reason| JourneyError::Program {
            program: "node".into(),
            reason,
        };
        let silent = || node(std::io::Error::other("the shop does not say where it is"));
        let asset = stack.registry().assets.first().ok_or_else(silent)?;
        let addresses = stack.addresses();
        let mut child = Command::new("node")
            .arg(paths.scripts.join("x402-shop.mjs"))
            .args(["--rpc", &addresses.rpc, "--wallet", &addresses.wallet])
            .args(["--token", &asset.id.token.to_string()])
            .args(["--name", &asset.domain_name, "--version", &asset.domain_version])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(node)?;
        let mut lines = BufReader::new(child.stdout.take().ok_or_else(silent)?).lines();
        let line = lines.next_line().await.map_err(node)?.ok_or_else(silent)?;
        let said: Value = serde_json::from_str(&line)?;
        let text = |name: &str| said[name].as_str().map(str::to_owned).ok_or_else(silent);
        Ok(Self {
            url: text("url")?,
            pay_to: text("payTo")?,
            _child: child,
        })
    }
}
