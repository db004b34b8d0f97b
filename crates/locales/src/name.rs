/// A key's name in Rust: `start.lost.title` becomes `StartLostTitle`, `pay.not_found` becomes `PayNotFound`.
#[must_use]
pub fn variant(key: &str) -> String {
    key.split(['.', '_', '-'])
        .filter_map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_underscores_begin_a_word() {
        assert_eq!(variant("start.lost.title"), "StartLostTitle");
        assert_eq!(variant("pay.not_found"), "PayNotFound");
        assert_eq!(variant("home.totalHint"), "HomeTotalHint");
    }
}
