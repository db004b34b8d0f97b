//! Turns `locales/` into `enum Key`, so that a missing or misspelt key does not compile. The texts themselves are files
//! that the pages load (`cargo xtask build`); tests include them from `texts.rs`. And `style/icons.json` into `enum Icon`.

use std::{collections::BTreeMap, env, error::Error, fmt::Write as _, fs, path::Path};

use locales::{LANGUAGES, read, variant};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // Where the module may be cut is read from its relocations.
        println!("cargo::rustc-link-arg-bin=cryptocity-wallet=--emit-relocs");
    }
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
    let icons = icons()?;
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("keys.rs"), code)?;
    fs::write(Path::new(&out).join("texts.rs"), texts)?;
    fs::write(Path::new(&out).join("icons.rs"), icons)?;
    Ok(())
}

/// One variant an icon; its identifier in the sprite that `tools/assets.mjs` makes of the same file.
fn icons() -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed=style/icons.json");
    let names: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string("style/icons.json")?)?;
    let mut code = String::from(
        "/// The icons of `style/icons.json`.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Icon {\n",
    );
    let mut places = String::new();
    for name in names.keys() {
        writeln!(code, "    /// `{name}`\n    {},", variant(name))?;
        writeln!(places, "            Self::{} => \"#icon-{name}\",", variant(name))?;
    }
    write!(
        code,
        "}}\n\nimpl Icon {{\n    /// All of them.\n    pub const ALL: &[Self] = &[{}];\n\n    /// Its address in the sprite, which stands in the page.\n    \
         #[must_use]\n    pub const fn href(self) -> &'static str {{\n        match self {{\n{places}        }}\n    }}\n}}\n",
        names
            .keys()
            .map(|name| format!("Self::{}", variant(name)))
            .collect::<Vec<_>>()
            .join(", ")
    )?;
    Ok(code)
}
