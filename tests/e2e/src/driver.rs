use std::{path::Path, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use crate::{Engine, JourneyError, Result};

/// A busy machine builds beside the tests.
const START: Duration = Duration::from_secs(60);

/// Starts the program that steers a browser, on a free port, and gives the port.
pub(crate) async fn start_driver(engine: Engine, path: &Path) -> Result<(Child, u16)> {
    let program = |reason| JourneyError::Program {
        program: path.into(),
        reason,
    };
    let mut command = Command::new(path);
    match engine {
        Engine::Chromium => command.arg("--port=0"),
        // Its second port is fixed unless told otherwise, and several run side by side.
        Engine::Firefox => command.args(["--port=0", "--websocket-port=0"]),
    };
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(program)?;
    let silent = || program(std::io::Error::other("it does not say on which port it listens"));
    let mut lines = BufReader::new(child.stdout.take().ok_or_else(silent)?).lines();
    let read_port = async {
        while let Some(line) = lines.next_line().await? {
            if let Some(port) = port_of(&line) {
                return Ok(port);
            }
        }
        Err(silent())
    };
    let port = timeout(START, read_port).await.map_err(|_| silent())??;
    // Its later words go nowhere, but must be read.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok((child, port))
}

/// chromedriver: `… started successfully on port 41234.`; geckodriver: `… Listening on 127.0.0.1:41234`.
fn port_of(line: &str) -> Option<u16> {
    let (_, chromium) = line.rsplit_once("successfully on port ").unwrap_or_default();
    let (_, firefox) = line.rsplit_once("Listening on 127.0.0.1:").unwrap_or_default();
    [chromium, firefox]
        .into_iter()
        .find_map(|port| port.trim().trim_end_matches('.').parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_driver_says_its_port_in_its_own_words() {
        let said = "ChromeDriver was started successfully on port 41234.";
        assert_eq!(port_of(said), Some(41234));
        let said = "1795867200000\tgeckodriver\tINFO\tListening on 127.0.0.1:35001";
        assert_eq!(port_of(said), Some(35001));
        assert_eq!(port_of("Starting ChromeDriver 156 on port 0"), None);
    }
}
