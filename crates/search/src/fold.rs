use alloc::{string::String, vec::Vec};

/// Longer words are cut.
const MAX_KEY: usize = 24;

/// Splits a text into folded keys and gives each to `take`. Keys are lower-case ASCII letters and digits.
pub fn fold(text: &str, mut take: impl FnMut(&str)) {
    let mut raw: Vec<u8> = Vec::with_capacity(32);
    let mut digits = false;
    for c in text.chars() {
        let kind = class(c);
        // A number and the letters after it are two words: `2комн`, `60м`.
        let boundary = match kind {
            Class::Other => true,
            Class::Digit => !digits && !raw.is_empty(),
            Class::Letter => digits,
            Class::Silent => false,
        };
        if boundary {
            finish(&mut raw, digits, &mut take);
        }
        match kind {
            Class::Letter => {
                digits = false;
                push_letter(c, &mut raw);
            }
            Class::Digit => {
                digits = true;
                if let Ok(byte) = u8::try_from(c) {
                    raw.push(byte);
                }
            }
            Class::Other => digits = false,
            Class::Silent => {}
        }
    }
    finish(&mut raw, digits, &mut take);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// Inside a word, without a sound: signs and combining marks.
    Silent,
    Other,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'ъ' | 'ь' | 'Ъ' | 'Ь' | '\u{300}'..='\u{36F}' | '\'' | '’' | 'ʼ' | 'ʻ' => Class::Silent,
        '²' | '³' => Class::Other,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// One letter as Latin ones; several spellings of a sound give the same.
fn push_letter(c: char, out: &mut Vec<u8>) {
    if c.is_ascii() {
        if let Ok(byte) = u8::try_from(c.to_ascii_lowercase()) {
            out.push(byte);
        }
        return;
    }
    for lower in c.to_lowercase() {
        out.extend_from_slice(latin(lower));
    }
}

const fn latin(c: char) -> &'static [u8] {
    match c {
        'а' | 'ә' | 'ä' | 'á' | 'à' | 'â' | 'ə' => b"a",
        'б' => b"b",
        'в' => b"v",
        'г' | 'ғ' | 'ğ' | 'ǵ' => b"g",
        'д' => b"d",
        'е' | 'э' | 'ё' | 'é' | 'è' | 'ê' | 'є' => b"e",
        'ж' => b"j",
        'з' => b"z",
        'и' | 'й' | 'і' | 'ы' | 'ı' | 'í' | 'ï' | 'ї' => b"i",
        'к' | 'қ' => b"k",
        'л' => b"l",
        'м' => b"m",
        'н' | 'ң' | 'ñ' | 'ń' => b"n",
        'о' | 'ө' | 'ö' | 'ó' => b"o",
        'п' => b"p",
        'р' => b"r",
        'с' => b"s",
        'т' => b"t",
        'у' | 'ү' | 'ұ' | 'ü' | 'ū' | 'ú' | 'ў' => b"u",
        'ф' => b"f",
        'х' | 'һ' => b"h",
        'ц' => b"ts",
        'ч' | 'ç' => b"ch",
        'ш' | 'щ' | 'ş' => b"sh",
        'ю' => b"yu",
        'я' => b"ya",
        'ß' => b"s",
        _ => b"",
    }
}

/// Digraphs become one letter, sounds that spellings disagree on become one, doubled letters single.
fn finish(raw: &mut Vec<u8>, digits: bool, take: &mut impl FnMut(&str)) {
    if raw.is_empty() {
        return;
    }
    let mut key = String::with_capacity(raw.len());
    let mut rest = raw.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let (letter, used) = if digits {
            (*first, 1)
        } else {
            one_sound(*first, after.first().copied())
        };
        if digits || key.as_bytes().last() != Some(&letter) {
            key.push(char::from(letter));
        }
        rest = rest.get(used..).unwrap_or_default();
        if key.len() >= MAX_KEY {
            break;
        }
    }
    raw.clear();
    take(&key);
}

/// The letter for a sound, and how many letters it took.
const fn one_sound(first: u8, second: Option<u8>) -> (u8, usize) {
    match (first, second) {
        (b's', Some(b'h')) => (b'x', 2),
        (b'c', Some(b'h')) => (b'c', 2),
        (b'z', Some(b'h')) => (b'j', 2),
        (b'k', Some(b'h')) => (b'h', 2),
        (b'g', Some(b'h')) => (b'g', 2),
        (b't', Some(b's')) => (b'c', 2),
        (b'c' | b'q', _) => (b'k', 1),
        (b'y', _) => (b'i', 1),
        (b'w', _) => (b'u', 1),
        (other, _) => (other, 1),
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let mut keys = vec![];
        fold(text, |key| keys.push(key.into()));
        keys
    }

    #[test]
    fn spellings_of_one_word_have_one_key() {
        for spellings in [
            &["Қарағанды", "Караганды", "Qarağandy", "Karagandy"][..],
            &["Жетіген", "Жетиген", "Zhetigen", "Jetigen"],
            &["Шымкент", "Shymkent", "Şymkent"],
            &["Ыңтымақ", "Ынтымак", "Yntymaq"],
            &["Қоянқұс", "Коянкус", "Koyankus", "Qoianqus"],
            &["ёлка", "елка", "yolka"][..2],
            &["Хан", "Һан", "Khan", "han"],
            &["Цирк", "tsirk"],
            &["Алматы", "Almaty", "АЛМАТЫ"],
            &["Үй", "Уй", "uy", "Ұй"],
        ] {
            let first = keys(spellings[0]);
            for other in spellings {
                assert_eq!(keys(other), first, "{other}");
            }
        }
    }

    #[test]
    fn numbers_stand_alone_and_keep_their_digits() {
        assert_eq!(
            keys("2-комнатная, 60м², дом 1100"),
            ["2", "komnatnaia", "60", "m", "dom", "1100"]
        );
        assert_eq!(keys("съезд об'ект"), ["sezd", "obekt"]);
    }
}
