//! Debian packages, installed only when a command needs them and they are missing.

use crate::error::{Error, Result};
use crate::process::{Cmd, find_program};
use crate::session::Session;

/// Whether this machine installs packages with apt.
pub(crate) fn can_be_asked() -> bool {
    find_program(&["apt-get"]).is_some() && find_program(&["dpkg-query"]).is_some()
}

/// How commands run that need root.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Root {
    Already,
    Sudo,
}

impl Root {
    /// # Errors
    /// When this user is not root and sudo would ask for a password.
    pub(crate) fn find() -> Result<Self> {
        if Cmd::new("id").arg("-u").read().is_ok_and(|id| id == "0") {
            return Ok(Self::Already);
        }
        if find_program(&["sudo"]).is_some() && Cmd::new("sudo").args(["-n", "true"]).succeeds() {
            return Ok(Self::Sudo);
        }
        Err(
            Error::new("This needs root, and sudo is not available without a password.")
                .remedy("run the command once as root, or run `sudo -v` first"),
        )
    }

    pub(crate) fn command(self, program: &str) -> Cmd {
        match self {
            Self::Already => Cmd::new(program),
            Self::Sudo => Cmd::new("sudo").args(["-n", program]),
        }
    }
}

/// Installs those of `packages` that are missing.
///
/// # Errors
/// When root is missing or apt fails; the sentence names the packages.
pub(crate) fn install(session: &Session, step: &str, packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("`apt-get install {}`", missing.join(" "));
    if !can_be_asked() {
        return Err(Error::new(format!("Missing here: {}.", missing.join(", ")))
            .remedy("install them with this system's package manager"));
    }
    let root = Root::find().map_err(|_| {
        Error::new(format!(
            "Debian packages are missing ({}), and installing them needs root.",
            missing.join(", ")
        ))
        .remedy(format!("as root: {by_hand}"))
    })?;
    session.steps.run(step, |log| {
        let apt = |verb: &str| {
            root.command("env").args([
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-o",
                "DPkg::Lock::Timeout=300",
                verb,
            ])
        };
        // Old lists name packages that the mirror no longer has; a failure here may still leave usable ones.
        let _ = apt("update").run(log);
        apt("install")
            .args(["--yes", "--no-install-recommends"])
            .args(&missing)
            .run(log)
            .map_err(|error| {
                error.remedy(format!(
                    "check that the package mirror is reached, then {by_hand} by hand shows why"
                ))
            })
    })
}

fn is_installed(package: &str) -> bool {
    Cmd::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", package])
        .read()
        .is_ok_and(|status| status == "installed")
}
