use std::path::PathBuf;

use chain::{ChainId, HttpLimits, RpcClient};
use http_native::HttpClient;

use crate::{
    Addresses, StackError,
    child_process::{ChildProcess, Program},
    stack::CHAIN,
    state_folder::StateFolder,
};

/// Starts Anvil and waits until it serves the demo's chain.
pub(crate) async fn start_chain(
    path: PathBuf,
    port: u16,
    addresses: &Addresses,
    state: &StateFolder,
    http: &HttpClient,
) -> Result<ChildProcess, StackError> {
    let arguments = [
        "--host",
        "127.0.0.1",
        "--port",
        &port.to_string(),
        "--chain-id",
        &CHAIN.to_string(),
        // The demo's roles, each an account of its own with coin.
        "--accounts",
        "12",
        // At once for a transaction, and now and then without one, as on any chain: payments become final.
        "--mixed-mining",
        "--block-time",
        "5",
    ];
    let program = Program {
        name: "Anvil",
        path,
        arguments: arguments.into_iter().map(Into::into).collect(),
        log: state.log("anvil"),
    };
    let mut child = program.start()?;
    let rpc = RpcClient::new(http.clone(), addresses.rpc.as_str(), ChainId::new(CHAIN));
    child
        .wait_until(&addresses.rpc, || async { rpc.check_chain().await.is_ok() })
        .await?;
    Ok(child)
}

/// Starts a till and waits until it is healthy.
pub(crate) async fn start_till(
    program: &Program,
    address: &str,
    http: &HttpClient,
) -> Result<ChildProcess, StackError> {
    let url = format!("{address}/health");
    let mut child = program.start()?;
    let healthy = || async {
        let answer = http.get(&url, HttpLimits::default()).await;
        answer.is_ok_and(|answer| answer.status.is_success())
    };
    child.wait_until(&url, healthy).await?;
    Ok(child)
}
