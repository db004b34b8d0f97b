//! Turns `locales/` into `enum Key`, so that a missing or misspelt key does not compile. The texts themselves are files
//! that the pages load (`cargo xtask build`); tests include them from `texts.rs`.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use locales::{LANGUAGES, read, variant};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let tables = read(Path::new("locales"))?;
    let mut code = String::from(
        "/// Every text of the interface.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Key {\n",
    );
    for (key, text) in tables.keys.iter().zip(&tables.texts[0]) {
        writeln!(code, "    /// `{key}`: {}", text.replace('\n', " "))?;
        writeln!(code, "    {},", variant(key))?;
    }
    code.push_str("}\n");
    let mut texts = String::new();
    for (language, table) in LANGUAGES.iter().zip(&tables.texts) {
        writeln!(
            texts,
            "pub(crate) static {}: &[&str] = &{table:?};",
            language.to_uppercase()
        )?;
    }
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("keys.rs"), code)?;
    fs::write(Path::new(&out).join("texts.rs"), texts)?;
    Ok(())
}
