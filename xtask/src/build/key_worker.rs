//! The workers: the key worker, built twice, and the city worker. Each is a wasm module and the classic script that starts it,
//! named by their contents.

use std::path::{Path, PathBuf};

use super::{Options, Programs, clear};
use crate::error::{Result, io};
use crate::hash;
use crate::process::Cmd;
use crate::session::Session;
use crate::toolchain::WASM;

/// Rust's wasm target has these features on; wasm-opt must be told. It also drops names and debug sections.
pub(super) const WASM_OPT: &[&str] = &[
    "-Oz",
    "--strip-debug",
    "--strip-producers",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Which of the builds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Begins the names of its files.
    pub(super) name: &'static str,
    package: &'static str,
    folder: &'static str,
    features: &'static [&'static str],
    cfgs: &'static [&'static str],
}

/// Opens the vault and pays: all that the pay page needs, and the wallet until it is unlocked.
pub(super) const PAYING: Kind = Kind {
    name: "key-worker",
    package: "key-worker",
    folder: "worker",
    features: &["--no-default-features"],
    // Hashes of a fifth of the size and half the speed: an unlock spends its time in Argon2.
    cfgs: &["sha2_backend_soft=\"compact\""],
};

/// That, and everything else a wallet does with its vault: word lists, files, exports. Loaded when it is asked for.
pub(super) const WALLET: Kind = Kind {
    name: "wallet-worker",
    package: "key-worker",
    folder: "wallet-worker",
    features: &[],
    cfgs: &[],
};

/// Fetches, verifies and searches the catalogue. Loaded with the first page that needs it.
pub(super) const CITY: Kind = Kind {
    name: "city-worker",
    package: "city-worker",
    folder: "city-worker",
    features: &[],
    cfgs: &[],
};

/// The folder of the two files, and the script's name in it.
#[derive(Clone, Debug)]
pub(super) struct Worker {
    pub(super) folder: PathBuf,
    pub(super) script: String,
}

pub(super) fn build(
    session: &Session,
    programs: &Programs,
    options: &Options,
    work: &Path,
    kind: &Kind,
) -> Result<Worker> {
    // Other flags make cargo build every crate anew, and again for the next worker: each set of flags has its own folder.
    let target = if options.release && !kind.cfgs.is_empty() {
        session.paths.wasm_target().join(kind.name)
    } else {
        session.paths.target.clone()
    };
    session.steps.run(&format!("{}: compile", kind.name), |log| {
        let cargo = session
            .cargo()?
            .args(["build", "--target", WASM, "--package", kind.package])
            .arg("--target-dir")
            .arg(&target);
        options
            .flags(cargo, kind.cfgs)
            .args(kind.features)
            .args(options.release.then_some("--release"))
            .run(log)
    })?;
    let compiled = target
        .join(WASM)
        .join(options.profile_folder())
        .join(format!("{}.wasm", kind.package));
    session
        .steps
        .run(&format!("{}: bind and shrink", kind.name), |log| {
            let raw = work.join(format!("{}-raw", kind.folder));
            clear(&raw)?;
            programs
                .apply(Cmd::new("wasm-bindgen"))
                .args([
                    "--target",
                    "no-modules",
                    "--no-typescript",
                    "--out-name",
                    "key-worker",
                    "--out-dir",
                ])
                .arg(&raw)
                .arg(&compiled)
                .run(log)?;
            let wasm = raw.join("key-worker_bg.wasm");
            if options.release {
                let small = raw.join("small.wasm");
                programs
                    .apply(Cmd::new("wasm-opt"))
                    .args(WASM_OPT)
                    .arg(&wasm)
                    .arg("-o")
                    .arg(&small)
                    .run(log)?;
                std::fs::rename(&small, &wasm).map_err(|e| io("replace", &wasm, &e))?;
            }
            publish(session, options, kind, &raw, &work.join(kind.folder), log)
        })
}

fn publish(
    session: &Session,
    options: &Options,
    kind: &Kind,
    raw: &Path,
    out: &Path,
    log: &Path,
) -> Result<Worker> {
    clear(out)?;
    let glue = raw.join("key-worker.js");
    let module = raw.join("key-worker_bg.wasm");
    if options.release {
        Cmd::new("node")
            .arg("tools/minify-worker.mjs")
            .args([&glue, &module])
            .cwd(&session.paths.root)
            .run(log)?;
    }
    let read = |path: &Path| std::fs::read(path).map_err(|e| io("read", path, &e));
    let wasm = read(&module)?;
    let mut script = read(&glue)?;
    let hash = hash::short([wasm.as_slice(), &script, start_line("").as_bytes()]);
    let wasm_name = format!("{}-{hash}_bg.wasm", kind.name);
    script.extend_from_slice(start_line(&wasm_name).as_bytes());

    let name = format!("{}-{hash}.js", kind.name);
    let write =
        |path: PathBuf, bytes: &[u8]| std::fs::write(&path, bytes).map_err(|e| io("write", &path, &e));
    write(out.join(&wasm_name), &wasm)?;
    write(out.join(&name), &script)?;
    Ok(Worker {
        folder: out.to_owned(),
        script: name,
    })
}

/// Starts the module from beside the script, whatever the page's address is.
fn start_line(wasm: &str) -> String {
    format!("\nwasm_bindgen({{ module_or_path: new URL(\"{wasm}\", self.location.href) }});\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_starts_the_module_beside_it() {
        let line = start_line("key-worker-1_bg.wasm");
        assert!(
            line.contains(r#"new URL("key-worker-1_bg.wasm", self.location.href)"#),
            "{line}"
        );
    }
}
