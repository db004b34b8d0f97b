use std::{
    env,
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A node that ends with the test.
pub(crate) struct Anvil {
    pub(crate) url: String,
    _child: Child,
}

impl Anvil {
    pub(crate) async fn start() -> Self {
        let mut child = Command::new(find())
            .args(["--host", "127.0.0.1", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("Anvil starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        loop {
            let line = lines
                .next_line()
                .await
                .unwrap()
                .expect("Anvil says where it listens");
            if let Some(address) = line.strip_prefix("Listening on ") {
                // Keep reading, so that the node never waits for us.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Self {
                    url: format!("http://{address}"),
                    _child: child,
                };
            }
        }
    }
}

fn find() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let on_path = env::var_os("PATH").into_iter().flat_map(|path| {
        env::split_paths(&path)
            .map(|folder| folder.join("anvil"))
            .collect::<Vec<_>>()
    });
    env::var_os("ANVIL")
        .map(PathBuf::from)
        .into_iter()
        .chain(on_path)
        .chain([root.join("tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")])
        .find(|path| path.is_file())
        .expect("these tests need Anvil: run `npm ci` in tools/, or name the binary in the variable ANVIL")
}
