//! `cryptocity-demo` as a process: says where it is, and leaves nothing behind.

use std::{net::TcpListener, path::Path, process::Stdio};

use crate::support::anvil;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

fn demo(state: &Path, ports: &[&str]) -> Command {
    std::fs::write(state.join("index.html"), "<!doctype html>").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cryptocity-demo"));
    command
        .arg("--dist")
        .arg(state)
        .arg("--anvil")
        .arg(anvil())
        .arg("--state-dir")
        .arg(state);
    command
        .args(ports)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

const FREE_PORTS: [&str; 12] = [
    "--wallet-port",
    "0",
    "--cafe-port",
    "0",
    "--merchant-port",
    "0",
    "--operator-port",
    "0",
    "--desk-port",
    "0",
    "--anvil-port",
    "0",
];

/// Everything it prints until it says how to end it.
async fn wait_until_it_runs(child: &mut Child) -> String {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut printed = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        printed += &line;
        printed.push('\n');
        if line.starts_with("Ctrl-C") {
            return printed;
        }
    }
    panic!("it ended after printing {printed:?}");
}

/// Addresses of the children, from the operator's configuration.
fn children(state: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(state.join("operator/operator.toml")).unwrap();
    let config: toml::Table = text.parse().unwrap();
    ["rpc", "public_url"]
        .map(|key| config[key].as_str().unwrap().to_owned())
        .into()
}

async fn ends_with(signal: Signal) {
    let state = TempDir::new().unwrap();
    let mut child = demo(state.path(), &FREE_PORTS).spawn().unwrap();
    let printed = wait_until_it_runs(&mut child).await;
    assert!(
        printed.contains("wallet  http://localhost:")
            && printed.contains("café    http://127.0.0.1:")
            && printed.contains("/staff   owner / demo-owner-2026   cashier / demo-cashier-2026"),
        "{printed}"
    );
    let children = children(state.path());
    for address in &children {
        assert!(reqwest::get(address).await.is_ok(), "{address}");
    }
    kill(Pid::from_raw(child.id().unwrap().cast_signed()), signal).unwrap();
    assert!(child.wait().await.unwrap().success());
    for address in &children {
        assert!(reqwest::get(address).await.is_err(), "{address}");
    }
}

#[tokio::test]
async fn an_interrupt_ends_everything() {
    ends_with(Signal::SIGINT).await;
}

#[tokio::test]
async fn a_termination_ends_everything() {
    ends_with(Signal::SIGTERM).await;
}

#[tokio::test]
async fn a_taken_port_is_one_clear_sentence() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let state = TempDir::new().unwrap();
    let mut arguments: Vec<String> = FREE_PORTS.map(str::to_owned).into();
    arguments[3] = port.to_string();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = demo(state.path(), &arguments).output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let expected = format!(
        "Port {port} is taken by another program: end it, or choose another port with --cafe-port.\n"
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
}

#[tokio::test]
async fn a_site_that_is_not_built_is_one_clear_sentence() {
    let state = TempDir::new().unwrap();
    let mut command = demo(state.path(), &FREE_PORTS);
    std::fs::remove_file(state.path().join("index.html")).unwrap();
    let output = command.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("run `cargo xtask build`"));
}
