//! Every sentence exists in every language, with the same placeholders, and every sentence is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result, io};
use crate::session::Session;

/// Kazakh is the first language; the others follow it.
const FIRST: &str = "kk";
const OTHERS: &[&str] = &["ru", "en"];

type Texts = BTreeMap<String, String>;

/// # Errors
/// Naming every key that is missing, unknown, unused, or has other placeholders.
pub(crate) fn run(session: &Session) -> Result<()> {
    session.steps.run("Languages", |_| {
        let folder = session.paths.root.join("locales");
        let first = read(&folder, FIRST)?;
        let mut faults = Vec::new();
        for language in OTHERS {
            faults.extend(differences(language, &first, &read(&folder, language)?));
        }
        let mut code = String::new();
        read_sources(&session.paths.root.join("src"), &mut code)?;
        faults.extend(unused(&first, &code));
        if faults.is_empty() {
            return Ok(());
        }
        Err(Error::new(format!(
            "The languages are not complete:\n  {}",
            faults.join("\n  ")
        )))
    })
}

fn read(folder: &Path, language: &str) -> Result<Texts> {
    let path = folder.join(format!("{language}.json"));
    let text = std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))?;
    let json: Value = serde_json::from_str(&text)
        .map_err(|error| Error::new(format!("{} is not JSON: {error}.", path.display())))?;
    let mut texts = Texts::new();
    flatten("", &json, &mut texts);
    Ok(texts)
}

/// Nested objects become dotted keys.
fn flatten(prefix: &str, value: &Value, texts: &mut Texts) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let key = if prefix.is_empty() {
                    key.clone()
                } else {
                    format!("{prefix}.{key}")
                };
                flatten(&key, value, texts);
            }
        }
        Value::String(text) => {
            texts.insert(prefix.to_owned(), text.clone());
        }
        other => {
            texts.insert(prefix.to_owned(), other.to_string());
        }
    }
}

fn differences(language: &str, first: &Texts, other: &Texts) -> Vec<String> {
    let missing = first
        .keys()
        .filter(|key| !other.contains_key(*key))
        .map(|key| format!("{language}: {key} is missing"));
    let unknown = other
        .keys()
        .filter(|key| !first.contains_key(*key))
        .map(|key| format!("{language}: {key} is not in {FIRST}"));
    let blank = other
        .iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(key, _)| format!("{language}: {key} is empty"));
    let unlike = first.iter().filter_map(|(key, text)| {
        let (wanted, found) = (placeholders(text), placeholders(other.get(key)?));
        (wanted != found).then(|| format!("{language}: {key} has {found:?}, {FIRST} has {wanted:?}"))
    });
    missing.chain(unknown).chain(blank).chain(unlike).collect()
}

/// The names between braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.trim())
        .collect()
}

fn unused(texts: &Texts, code: &str) -> Vec<String> {
    let used: BTreeSet<&str> = code
        .split("Key::")
        .skip(1)
        .map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default()
        })
        .collect();
    texts
        .keys()
        .map(|key| (key, variant(key)))
        .filter(|(_, variant)| !used.contains(variant.as_str()))
        .map(|(key, variant)| format!("{key} is not used (Key::{variant})"))
        .collect()
}

/// `home.not_found` becomes `HomeNotFound`.
fn variant(key: &str) -> String {
    key.split(['.', '_', '-'])
        .filter_map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>())
        })
        .collect()
}

fn read_sources(folder: &Path, code: &mut String) -> Result<()> {
    for entry in std::fs::read_dir(folder)
        .map_err(|e| io("read", folder, &e))?
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            read_sources(&path, code)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            code.push_str(&std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> Texts {
        pairs
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn differences_between_languages_are_named() {
        let kk = texts(&[("a", "{n} теңге"), ("b", "иә"), ("d", "x")]);
        let ru = texts(&[("a", "{m} тенге"), ("c", "да"), ("d", " ")]);
        assert_eq!(
            differences("ru", &kk, &ru),
            [
                "ru: b is missing",
                "ru: c is not in kk",
                "ru: d is empty",
                r#"ru: a has {"m"}, kk has {"n"}"#
            ]
        );
        assert!(differences("ru", &kk, &kk).is_empty());
    }

    #[test]
    fn unused_sentences_are_named() {
        let kk = texts(&[("home.title", ""), ("pay.not_found", "")]);
        assert_eq!(
            unused(&kk, "t(Key::HomeTitle)"),
            ["pay.not_found is not used (Key::PayNotFound)"]
        );
        assert_eq!(
            unused(&kk, "Key::HomeTitleLong, Key::PayNotFound").len(),
            1,
            "a longer name is another key"
        );
    }

    #[test]
    fn nested_files_have_dotted_keys() {
        let mut found = Texts::new();
        flatten(
            "",
            &serde_json::json!({ "home": { "title": "Басты бет" } }),
            &mut found,
        );
        assert_eq!(found, texts(&[("home.title", "Басты бет")]));
    }
}
