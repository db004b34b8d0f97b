use std::{path::Path, process::Stdio};

use tokio::{io::AsyncWriteExt as _, process::Command};

use crate::StackError;

/// Somebody at the café's till. As publicly known as everything else of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffMember {
    /// What they sign in with.
    pub login: &'static str,
    /// With what password.
    pub password: &'static str,
    /// What they may do.
    pub role: &'static str,
}

/// The café's people.
pub const STAFF: [StaffMember; 2] = [
    StaffMember {
        login: "owner",
        password: "demo-owner-2026",
        role: "owner",
    },
    StaffMember {
        login: "cashier",
        password: "demo-cashier-2026",
        role: "cashier",
    },
];

/// Lets the café's people in, before its till starts.
pub(crate) async fn seed_staff(till: &Path, config: &Path) -> Result<(), StackError> {
    for member in STAFF {
        let mut child = Command::new(till)
            .args(["staff", "set", "--config"])
            .arg(config)
            .args(["--login", member.login, "--role", member.role])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(StackError::file(till))?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(member.password.as_bytes()).await?;
        }
        let output = child.wait_with_output().await?;
        if !output.status.success() {
            let reason = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(StackError::System(std::io::Error::other(reason)));
        }
    }
    Ok(())
}
