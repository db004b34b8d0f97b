use browser::{HttpRequest, Json, fetch};
use chain::HttpLimits;
use leptos::prelude::document;

use crate::i18n::{Language, has_texts, install_texts};

/// The texts of a language did not load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the texts of {} did not load", .0.name())]
pub struct LoadLanguageError(pub Language);

/// Loads the texts of a language once. The page's `<meta name="locales">` says where they are; `boot.js` has asked for
/// the first language already, so that this answers from the browser's cache.
///
/// # Errors
/// [`LoadLanguageError`].
pub async fn load_language(language: Language) -> Result<(), LoadLanguageError> {
    if has_texts(language) {
        return Ok(());
    }
    let fail = || LoadLanguageError(language);
    let url = document()
        .query_selector("meta[name=locales]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .ok_or_else(fail)?
        .replace("{language}", language.code());
    let request = HttpRequest::get(&url);
    let answer = fetch(&request, HttpLimits::default()).await.map_err(|_| fail())?;
    if answer.status != 200 {
        return Err(fail());
    }
    let texts = Json::from_bytes(&answer.body).ok_or_else(fail)?;
    install_texts(language, texts.items().iter().filter_map(Json::text).collect());
    Ok(())
}
