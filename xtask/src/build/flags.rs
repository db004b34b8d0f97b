//! Compiler flags of the optimised build. An environment variable replaces those of `.cargo/config.toml`, so they are
//! repeated here.

use std::path::{Path, PathBuf};

use crate::process::Cmd;

/// k256 with limbs of 32 bits (`.cargo/config.toml`), and views of leptos that share their code instead of each having its own.
const CFGS: &[&str] = &["cpubits=\"32\"", "erase_components"];

/// Applies the flags to a call of cargo or Trunk. Only release: a development build shares its crates with `cargo check`.
pub(super) fn apply(cmd: Cmd, more_cfgs: &[&str]) -> Cmd {
    cmd.env(
        "CARGO_ENCODED_RUSTFLAGS",
        encoded(more_cfgs, cargo_home().as_deref()),
    )
}

/// The flags, separated as cargo wants them. The program names the places of its panics: crates of the workspace by
/// relative paths; without the folder of the others these are shorter, and builds of different machines are the same.
fn encoded(more_cfgs: &[&str], cargo_home: Option<&Path>) -> String {
    let cfgs = CFGS
        .iter()
        .chain(more_cfgs)
        .flat_map(|cfg| ["--cfg".to_owned(), (*cfg).to_owned()]);
    let registry = cargo_home.map(|home| format!("--remap-path-prefix={}/registry/src=", home.display()));
    cfgs.chain(registry).collect::<Vec<_>>().join("\u{1f}")
}

fn cargo_home() -> Option<PathBuf> {
    let set = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    set.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_of_the_workspace_are_repeated() {
        let config = include_str!("../../../.cargo/config.toml");
        for cfg in CFGS {
            assert!(config.contains(cfg), "{cfg}: {config}");
        }
        assert_eq!(
            config.matches("--cfg").count(),
            CFGS.len(),
            "a new flag has to be repeated here"
        );
    }

    #[test]
    fn folders_of_this_machine_are_left_out() {
        let flags = encoded(&["more"], Some(Path::new("/a home/.cargo")));
        let flags: Vec<&str> = flags.split('\u{1f}').collect();
        assert_eq!(flags[..2], ["--cfg", "cpubits=\"32\""]);
        assert!(flags.contains(&"more"));
        assert_eq!(
            flags.last(),
            Some(&"--remap-path-prefix=/a home/.cargo/registry/src=")
        );
    }
}
