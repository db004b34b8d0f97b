//! Every version that is pinned, in one place. The versions of npm packages must stand in a `package.json`
//! too; a test below keeps both equal. The version of wasm-bindgen's programs is the one of the crate in
//! `Cargo.lock`; the oldest rustc is `rust-version` in the workspace's `Cargo.toml`.

/// 0.22 asks for a newer rustc than Debian's.
pub(crate) const TRUNK: &str = "0.21.14";
/// Reads what `wasm_split_macros` in `Cargo.lock` writes.
pub(crate) const WASM_SPLIT: &str = "0.2.4";
/// Steers Firefox.
pub(crate) const GECKODRIVER: &str = "0.37.1";
/// Used by `cargo xtask check` only.
pub(crate) const CARGO_DENY: &str = "0.20.2";
/// The oldest major version of Node.js.
pub(crate) const NODE_MAJOR: u32 = 20;
/// `wasm-opt`; Debian's 108 is too old for what rustc emits now.
pub(crate) const BINARYEN: &str = "132.0.0";
/// The local chain.
pub(crate) const ANVIL: &str = "1.7.1";
/// The tests of the contracts.
pub(crate) const FORGE: &str = "1.7.1";
/// The compiler of the contracts.
pub(crate) const SOLC: &str = "0.8.37";

/// `(package.json, package, version)` for everything npm installs.
pub(crate) const NPM: &[(&str, &str, &str)] = &[
    ("tools", "@foundry-rs/anvil-linux-amd64", ANVIL),
    ("tools", "binaryen", BINARYEN),
    ("contracts", "@foundry-rs/forge-linux-amd64", FORGE),
    ("contracts", "solc", SOLC),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn package_json_files_agree() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for (folder, package, version) in NPM {
            let path = root.join(folder).join("package.json");
            let text = std::fs::read_to_string(&path).unwrap();
            let json: serde_json::Value = serde_json::from_str(&text).unwrap();
            let found = ["dependencies", "devDependencies"]
                .iter()
                .find_map(|k| json[k][package].as_str());
            assert_eq!(found, Some(*version), "{package} in {}", path.display());
        }
    }
}
