//! Turns `locales/*.json` into `enum Key` and one table a language, so that a missing or misspelt key does not compile.

use std::{collections::BTreeMap, env, error::Error, fmt::Write as _, fs, path::Path};

const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let texts = LANGUAGES.map(|language| {
        let json = fs::read_to_string(Path::new("locales").join(format!("{language}.json")))?;
        Ok::<BTreeMap<String, String>, Box<dyn Error>>(serde_json::from_str(&json)?)
    });
    let [kk, ru, en] = texts;
    let (kk, ru, en) = (kk?, ru?, en?);

    let mut code = String::from(
        "/// Every text of the interface.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Key {\n",
    );
    for (key, text) in &kk {
        writeln!(code, "    /// `{key}`: {}", text.replace('\n', " "))?;
        writeln!(code, "    {},", variant(key))?;
    }
    code.push_str("}\n\n");
    for (language, table) in LANGUAGES.iter().zip([&kk, &ru, &en]) {
        if table.len() != kk.len() {
            return Err(format!(
                "locales/{language}.json has {} keys, kk.json has {}",
                table.len(),
                kk.len()
            )
            .into());
        }
        writeln!(
            code,
            "pub(super) static {}: [&str; {}] = [",
            language.to_uppercase(),
            kk.len()
        )?;
        for key in kk.keys() {
            let text = table
                .get(key)
                .ok_or_else(|| format!("locales/{language}.json: {key} is missing"))?;
            writeln!(code, "    {text:?},")?;
        }
        code.push_str("];\n");
    }
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("keys.rs"), code)?;
    Ok(())
}

/// `start.lost.title` becomes `StartLostTitle`.
fn variant(key: &str) -> String {
    key.split('.')
        .map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
                .unwrap_or_default()
        })
        .collect()
}
