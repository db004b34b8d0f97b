use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use crate::{Fact, fold};

/// More words than these are not looked at.
const MAX_PARTS: usize = 12;

/// One condition of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryPart {
    /// A folded word, perhaps only its beginning.
    Word(String),
    /// A number with a meaning.
    Fact(Fact),
}

/// What is asked for: all of its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The parts.
    pub parts: Vec<QueryPart>,
}

impl Query {
    /// Reads what somebody typed. `2 комн`, `60 м²`, `3 этаж`, `45 млн` become facts; a unit is one after its number.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut keys: Vec<String> = Vec::new();
        fold(typed, |key| keys.push(key.to_string()));
        keys.truncate(MAX_PARTS * 2);
        let mut parts = Vec::new();
        let mut rest = keys.as_slice();
        while let Some((key, after)) = rest.split_first() {
            let number: Option<u32> = key.parse().ok();
            let fact = number
                .zip(after.first())
                .and_then(|(n, word)| Fact::asked(n, word));
            rest = match fact {
                Some(fact) => {
                    parts.push(QueryPart::Fact(fact));
                    // `м²` folds to one word; `кв м` and `кв. метров` to two.
                    let two = matches!((after.first().map(String::as_str), after.get(1)),
                        (Some("kv" | "sk" | "xarxi"), Some(next)) if next.starts_with('m'));
                    after.get(if two { 2 } else { 1 }..).unwrap_or_default()
                }
                None => {
                    parts.push(QueryPart::Word(key.clone()));
                    after
                }
            };
        }
        parts.truncate(MAX_PARTS);
        Self { parts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(typed: &str) -> Vec<QueryPart> {
        Query::parse(typed).parts
    }

    #[test]
    fn numbers_with_units_are_facts() {
        let rooms = QueryPart::Fact(Fact::Rooms(2));
        for typed in [
            "2 комн",
            "2-комнатная",
            "2 бөлме",
            "2 бөлмелі",
            "2 rooms",
            "2к",
            "2-комн.",
        ] {
            assert_eq!(facts(typed), core::slice::from_ref(&rooms), "{typed}");
        }
        for typed in ["60 м²", "60м2", "60 кв. м", "60 шаршы метр", "60 sq m"] {
            assert_eq!(
                facts(typed)[0],
                QueryPart::Fact(Fact::SquareMetres(60)),
                "{typed}"
            );
        }
        assert_eq!(facts("3 этаж"), [QueryPart::Fact(Fact::Floor(3))]);
        assert_eq!(facts("45 млн"), [QueryPart::Fact(Fact::Millions(45))]);
        assert_eq!(facts("2 қабат")[0], QueryPart::Fact(Fact::Floor(2)));
    }

    #[test]
    fn other_numbers_are_words() {
        assert_eq!(
            facts("Абая 12"),
            [QueryPart::Word("abaia".into()), QueryPart::Word("12".into())]
        );
        assert_eq!(facts("  "), []);
    }
}
