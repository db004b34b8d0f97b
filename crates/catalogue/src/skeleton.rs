use alloc::string::String;

/// What a name looks like, whatever letters it is written in: two names of one skeleton cannot be told apart by eye.
/// Folds case and the Cyrillic and Greek doubles of Latin letters (a subset of UTS #39, confusables).
#[must_use]
pub fn skeleton(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(look)
        .collect()
}

const fn look(c: char) -> char {
    match c {
        'а' | 'α' | 'ɑ' => 'a',
        'в' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ё' | 'є' => 'e',
        'һ' => 'h',
        'н' | 'ң' => 'h',
        'і' | 'ι' | 'ı' | 'l' | '1' | '|' | 'ӏ' => 'i',
        'ј' => 'j',
        'к' | 'қ' | 'κ' => 'k',
        'м' => 'm',
        'о' | 'ο' | '0' | 'ө' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'у' | 'ү' | 'γ' => 'y',
        'х' | 'χ' => 'x',
        'ԛ' => 'q',
        'ԝ' => 'w',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_look_alike_and_others_do_not() {
        assert_eq!(skeleton("Alatau Coffee"), skeleton("Аlаtаu Соffее"));
        assert_eq!(skeleton("ALMA"), skeleton("аlma"));
        assert_ne!(skeleton("Alatau Coffee"), skeleton("Alatau Toffee"));
    }
}
