use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use crate::variant;

/// The languages, the first one first.
pub const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];

/// The areas that the pay page reads; they stand first in every table.
pub const PAY_AREAS: [&str; 3] = ["common", "error", "pay"];

/// Why the texts are none.
#[derive(Debug, thiserror::Error)]
pub enum ReadLocalesError {
    /// A file or folder cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Not an object of strings.
    #[error("{path} is not an object of sentences: {source}")]
    Json {
        /// Which.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The same key, or two keys with one name in Rust, in two places.
    #[error("{key} stands in two places of {language}")]
    Twice {
        /// The key.
        key: String,
        /// The language.
        language: &'static str,
    },
    /// Keys that only some languages have.
    #[error("not in every language: {}", .0.join(", "))]
    Incomplete(Vec<String>),
}

/// All texts: `keys` and each language's `texts` have the same order and length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// The keys, those of the pay page first.
    pub keys: Vec<String>,
    /// How many of them the pay page reads.
    pub pay_keys: usize,
    /// One table a language, in the order of [`LANGUAGES`].
    pub texts: [Vec<String>; 3],
}

type Area = BTreeMap<String, String>;

/// Reads the folder `locales`.
///
/// # Errors
/// [`ReadLocalesError`]; a key that one language lacks is named.
pub fn read(folder: &Path) -> Result<Tables, ReadLocalesError> {
    let mut areas = BTreeSet::new();
    for language in LANGUAGES {
        for entry in list(&folder.join(language))? {
            if let Some(area) = entry.strip_suffix(".json") {
                areas.insert(area.to_owned());
            }
        }
    }
    let (pay, rest): (Vec<_>, Vec<_>) = areas
        .into_iter()
        .partition(|area| PAY_AREAS.contains(&area.as_str()));
    let mut tables = Tables {
        keys: Vec::new(),
        pay_keys: 0,
        texts: [const { Vec::new() }; 3],
    };
    let mut incomplete = Vec::new();
    let mut names = BTreeSet::new();
    for area in pay.iter().chain(&rest) {
        let mut languages = Vec::new();
        for language in LANGUAGES {
            languages.push(read_area(&folder.join(language).join(format!("{area}.json")))?);
        }
        let keys: BTreeSet<_> = languages.iter().flat_map(Area::keys).cloned().collect();
        for key in keys {
            if !names.insert(variant(&key)) {
                return Err(ReadLocalesError::Twice {
                    key,
                    language: LANGUAGES[0],
                });
            }
            for ((language, texts), table) in LANGUAGES.iter().zip(&languages).zip(&mut tables.texts) {
                match texts.get(&key) {
                    Some(text) if !text.trim().is_empty() => table.push(text.clone()),
                    _ => incomplete.push(format!("{language}: {key}")),
                }
            }
            tables.keys.push(key);
        }
        if PAY_AREAS.contains(&area.as_str()) {
            tables.pay_keys = tables.keys.len();
        }
    }
    if incomplete.is_empty() {
        Ok(tables)
    } else {
        Err(ReadLocalesError::Incomplete(incomplete))
    }
}

fn list(folder: &Path) -> Result<Vec<String>, ReadLocalesError> {
    let fail = |source| ReadLocalesError::Io {
        path: folder.to_owned(),
        source,
    };
    fs::read_dir(folder)
        .map_err(fail)?
        .map(|entry| Ok(entry.map_err(fail)?.file_name().to_string_lossy().into_owned()))
        .collect()
}

/// An area that a language does not have is empty: its keys are then named as missing.
fn read_area(path: &Path) -> Result<Area, ReadLocalesError> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Area::new()),
        Err(source) => {
            return Err(ReadLocalesError::Io {
                path: path.to_owned(),
                source,
            });
        }
        Ok(text) => text,
    };
    serde_json::from_str(&text).map_err(|source| ReadLocalesError::Json {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("locales-{name}-{}", std::process::id()));
            for language in LANGUAGES {
                fs::create_dir_all(path.join(language)).unwrap();
            }
            Self(path)
        }

        fn write(&self, file: &str, text: &str) {
            fs::write(self.0.join(file), text).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_areas_of_the_pay_page_come_first() {
        let folder = Folder::new("order");
        for language in LANGUAGES {
            folder.write(&format!("{language}/activity.json"), r#"{"activity.title":"a"}"#);
            folder.write(&format!("{language}/pay.json"), r#"{"pay.title":"p"}"#);
        }
        let tables = read(&folder.0).unwrap();
        assert_eq!(tables.keys, ["pay.title", "activity.title"]);
        assert_eq!(tables.pay_keys, 1);
        assert_eq!(
            tables.texts,
            [["p", "a"], ["p", "a"], ["p", "a"]].map(|t| t.map(str::to_owned).to_vec())
        );
    }

    #[test]
    fn what_a_language_lacks_is_named() {
        let folder = Folder::new("lacks");
        folder.write("kk/pay.json", r#"{"pay.title":"Төлем","pay.more":"x"}"#);
        folder.write("ru/pay.json", r#"{"pay.title":"Оплата","pay.more":" "}"#);
        let error = read(&folder.0).unwrap_err().to_string();
        assert_eq!(
            error,
            "not in every language: ru: pay.more, en: pay.more, en: pay.title"
        );
    }

    #[test]
    fn a_key_stands_once() {
        let folder = Folder::new("twice");
        for language in LANGUAGES {
            folder.write(&format!("{language}/a.json"), r#"{"x.y":"1"}"#);
            folder.write(&format!("{language}/b.json"), r#"{"x_y":"1"}"#);
        }
        assert!(matches!(read(&folder.0), Err(ReadLocalesError::Twice { .. })));
    }
}
