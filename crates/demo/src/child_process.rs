use std::{
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::{
    process::{Child, Command},
    time::{Instant, sleep, timeout},
};

use crate::StackError;

/// How long a child may take to answer first, on a machine that is busy building.
const START: Duration = Duration::from_secs(60);
/// How long a child may take to end when asked to.
const END: Duration = Duration::from_secs(5);

/// How a child is started.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<OsString>,
    pub(crate) log: PathBuf,
}

/// A running child. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct ChildProcess {
    program: Program,
    child: Child,
}

impl Program {
    /// Starts the child, its output appended to its log. It stays in this process's group, so that whoever kills the
    /// group misses nobody.
    pub(crate) fn start(&self) -> Result<ChildProcess, StackError> {
        let file = || File::options().create(true).append(true).open(&self.log);
        let output = file()
            .and_then(|out| file().map(|err| (out, err)))
            .map_err(StackError::file(&self.log))?;
        let child = Command::new(&self.path)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(output.0)
            .stderr(output.1)
            .kill_on_drop(true)
            .spawn()
            .map_err(StackError::file(&self.path))?;
        Ok(ChildProcess {
            program: self.clone(),
            child,
        })
    }
}

impl ChildProcess {
    /// Fails when the child has ended.
    pub(crate) fn check(&mut self) -> Result<(), StackError> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(StackError::Ended {
                name: self.program.name,
                status: status.to_string(),
                log: self.program.log.clone(),
                tail: tail(&self.program.log),
            }),
        }
    }

    /// Waits until `answers` is true.
    pub(crate) async fn wait_until<F: Future<Output = bool>>(
        &mut self,
        url: &str,
        answers: impl Fn() -> F,
    ) -> Result<(), StackError> {
        let end = Instant::now() + START;
        loop {
            self.check()?;
            if answers().await {
                return Ok(());
            }
            if Instant::now() > end {
                let (name, log) = (self.program.name, self.program.log.clone());
                return Err(StackError::Silent {
                    name,
                    url: url.into(),
                    log,
                });
            }
            sleep(Duration::from_millis(30)).await;
        }
    }

    /// Asks the child to end and kills it when it does not.
    pub(crate) async fn stop(mut self) {
        let pid = self.child.id().and_then(|id| i32::try_from(id).ok());
        if let Some(pid) = pid.filter(|_| matches!(self.child.try_wait(), Ok(None))) {
            // It may have ended by itself since.
            let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
        }
        if timeout(END, self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}

fn tail(log: &Path) -> String {
    let text = fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines
        .iter()
        .skip(lines.len().saturating_sub(8))
        .copied()
        .collect::<Vec<_>>()
        .join("\n")
}
