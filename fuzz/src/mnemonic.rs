use keys::{Mnemonic, ParseMnemonicError, WordLanguage, suggest_words};
use unicode_normalization::UnicodeNormalization as _;

/// Phrases of several lists in the forms people type.
#[must_use]
pub fn mnemonic_samples() -> Vec<Vec<u8>> {
    let mut samples = vec![
        b"legal winner thank year wave sausage worth useful legal winner thank yellow".to_vec(),
        b"1. zoo 2. zoo 3. zoo 4. zoo 5. zoo 6. zoo 7. zoo 8. zoo 9. zoo 10. zoo 11. zoo 12. wrong".to_vec(),
    ];
    for language in WordLanguage::ALL {
        for length in [16_u8, 32] {
            let entropy: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(37)).collect();
            if let Ok(mnemonic) = Mnemonic::from_entropy(language, &entropy) {
                samples.push(mnemonic.expose_words().nfc().collect::<String>().into_bytes());
                samples.push(mnemonic.expose_words().as_bytes().to_vec());
            }
        }
    }
    samples
}

/// Typed words.
///
/// # Panics
/// When a property does not hold.
pub fn mnemonic_input(input: &[u8]) {
    let Ok(text) = core::str::from_utf8(input) else {
        return;
    };
    let read = entropy(Mnemonic::parse(text));
    let composed: String = text.nfc().collect();
    let decomposed: String = text.nfd().collect();
    assert_eq!(entropy(Mnemonic::parse(&composed)), read, "composed");
    assert_eq!(entropy(Mnemonic::parse(&decomposed)), read, "decomposed");
    for language in WordLanguage::ALL {
        if let Ok(mnemonic) = Mnemonic::parse_in(language, text) {
            let again = Mnemonic::parse_in(language, &mnemonic.expose_words());
            let again = again.expect("what was accepted is accepted again");
            assert_eq!(*again.expose_entropy(), *mnemonic.expose_entropy());
        }
    }
    let typed = text.split_whitespace().next().unwrap_or(text);
    for word in suggest_words(WordLanguage::English, typed, 4) {
        assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
    }
}

fn entropy(read: Result<Mnemonic, ParseMnemonicError>) -> Result<Vec<u8>, ParseMnemonicError> {
    read.map(|mnemonic| mnemonic.expose_entropy().to_vec())
}
