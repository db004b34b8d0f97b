use std::collections::BTreeSet;

use zone::{Bin, LocalText};

use super::{Random, phrases};

const STEMS: usize = 16_384;
const ONSETS: &[&str] = &[
    "б", "д", "ж", "з", "к", "қ", "л", "м", "н", "п", "р", "с", "т", "ш", "г", "ғ", "",
];
const BACK: &[&str] = &["а", "о", "ұ", "ы"];
const FRONT: &[&str] = &["ә", "е", "ө", "ү", "і"];
const CODAS: &[&str] = &["н", "р", "л", "с", "т", "й", "м", "к", "", ""];
const KK_ENDINGS: &[&str] = &["", "", "", "лық", "дағы", "ның", "лар", "ға", "сыз", "шы"];
const RU_ENDINGS: &[&str] = &["", "", "", "ный", "ская", "ов", "ами", "ом", "ные", "ка"];
const EN_ENDINGS: &[&str] = &["", "", "", "s", "ing", "ed", "ly", "ness", "er", "al"];

/// A settlement of the zone, with its middle in millionths of degrees.
#[derive(Debug)]
pub(super) struct District {
    kk: &'static str,
    ru: &'static str,
    en: &'static str,
    pub(super) latitude: i32,
    pub(super) longitude: i32,
    /// Thousands of tenge for a square metre of a flat.
    pub(super) price: u32,
}

/// Former settlements and planned districts of Alatau. Middles are rough; prices are made up.
pub(super) const DISTRICTS: &[District] = &[
    district("Жетіген", "Жетыген", "Zhetygen", 43_690_000, 77_110_000, 390),
    district("Қоянқұс", "Коянкус", "Koyankus", 43_460_000, 76_930_000, 470),
    district("Заречное", "Заречное", "Zarechnoye", 43_620_000, 77_140_000, 380),
    district("Арна", "Арна", "Arna", 43_560_000, 77_040_000, 360),
    district("Еңбек", "Енбек", "Yenbek", 43_720_000, 77_200_000, 350),
    district("Жаңаарна", "Жанаарна", "Zhanaarna", 43_570_000, 77_060_000, 355),
    district("Күйған", "Куйган", "Kuigan", 43_760_000, 77_050_000, 350),
    district(
        "Жаңаталап",
        "Жанаталап",
        "Zhanatalap",
        43_650_000,
        76_980_000,
        365,
    ),
    district("Ынтымақ", "Ынтымак", "Yntymak", 43_540_000, 76_960_000, 375),
    district("Дәулет", "Даулет", "Daulet", 43_500_000, 76_940_000, 420),
    district("Қайрат", "Кайрат", "Kairat", 43_600_000, 77_250_000, 370),
    district(
        "Gate District",
        "Gate District",
        "Gate District",
        43_480_000,
        76_960_000,
        600,
    ),
    district(
        "Golden District",
        "Golden District",
        "Golden District",
        43_580_000,
        77_020_000,
        540,
    ),
    district(
        "Green District",
        "Green District",
        "Green District",
        43_830_000,
        77_090_000,
        510,
    ),
];

const fn district(
    kk: &'static str,
    ru: &'static str,
    en: &'static str,
    latitude: i32,
    longitude: i32,
    price: u32,
) -> District {
    District {
        kk,
        ru,
        en,
        latitude,
        longitude,
        price,
    }
}

impl District {
    pub(super) fn name(&self) -> LocalText {
        text(self.kk, self.ru, self.en)
    }

    /// A point nearby.
    pub(super) fn point(&self, random: &mut Random) -> catalogue::GeoPoint {
        let mut away = || i32::try_from(random.between(0, 30_000)).unwrap_or(0) - 15_000;
        catalogue::GeoPoint::from_micro(self.latitude + away(), self.longitude + away())
    }
}

/// Made-up words with frequencies as in a language.
#[derive(Debug)]
pub(super) struct Words {
    stems: Vec<String>,
    streets: Vec<String>,
    readable: bool,
}

impl Words {
    pub(super) fn new(random: &mut Random, readable: bool) -> Self {
        let mut seen = BTreeSet::new();
        let mut stems = Vec::with_capacity(STEMS);
        while stems.len() < STEMS {
            let vowels = if random.once_in(2) { BACK } else { FRONT };
            let word: String = (0..random.between(2, 3))
                .map(|_| syllable(random, vowels))
                .collect();
            if word.chars().count() > 3 && seen.insert(word.clone()) {
                stems.push(word);
            }
        }
        let streets = stems.iter().take(600).map(|stem| capital(stem)).collect();
        Self {
            stems,
            streets,
            readable,
        }
    }

    /// A name, capital letter first, in three languages.
    pub(super) fn name(&self, random: &mut Random) -> LocalText {
        if self.readable {
            return phrases::name(random);
        }
        self.stem_name(random)
    }

    /// A name that no other is likely to have.
    pub(super) fn stem_name(&self, random: &mut Random) -> LocalText {
        let stem = capital(random.pick::<String>(&self.stems));
        text(&stem, &russian(&stem), &latin(&stem))
    }

    pub(super) fn street(&self, random: &mut Random) -> LocalText {
        if self.readable {
            return phrases::street(random);
        }
        let street = random.pick_by_rank(&self.streets);
        let house = random.between(1, 180);
        text(
            &format!("{street} көшесі, {house}"),
            &format!("ул. {}, {house}", russian(street)),
            &format!("{} St, {house}", latin(street)),
        )
    }

    /// Some words of free text; now and then one is misspelt or written in the other script.
    pub(super) fn sentence(&self, random: &mut Random, count: u32) -> LocalText {
        if self.readable {
            return phrases::description(random);
        }
        let (mut kk, mut ru, mut en) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..count {
            let stem = random.pick_by_rank(&self.stems);
            for (words, stem, endings) in [
                (&mut kk, stem.clone(), KK_ENDINGS),
                (&mut ru, russian(stem), RU_ENDINGS),
                (&mut en, latin(stem), EN_ENDINGS),
            ] {
                let ending: &'static str = random.pick::<&'static str>(endings);
                let word = format!("{stem}{ending}");
                words.push(slip(random, word));
            }
        }
        text(&kk.join(" "), &ru.join(" "), &en.join(" "))
    }
}

fn syllable(random: &mut Random, vowels: &[&'static str]) -> String {
    [ONSETS, vowels, CODAS]
        .map(|sounds| *random.pick::<&'static str>(sounds))
        .concat()
}

fn slip(random: &mut Random, word: String) -> String {
    if random.once_in(60) {
        let left_out = usize::try_from(random.between(1, 3)).unwrap_or(1);
        return word
            .chars()
            .enumerate()
            .filter(|(place, _)| *place != left_out)
            .map(|(_, c)| c)
            .collect();
    }
    if random.once_in(40) { latin(&word) } else { word }
}

/// A number with a right check digit, of a company that does not exist.
pub(super) fn bin(random: &mut Random) -> Bin {
    loop {
        let serial = random.between(0, 99_999);
        let head = format!("26{:02}40{serial:05}", random.between(1, 12));
        if let Some(bin) = (0..10).find_map(|digit| format!("{head}{digit}").parse().ok()) {
            return bin;
        }
    }
}

pub(super) fn text(kk: &str, ru: &str, en: &str) -> LocalText {
    LocalText {
        kk: kk.into(),
        ru: ru.into(),
        en: en.into(),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// As Russian writes Kazakh names.
fn russian(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'ә' => 'а',
            'Ә' => 'А',
            'қ' => 'к',
            'Қ' => 'К',
            'ғ' => 'г',
            'Ғ' => 'Г',
            'ң' => 'н',
            'ө' => 'о',
            'Ө' => 'О',
            'ұ' | 'ү' => 'у',
            'Ұ' | 'Ү' => 'У',
            'і' => 'и',
            'І' => 'И',
            other => other,
        })
        .collect()
}

/// As passports write them.
fn latin(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        let plain = match c.to_lowercase().next().unwrap_or(c) {
            'а' | 'ә' => "a",
            'б' => "b",
            'г' | 'ғ' => "g",
            'д' => "d",
            'е' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'і' => "i",
            'й' => "i",
            'к' => "k",
            'қ' => "q",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' | 'ө' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' | 'ұ' | 'ү' => "u",
            'ш' => "sh",
            'ы' => "y",
            _ => "",
        };
        if c.is_uppercase() {
            out.push_str(&capital(plain));
        } else if c.is_ascii() {
            out.push(c);
        } else {
            out.push_str(plain);
        }
    }
    out
}
