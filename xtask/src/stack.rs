//! The programs of the running stack: how they are built and where they listen.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::session::Session;

/// Where the demo listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ports([(&'static str, u16); 6]);

impl Default for Ports {
    fn default() -> Self {
        Self([
            ("wallet-port", 8080),
            ("cafe-port", 8081),
            ("merchant-port", 8082),
            ("operator-port", 8083),
            ("desk-port", 8084),
            ("anvil-port", 8545),
        ])
    }
}

impl Ports {
    /// Six ports in a row.
    pub(crate) fn from_base(base: u16) -> Option<Self> {
        let mut ports = Self::default();
        for (offset, (_, port)) in (0..).zip(&mut ports.0) {
            *port = base.checked_add(offset)?;
        }
        Some(ports)
    }

    pub(crate) fn by_flag(&mut self, flag: &str) -> Option<&mut u16> {
        self.0
            .iter_mut()
            .find(|(name, _)| *name == flag)
            .map(|(_, port)| port)
    }

    /// Flag and port of each program.
    pub(crate) fn all(&self) -> &[(&'static str, u16)] {
        &self.0
    }

    /// # Errors
    /// Naming the first port that another program uses, and the flag that moves it.
    pub(crate) fn require_free(&self) -> Result<()> {
        for (flag, port) in self.0 {
            if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() {
                return Err(
                    Error::new(format!("Port {port} is taken by another program.")).remedy(format!(
                        "end that program, or choose another port with --{flag} or --port-base"
                    )),
                );
            }
        }
        Ok(())
    }
}

/// Compiles `packages` for this machine and gives the folder of their programs.
///
/// # Errors
/// When they do not compile.
pub(crate) fn build(session: &Session, packages: &[&str]) -> Result<PathBuf> {
    session.toolchain()?;
    session.steps.run("Servers", |log| {
        let packages = packages.iter().flat_map(|package| ["--package", package]);
        session.cargo()?.arg("build").args(packages).run(log)
    })?;
    Ok(session.paths.target.join("debug"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_its_flag() {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let taken = other.local_addr().unwrap().port();
        let mut ports = Ports([
            ("wallet-port", 0),
            ("cafe-port", 0),
            ("a", 0),
            ("b", 0),
            ("c", 0),
            ("d", 0),
        ]);
        assert!(ports.require_free().is_ok());
        *ports.by_flag("cafe-port").unwrap() = taken;
        let error = ports.require_free().unwrap_err().to_string();
        assert!(
            error.contains(&taken.to_string()) && error.contains("--cafe-port"),
            "{error}"
        );
    }
}
