//! Every sentence exists in every language, with the same placeholders, and every sentence is used.

use std::collections::BTreeSet;
use std::path::Path;

use locales::{LANGUAGES, PAY_AREAS, Tables, variant};

use crate::error::{Error, Result, io};
use crate::session::Session;

/// How many forms a text with plurals may have, in the order of the languages.
const FORMS: [&[usize]; 3] = [&[1, 2], &[3], &[1, 2]];

/// What the pay page is made of: it may use the texts of its own areas only, because it loads no others.
const PAY_SOURCES: &[&str] = &["src/pay", "src/i18n"];

/// # Errors
/// Naming every key that is missing, unused, out of the pay page's reach, or has other placeholders.
pub(crate) fn run(session: &Session) -> Result<()> {
    session.steps.run("Languages", |_| {
        let root = &session.paths.root;
        let tables = read(root)?;
        let mut faults = differences(&tables);
        let code = read_sources(&root.join("src"))?;
        faults.extend(unused(&tables, &code));
        for folder in PAY_SOURCES {
            faults.extend(out_of_reach(&tables, folder, &read_sources(&root.join(folder))?));
        }
        if faults.is_empty() {
            return Ok(());
        }
        Err(Error::new(format!(
            "The languages are not complete:\n  {}",
            faults.join("\n  ")
        )))
    })
}

/// The texts of the checkout.
///
/// # Errors
/// When a file is none or a language lacks a key.
pub(crate) fn read(root: &Path) -> Result<Tables> {
    locales::read(&root.join("locales")).map_err(|error| Error::new(error.to_string()))
}

fn differences(tables: &Tables) -> Vec<String> {
    let [first, ..] = &tables.texts;
    let mut faults = Vec::new();
    for (index, key) in tables.keys.iter().enumerate() {
        let Some(wanted) = first.get(index).map(|text| placeholders(text)) else {
            continue;
        };
        let plural = tables
            .texts
            .iter()
            .any(|table| table.get(index).is_some_and(|text| text.contains('|')));
        for ((language, table), forms) in LANGUAGES.iter().zip(&tables.texts).zip(FORMS) {
            let Some(text) = table.get(index) else { continue };
            for form in text.split('|') {
                let found = placeholders(form);
                if found != wanted {
                    faults.push(format!(
                        "{language}: {key} has {found:?}, {} has {wanted:?}",
                        LANGUAGES[0]
                    ));
                }
            }
            let count = text.split('|').count();
            if plural && !forms.contains(&count) {
                faults.push(format!(
                    "{language}: {key} has {count} forms, not one of {forms:?}"
                ));
            }
        }
    }
    faults
}

/// The names between braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.trim())
        .collect()
}

fn unused(tables: &Tables, code: &str) -> Vec<String> {
    let used = used(code);
    tables
        .keys
        .iter()
        .map(|key| (key, variant(key)))
        .filter(|(_, variant)| !used.contains(variant.as_str()))
        .map(|(key, variant)| format!("{key} is not used (Key::{variant})"))
        .collect()
}

fn out_of_reach(tables: &Tables, folder: &str, code: &str) -> Vec<String> {
    let used = used(code);
    tables
        .keys
        .iter()
        .skip(tables.pay_keys)
        .filter(|key| used.contains(variant(key).as_str()))
        .map(|key| {
            format!(
                "{folder} uses {key}, which is not in the areas of the pay page ({})",
                PAY_AREAS.join(", ")
            )
        })
        .collect()
}

fn used(code: &str) -> BTreeSet<&str> {
    code.split("Key::")
        .skip(1)
        .map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default()
        })
        .collect()
}

/// Every Rust file under a folder, one after the other.
fn read_sources(folder: &Path) -> Result<String> {
    let mut code = String::new();
    for entry in std::fs::read_dir(folder)
        .map_err(|e| io("read", folder, &e))?
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            code.push_str(&read_sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            code.push_str(&std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))?);
        }
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(keys: &[&str], pay_keys: usize, texts: [&[&str]; 3]) -> Tables {
        let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        Tables {
            keys: owned(keys),
            pay_keys,
            texts: texts.map(owned),
        }
    }

    #[test]
    fn differences_between_languages_are_named() {
        let tables = tables(
            &["a", "b"],
            2,
            [
                &["{n} теңге", "{n} сөз"],
                &["{m} тенге", "{n} слово|{n} слова"],
                &["{n} tenge", "{n} word|{n} words"],
            ],
        );
        assert_eq!(
            differences(&tables),
            [
                r#"ru: a has {"m"}, kk has {"n"}"#,
                "ru: b has 2 forms, not one of [3]"
            ]
        );
    }

    #[test]
    fn unused_and_unreachable_sentences_are_named() {
        let tables = tables(&["pay.not_found", "home.title"], 1, [&["x", "x"]; 3]);
        assert_eq!(
            unused(&tables, "t(Key::HomeTitle)"),
            ["pay.not_found is not used (Key::PayNotFound)"]
        );
        assert_eq!(
            unused(&tables, "Key::HomeTitleLong, Key::PayNotFound").len(),
            1,
            "a longer name is another key"
        );
        assert_eq!(out_of_reach(&tables, "src/pay", "Key::PayNotFound").len(), 0);
        assert_eq!(out_of_reach(&tables, "src/pay", "Key::HomeTitle").len(), 1);
    }
}
