//! Running other programs: a clean environment, a process group of its own, output kept for when it fails.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::error::{Error, Result, io};
use crate::interrupt::{self, Ask};

/// One call of another program.
#[derive(Clone, Debug)]
pub(crate) struct Cmd {
    program: OsString,
    args: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    first_on_path: Vec<PathBuf>,
    cwd: Option<PathBuf>,
    limit: Option<Duration>,
    ask: Ask,
}

impl Cmd {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            args: Vec::new(),
            env: Vec::new(),
            first_on_path: Vec::new(),
            cwd: None,
            limit: None,
            ask: Ask::Group,
        }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args
            .extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    pub(crate) fn env(mut self, key: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env
            .push((key.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Folders that are searched for programs before those of PATH. The last one given comes first.
    pub(crate) fn path(mut self, folder: impl Into<PathBuf>) -> Self {
        self.first_on_path.insert(0, folder.into());
        self
    }

    pub(crate) fn cwd(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cwd = Some(folder.into());
        self
    }

    /// Ends the program when it takes longer.
    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// On Ctrl-C only the program itself is told; it ends its own children.
    pub(crate) fn stops_its_children(mut self) -> Self {
        self.ask = Ask::Leader;
        self
    }

    /// Runs with all output appended to `log`.
    ///
    /// # Errors
    /// When the program cannot be started, fails, or takes too long.
    pub(crate) fn run(&self, log: &Path) -> Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(log)
            .map_err(|e| io("open", log, &e))?;
        writeln!(file, "$ {self}").map_err(|e| io("write", log, &e))?;
        let stderr = file.try_clone().map_err(|e| io("open", log, &e))?;
        let status = self.status(file, stderr)?;
        if status.success() {
            return Ok(());
        }
        Err(Error::new(format!("`{self}` failed ({status}).")).log(log))
    }

    /// Runs with the terminal's output.
    ///
    /// # Errors
    /// When the program cannot be started or fails.
    pub(crate) fn run_visibly(&self) -> Result<()> {
        let status = self.status(Stdio::inherit(), Stdio::inherit())?;
        if status.success() {
            Ok(())
        } else {
            Err(Error::new(format!("`{self}` failed ({status}).")))
        }
    }

    /// Runs quietly and gives what it wrote to standard output, without the white space around it.
    ///
    /// # Errors
    /// When the program cannot be started or fails.
    pub(crate) fn read(&self) -> Result<String> {
        interrupt::check()?;
        let output = self
            .command()
            .stdin(Stdio::null())
            .output()
            .map_err(|error| Error::new(format!("Could not start `{self}`: {error}.")))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said
                .lines()
                .rev()
                .find(|line| !line.trim().is_empty())
                .unwrap_or("nothing")
                .trim();
            return Err(Error::new(format!(
                "`{self}` failed ({}) and said: {said}",
                output.status
            )));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Whether the program can be started and succeeds; nothing is shown.
    pub(crate) fn succeeds(&self) -> bool {
        self.status(Stdio::null(), Stdio::null())
            .is_ok_and(|status| status.success())
    }

    /// Starts the program in a process group of its own.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn spawn(
        &self,
        stdout: impl Into<Stdio>,
        stderr: impl Into<Stdio>,
    ) -> Result<(Child, interrupt::Registered)> {
        interrupt::check()?;
        let child = self
            .command()
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(stderr)
            .process_group(0)
            .spawn()
            .map_err(|error| Error::new(format!("Could not start `{self}`: {error}.")))?;
        let registered = interrupt::register(child.id(), self.ask)?;
        Ok((child, registered))
    }

    fn status(&self, stdout: impl Into<Stdio>, stderr: impl Into<Stdio>) -> Result<ExitStatus> {
        let (mut child, group) = self.spawn(stdout, stderr)?;
        let cannot_wait = |error| Error::new(format!("Could not wait for `{self}`: {error}."));
        let status = match self.limit {
            None => child.wait().map_err(cannot_wait)?,
            Some(limit) => {
                let deadline = Instant::now() + limit;
                loop {
                    if let Some(status) = child.try_wait().map_err(cannot_wait)? {
                        break status;
                    }
                    if Instant::now() >= deadline {
                        drop(group);
                        child.wait().map_err(cannot_wait)?;
                        return Err(Error::new(format!(
                            "`{self}` took longer than {} s.",
                            limit.as_secs()
                        )));
                    }
                    std::thread::sleep(Duration::from_millis(50));
                }
            }
        };
        interrupt::check()?;
        Ok(status)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args);
        for (key, _) in std::env::vars_os().filter(|(key, _)| is_cargos_own(&key.to_string_lossy())) {
            command.env_remove(key);
        }
        // cargo puts the libraries of the toolchain that built this program first; another one may be chosen.
        if let Some(libraries) = std::env::var_os("LD_LIBRARY_PATH") {
            let kept = std::env::split_paths(&libraries).filter(|folder| !is_cargos_library_folder(folder));
            match std::env::join_paths(kept) {
                Ok(kept) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", kept),
                _ => command.env_remove("LD_LIBRARY_PATH"),
            };
        }
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let folders = self
            .first_on_path
            .iter()
            .cloned()
            .chain(std::env::split_paths(&inherited));
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        command.envs(self.env.iter().map(|(key, value)| (key, value)));
        if let Some(cwd) = &self.cwd {
            command.current_dir(cwd);
        }
        command
    }
}

/// Variables that `cargo run` sets for this program and that would mislead another cargo or rustc. Flags in
/// RUSTFLAGS replace those of `.cargo/config.toml`, without which the curve is half as fast in the browser.
fn is_cargos_own(key: &str) -> bool {
    matches!(
        key,
        "CARGO"
            | "CARGO_MANIFEST_DIR"
            | "CARGO_MANIFEST_PATH"
            | "CARGO_PRIMARY_PACKAGE"
            | "CARGO_BIN_NAME"
            | "CARGO_CRATE_NAME"
            | "OUT_DIR"
            | "RUSTFLAGS"
            | "CARGO_ENCODED_RUSTFLAGS"
            | "CARGO_BUILD_RUSTFLAGS"
            | "RUST_RECURSION_COUNT"
    ) || key.starts_with("CARGO_PKG_")
}

fn is_cargos_library_folder(folder: &Path) -> bool {
    let text = folder.to_string_lossy();
    text.contains("/target/") || text.contains("/toolchains/") || text.contains("/rustlib/")
}

impl std::fmt::Display for Cmd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Path::new(&self.program).display())?;
        for arg in &self.args {
            let arg = arg.to_string_lossy();
            // Scripts handed over as an argument would fill the screen.
            if arg.contains('\n') {
                write!(f, " …")?
            } else {
                write!(f, " {arg}")?
            }
        }
        Ok(())
    }
}

/// The first of `names` that is a program on PATH.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| is_executable(file))
    })
}

pub(crate) fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    File::open(path)
        .and_then(|file| file.metadata())
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_own_variables_do_not_reach_children() {
        assert!(is_cargos_own("CARGO"));
        assert!(is_cargos_own("CARGO_PKG_NAME"));
        assert!(is_cargos_own("RUSTFLAGS"));
        assert!(!is_cargos_own("CARGO_HOME"));
        assert!(!is_cargos_own("CARGO_TARGET_DIR"));
    }

    #[test]
    fn libraries_of_the_user_stay() {
        assert!(is_cargos_library_folder(Path::new(
            "/home/me/.rustup/toolchains/stable/lib"
        )));
        assert!(!is_cargos_library_folder(Path::new("/opt/lib")));
    }

    #[test]
    fn output_comes_back_trimmed() {
        assert_eq!(
            Cmd::new("sh").args(["-c", "echo ' two words '"]).read().unwrap(),
            "two words"
        );
    }

    #[test]
    fn a_failing_program_is_named_with_its_last_words() {
        let error = Cmd::new("sh")
            .args(["-c", "echo why >&2; exit 3"])
            .read()
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("why") && error.contains("exit status: 3"),
            "{error}"
        );
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        assert!(
            !Cmd::new("sleep")
                .arg("60")
                .limit(Duration::from_millis(100))
                .succeeds()
        );
    }

    #[test]
    fn programs_are_found_on_path() {
        assert!(find_program(&["no-such-program-here", "sh"]).is_some());
        assert!(find_program(&["no-such-program-here"]).is_none());
    }
}
