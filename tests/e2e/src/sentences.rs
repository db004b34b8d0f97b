use std::path::Path;

use crate::{JourneyError, Page, Result};

/// The languages of every page.
pub const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];

/// A sentence of the locale files, as what stands between its placeholders.
fn parts(language: &str, key: &str) -> Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    let tables = locales::read(&folder).map_err(|error| JourneyError::Answer(error.to_string()))?;
    let sentence = tables
        .keys
        .iter()
        .position(|known| known == key)
        .zip(LANGUAGES.iter().position(|known| *known == language))
        .and_then(|(place, language)| tables.texts.get(language)?.get(place))
        .ok_or_else(|| JourneyError::Answer(format!("no {key} in {language}")))?;
    let mut parts = Vec::new();
    for piece in sentence.split('{') {
        parts.push(piece.split_once('}').map_or(piece, |(_, rest)| rest).to_owned());
    }
    Ok(parts)
}

fn is(parts: &[String], text: &str) -> bool {
    let mut rest = text;
    parts.iter().all(|part| match rest.split_once(part.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Waits until the page's error is the sentence of `key`, in each language in turn. Gives it in English.
///
/// # Errors
/// [`JourneyError::Waited`] when it says something else.
pub async fn says_in_every_language(page: &Page, key: &str) -> Result<String> {
    let mut said = String::new();
    for language in LANGUAGES {
        let parts = parts(language, key)?;
        page.find(&format!(".languages [lang={language}]"))
            .await?
            .click()
            .await?;
        said = page
            .text_that("error", &format!("to be {key} in {language}"), |text| {
                is(&parts, text)
            })
            .await?;
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_recognised_whatever_stands_in_its_places() {
        let parts = parts("en", "error.unknownWord").unwrap();
        assert!(is(&parts, "Word 3 is not in the list. Check its spelling."));
        assert!(!is(&parts, "Wrong password."));
        assert!(!is(&parts, ""));
    }
}
