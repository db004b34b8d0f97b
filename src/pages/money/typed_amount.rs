use units::{AssetAmount, Tiyn};

/// What was typed is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AmountError {
    /// How many decimals it may have.
    pub(crate) decimals: u8,
}

/// An amount in whole units as the reader's language writes it; nothing when the field is empty. Surplus decimals, a
/// second mark and anything but digits are refused.
pub(crate) fn read_amount(typed: &str, decimals: u8, mark: char) -> Result<Option<AssetAmount>, AmountError> {
    let wrong = AmountError { decimals };
    match plain(typed, mark).ok_or(wrong)? {
        text if text.is_empty() => Ok(None),
        text => AssetAmount::parse_whole(&text, decimals)
            .map(Some)
            .map_err(|_| wrong),
    }
}

/// The same in tenge.
pub(crate) fn read_tenge(typed: &str, mark: char) -> Result<Option<Tiyn>, AmountError> {
    let wrong = AmountError { decimals: 2 };
    // Some write the sign, as prices are printed.
    let typed = typed.trim().trim_end_matches('₸');
    match plain(typed, mark).ok_or(wrong)? {
        text if text.is_empty() => Ok(None),
        text => Tiyn::parse_tenge(&text).map(Some).map_err(|_| wrong),
    }
}

/// With a point as the mark and without spaces. Another language's mark is taken where it can mean nothing else, for phones have
/// keys of one mark only: `None` where it could set thousands apart, which would be a thousand times more or less.
fn plain(typed: &str, mark: char) -> Option<String> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let other = if mark == '.' { ',' } else { '.' };
    if let Some((whole, part)) = text.split_once(other) {
        let thousands = part.len() == 3 && whole != "0";
        if thousands || part.contains([mark, other]) || whole.contains(mark) {
            return None;
        }
    }
    Some(text.replace(',', "."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mark_of_the_reader_s_language_and_no_surplus_decimals() {
        let amount = |text| read_amount(text, 6, ',').map(|amount| amount.map(|amount| amount.to_whole(6)));
        assert_eq!(amount(""), Ok(None));
        assert_eq!(amount(" 12\u{a0}500,5 "), Ok(Some("12500.500000".into())));
        let wrong = Err(AmountError { decimals: 6 });
        for text in [
            "1.500",
            "1.5.5",
            "1.234,5",
            "1,234.5",
            "1.",
            "1,5,5",
            "1,2345678",
            "-1",
            "1e3",
            ",5",
            "5,",
            "٣",
            "1'000",
            "0x1",
        ] {
            assert_eq!(amount(text), wrong, "{text}");
        }
        // The other mark where it is no sign of thousands.
        assert_eq!(amount("1.5"), Ok(Some("1.500000".into())));
        assert_eq!(amount("0.125"), Ok(Some("0.125000".into())));
        assert_eq!(amount("12.3456"), Ok(Some("12.345600".into())));
        let english = |text| read_amount(text, 6, '.').map(|amount| amount.map(|amount| amount.to_whole(6)));
        assert_eq!(english("1,5"), Ok(Some("1.500000".into())));
        assert_eq!(english("1,500"), wrong);
        assert_eq!(english("1,500,000"), wrong);
        assert_eq!(read_amount("1,000.5", 6, '.'), Err(AmountError { decimals: 6 }));
        assert_eq!(read_tenge("2 450,50", ','), Ok(Some(Tiyn::new(245_050).unwrap())));
        assert_eq!(read_tenge("2 450 ₸", ','), Ok(Some(Tiyn::new(245_000).unwrap())));
        assert_eq!(amount("5 ₸"), wrong);
        assert_eq!(read_tenge("2450,505", ','), Err(AmountError { decimals: 2 }));
    }

    /// Tokens with 0, 18 and 255 decimals, and the largest number there is.
    #[test]
    fn odd_decimals_and_the_largest_number() {
        assert_eq!(read_amount("7", 0, '.').unwrap().unwrap().to_string(), "7");
        assert!(read_amount("7.1", 0, '.').is_err());
        assert_eq!(
            read_amount("0.000000000000000001", 18, '.')
                .unwrap()
                .unwrap()
                .to_string(),
            "1"
        );
        assert!(read_amount("1", 255, '.').is_err());
        assert_eq!(read_amount("0", 255, '.').unwrap(), Some(AssetAmount::ZERO));
        let above = "115792089237316195423570985008687907853269984665640564039457584007913129639936";
        assert!(read_amount(above, 0, '.').is_err());
        assert!(read_tenge(above, '.').is_err());
    }
}
