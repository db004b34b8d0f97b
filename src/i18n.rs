//! Texts, numbers and money in the three languages. Kazakh is the first.

mod failure_text;
mod format;
mod format_time;
mod language;
mod load_language;
mod texts;

pub use failure_text::failure_text;
pub use format::{
    decimal_mark, format_about, format_amount, format_count, format_duration, format_order, format_percent,
    format_tenge, format_time,
};
pub use format_time::{format_date, format_day, format_list, format_relative, weekday};
pub use language::{I18n, Language, provide_language, use_i18n, use_title};
pub use load_language::{LoadLanguageError, load_language};
pub use texts::{Key, has_texts, install_table, install_texts};
