use keys::{WordLanguage, suggest_words as suggest};

use crate::{
    protocol::{Failure, Response, SuggestWordsRequest},
    worker::Secret,
};

const MOST: usize = 4;

/// Words of a list for what is typed so far.
pub(crate) fn suggest_words(
    request: &SuggestWordsRequest,
    typed: &Secret,
    answer: &mut Secret,
) -> Result<Response, Failure> {
    let language = WordLanguage::from_code(&request.language).ok_or(Failure::BadRequest)?;
    let typed = std::str::from_utf8(typed).map_err(|_| Failure::BadRequest)?;
    for word in suggest(language, typed, MOST) {
        if !answer.is_empty() {
            answer.push(b' ');
        }
        answer.extend_from_slice(word.as_bytes());
    }
    Ok(Response::Suggestions)
}
