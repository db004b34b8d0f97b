//! The standard library for the browser, built from Debian's source package.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{Rustc, Toolchain, WASM};
use crate::error::{Error, Result, io};
use crate::packages::Root;
use crate::process::Cmd;
use crate::session::Session;

/// Raised when the way of building changes, so that old results are replaced.
const RECIPE: &str = "1";

/// `test` is there for the tests in the browser.
const CRATES: &str = "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test";

/// Holds the identity of the compiler that the library was built with.
const STAMP: &str = "cryptocity-stamp";

fn target_folder(rustc: &Rustc) -> PathBuf {
    rustc.sysroot.join("lib/rustlib").join(WASM)
}

fn stamp(rustc: &Rustc) -> String {
    format!("recipe {RECIPE}\n{}\n", rustc.identity)
}

/// Whether `rustc` has a standard library for the browser, and it is its own: one built here carries a stamp,
/// one without a stamp came with the compiler.
pub(super) fn is_ready(rustc: &Rustc) -> bool {
    let folder = target_folder(rustc);
    let Ok(entries) = std::fs::read_dir(folder.join("lib")) else {
        return false;
    };
    let names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let complete = ["libcore-", "libstd-"]
        .iter()
        .all(|start| names.iter().any(|n| n.starts_with(start)));
    complete
        && match std::fs::read_to_string(folder.join(STAMP)) {
            Ok(found) => found == stamp(rustc),
            Err(_) => true,
        }
}

/// Builds and installs it, and removes what was compiled against an older one.
///
/// # Errors
/// When the build fails or the compiler's folder cannot be written to.
pub(super) fn build(session: &Session, toolchain: &Toolchain) -> Result<()> {
    let root = Root::find()?;
    session.steps.run("Standard library for the browser", |log| {
        let work = session.paths.cache.join("std-build");
        write_empty_crate(&work)?;
        toolchain
            .apply(Cmd::new("cargo"))
            .args([
                "build",
                "--release",
                CRATES,
                "--target",
                WASM,
                "--target-dir",
                "target",
            ])
            .cwd(&work)
            .env("RUSTC_BOOTSTRAP", "1")
            // Without the bitcode, link time optimisation of the release build fails.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .run(log)?;
        let libraries = libraries(&work.join("target").join(WASM).join("release/deps"))?;
        install(&root, &toolchain.rustc, &work, &libraries, log)?;
        // Otherwise cargo mixes both and ends with "can't find crate".
        remove(&session.paths.wasm_target())?;
        remove(&work)
    })
}

fn write_empty_crate(work: &Path) -> Result<()> {
    remove(work)?;
    let source = work.join("src");
    std::fs::create_dir_all(&source).map_err(|e| io("create", &source, &e))?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n";
    for (path, text) in [(work.join("Cargo.toml"), manifest), (source.join("lib.rs"), "")] {
        std::fs::write(&path, text).map_err(|e| io("write", &path, &e))?;
    }
    Ok(())
}

fn libraries(deps: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(deps).map_err(|e| io("read", deps, &e))?;
    let found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("rlib")))
        .filter(|path| {
            !path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("libempty-"))
        })
        .collect();
    if found.is_empty() {
        return Err(Error::new("The standard library was built, but left no files."));
    }
    Ok(found)
}

/// Everything of an older library goes first: two versions side by side are ambiguous to rustc. The stamp is
/// written last, so an installation that was cut short is done again.
fn install(root: &Root, rustc: &Rustc, work: &Path, libraries: &[PathBuf], log: &Path) -> Result<()> {
    let folder = target_folder(rustc);
    let lib = folder.join("lib");
    let stamp_file = work.join(STAMP);
    std::fs::write(&stamp_file, stamp(rustc)).map_err(|e| io("write", &stamp_file, &e))?;
    root.command("rm").arg("-rf").arg(&folder).run(log)?;
    root.command("mkdir").arg("-p").arg(&lib).run(log)?;
    root.command("cp").args(libraries).arg(&lib).run(log)?;
    root.command("cp").arg(&stamp_file).arg(&folder).run(log)
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io("remove", folder, &error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolchain::Version;

    fn rustc(name: &str) -> Rustc {
        let sysroot = std::env::temp_dir().join(format!("cryptocity-sysroot-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&sysroot);
        Rustc {
            release: Version::parse("1.96.0").unwrap(),
            llvm: 22,
            identity: "me".to_owned(),
            sysroot,
        }
    }

    fn put(rustc: &Rustc, file: &str, text: &str) {
        let path = target_folder(rustc).join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[test]
    fn a_library_that_came_with_the_compiler_is_ready() {
        let rustc = rustc("plain");
        assert!(!is_ready(&rustc));
        put(&rustc, "lib/libcore-1.rlib", "");
        assert!(!is_ready(&rustc), "std is missing");
        put(&rustc, "lib/libstd-1.rlib", "");
        assert!(is_ready(&rustc));
        let _ = std::fs::remove_dir_all(&rustc.sysroot);
    }

    #[test]
    fn a_library_of_another_compiler_is_not_ready() {
        let mut rustc = rustc("stamped");
        put(&rustc, "lib/libcore-1.rlib", "");
        put(&rustc, "lib/libstd-1.rlib", "");
        put(&rustc, STAMP, &stamp(&rustc));
        assert!(is_ready(&rustc));
        rustc.identity = "after an upgrade".to_owned();
        assert!(!is_ready(&rustc));
        let _ = std::fs::remove_dir_all(&rustc.sysroot);
    }
}
