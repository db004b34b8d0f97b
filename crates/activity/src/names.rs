use alloc::string::String;

/// What is wrong with a name from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameRisk {
    /// Nothing.
    None,
    /// It turns the reading direction or holds invisible characters.
    Misleading,
    /// One word mixes alphabets.
    MixedScripts,
    /// It looks like a name that is known.
    LooksLike(String),
}

/// Judges a name beside names that are known.
#[must_use]
pub fn judge_name<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> NameRisk {
    if name.contains(is_hidden) {
        return NameRisk::Misleading;
    }
    if name.split(|c: char| !c.is_alphanumeric()).any(mixes_scripts) {
        return NameRisk::MixedScripts;
    }
    let shape = skeleton(name);
    known
        .into_iter()
        .find(|other| skeleton(other) == shape)
        .map_or(NameRisk::None, |other| NameRisk::LooksLike(other.into()))
}

/// Controls, invisible characters, and everything that turns the reading direction.
const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

const fn script(character: char) -> Option<Script> {
    match character {
        'a'..='z' | 'A'..='Z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            Some(Script::Latin)
        }
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
        '\u{400}'..='\u{52f}'
        | '\u{1c80}'..='\u{1c8f}'
        | '\u{2de0}'..='\u{2dff}'
        | '\u{a640}'..='\u{a69f}' => Some(Script::Cyrillic),
        _ => None,
    }
}

fn mixes_scripts(word: &str) -> bool {
    let mut scripts = word.chars().filter_map(script);
    let first = scripts.next();
    scripts.any(|script| Some(script) != first)
}

/// What a name looks like: case folded, spaces dropped, letters that look alike made one
/// (the part of [UTS #39](https://www.unicode.org/reports/tr39/) that Latin, Cyrillic, Greek and digits need).
#[must_use]
pub fn skeleton(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter(|character| !character.is_whitespace())
        .map(prototype)
        .collect()
}

const fn prototype(character: char) -> char {
    match character {
        'а' | 'α' | 'ɑ' | 'à' | 'á' => 'a',
        'в' | 'ь' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ё' | 'є' | 'ε' | 'è' | 'é' => 'e',
        'һ' | 'н' => 'h',
        'і' | 'ı' | 'ї' | 'ι' | 'l' | '1' | '|' | 'ӏ' | 'í' => 'i',
        'ј' => 'j',
        'к' | 'κ' | 'қ' => 'k',
        'м' => 'm',
        'о' | 'ο' | 'σ' | '0' | 'ө' | 'ό' | 'ó' | 'ö' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' | 'ѓ' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ц' | 'ü' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' | 'ш' | 'щ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'ү' | 'ұ' | 'γ' => 'y',
        'з' | 'ʒ' => '3',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_are_found() {
        let judge = |name: &str| judge_name(name, ["Kaspi", "Алатау кофе", "Halyk"]);
        assert_eq!(judge("Алатау банк"), NameRisk::None);
        assert_eq!(judge("Kaspi дүкен"), NameRisk::None);
        assert_eq!(judge("KASPl"), NameRisk::LooksLike("Kaspi".into()));
        assert_eq!(judge("Kаspi"), NameRisk::MixedScripts);
        assert_eq!(judge("кофе\u{202e}"), NameRisk::Misleading);
        assert_eq!(judge("Алатаукофе"), NameRisk::LooksLike("Алатау кофе".into()));
        assert_eq!(judge("Аlатау кофе"), NameRisk::MixedScripts);
    }
}
