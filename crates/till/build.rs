//! Turns `locales/` into `enum Key` and one table a language, so that a missing, misspelt or unused key does not compile.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use locales::{LANGUAGES, read, variant};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=migrations");
    let tables = read(Path::new("locales"))?;
    let mut code = String::from(
        "#[allow(clippy::enum_variant_names, reason = \"named as the texts are\")]\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub(crate) enum Key {\n",
    );
    for key in &tables.keys {
        writeln!(code, "    {},", variant(key))?;
    }
    code.push_str("}\n");
    for (language, table) in LANGUAGES.iter().zip(&tables.texts) {
        writeln!(
            code,
            "pub(super) static {}: &[&str] = &{table:?};",
            language.to_uppercase()
        )?;
    }
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("texts.rs"), code)?;
    Ok(())
}
