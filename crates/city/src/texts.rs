use alloc::{string::String, vec::Vec};

use hashbrown::HashMap;
use search::{DecodeError, Reader, write_number, write_text};
use zone::LocalText;

/// The place of a text in [`Texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TextRef(u32);

/// Texts of an index, each once; those in three languages stand one after the other.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Texts {
    all: Vec<LocalText>,
}

/// Collects texts.
#[derive(Debug, Default)]
pub(crate) struct TextsBuilder {
    texts: Texts,
    places: HashMap<[String; 3], TextRef>,
}

impl TextsBuilder {
    pub(crate) fn add(&mut self, text: &LocalText) -> TextRef {
        let key = text.all().map(String::from);
        let next = TextRef(u32::try_from(self.texts.all.len()).unwrap_or(u32::MAX));
        let all = &mut self.texts.all;
        *self.places.entry(key).or_insert_with(|| {
            all.push(text.clone());
            next
        })
    }

    /// One text for all languages: identifiers, hours.
    pub(crate) fn add_plain(&mut self, text: &str) -> TextRef {
        self.add(&LocalText {
            kk: text.into(),
            ru: String::new(),
            en: String::new(),
        })
    }

    pub(crate) fn finish(self) -> Texts {
        self.texts
    }
}

impl Texts {
    pub(crate) fn get(&self, place: TextRef) -> Option<&LocalText> {
        self.all.get(usize::try_from(place.0).ok()?)
    }

    pub(crate) fn in_language(&self, place: TextRef, language: &str) -> String {
        self.get(place)
            .map(|text| text.in_language(language).into())
            .unwrap_or_default()
    }

    pub(crate) fn plain(&self, place: TextRef) -> &str {
        self.get(place).map_or("", |text| text.kk.as_str())
    }

    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        write_number(out, u64::try_from(self.all.len()).unwrap_or(u64::MAX));
        for text in &self.all {
            for text in text.all() {
                write_text(out, text);
            }
        }
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let count = reader.count()?;
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let (kk, ru, en) = (reader.text()?, reader.text()?, reader.text()?);
            if [&kk, &ru, &en]
                .into_iter()
                .any(|text| zone::check_text(text).is_err())
            {
                return Err(DecodeError);
            }
            all.push(LocalText { kk, ru, en });
        }
        Ok(Self { all })
    }

    /// Reads a place and sees that it is one.
    pub(crate) fn reference(&self, reader: &mut Reader<'_>) -> Result<TextRef, DecodeError> {
        let place = TextRef(reader.small()?);
        self.get(place).map(|_| place).ok_or(DecodeError)
    }
}

impl TextRef {
    pub(crate) fn encode(self, out: &mut Vec<u8>) {
        write_number(out, self.0.into());
    }
}
