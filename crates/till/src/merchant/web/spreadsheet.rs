//! Tables that people open in a spreadsheet: headings, dates and tenge as their language writes them. Programs read the JSON
//! and the API's own CSV.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    ApiError,
    i18n::{Key, Language},
};

/// Without it spreadsheets read Cyrillic letters in the wrong code page.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What separates cells: where the comma is the decimal mark, spreadsheets expect a semicolon.
const fn delimiter(language: Language) -> u8 {
    match language {
        Language::English => b',',
        Language::Kazakh | Language::Russian => b';',
    }
}

/// A file of rows under a line of headings.
pub(super) fn spreadsheet<const N: usize>(
    name: &str,
    language: Language,
    headings: [Key; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<Response, ApiError> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter(language))
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let wrong = |error: csv::Error| ApiError::internal(&error);
    writer
        .write_record(headings.map(|key| language.text(key)))
        .map_err(wrong)?;
    for row in rows {
        writer.write_record(row).map_err(wrong)?;
    }
    let bytes = writer.into_inner().map_err(|error| ApiError::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}
