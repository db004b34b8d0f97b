//! Investment offerings of nobody, for the demo.

use catalogue::{Document, Entry, Offering, OfferingStatus};
use sig::sha256_digest;
use units::Tiyn;
use zone::{LocalText, Validity};

use super::{
    Random,
    words::{bin, text},
};

/// A file that an offering names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFile {
    /// Its name in the folder of documents.
    pub name: String,
    /// Its content.
    pub text: String,
}

struct Idea {
    id: &'static str,
    name: (&'static str, &'static str, &'static str),
    issuer: (&'static str, &'static str, &'static str),
    about: (&'static str, &'static str, &'static str),
    price_tenge: u64,
    units: u64,
    status: OfferingStatus,
}

const IDEAS: &[Idea] = &[
    Idea {
        id: "demo-o-solar",
        name: (
            "«Күн жолы» күн электр стансысы",
            "Солнечная станция «Кун жолы»",
            "Kun Zholy solar plant",
        ),
        issuer: (
            "«Күн жолы» АҚ (демо)",
            "АО «Кун жолы» (демо)",
            "Kun Zholy JSC (demo)",
        ),
        about: (
            "Жетіген маңында қуаты 4 МВт күн стансысын салуға арналған облигациялар. Сыйақы — жылына 14%, жылына бір рет төленеді; номинал орналастырудан үш жыл өткен соң қайтарылады.",
            "Облигации на строительство солнечной станции мощностью 4 МВт у Жетыгена. Купон 14% годовых раз в год, погашение по номиналу через три года после размещения.",
            "Bonds for building a 4 MW solar plant near Zhetygen. The coupon of 14% is paid once a year, the face value three years after placement.",
        ),
        price_tenge: 10_000,
        units: 5,
        status: OfferingStatus::Open,
    },
    Idea {
        id: "demo-o-greenhouse",
        name: (
            "«Жасыл бақ» жылыжайы",
            "Теплица «Жасыл бак»",
            "Zhasyl Baq greenhouse",
        ),
        issuer: (
            "«Жасыл бақ» ЖШС (демо)",
            "ТОО «Жасыл бак» (демо)",
            "Zhasyl Baq LLP (demo)",
        ),
        about: (
            "Төрт гектарлық жылыжай үшін табыстан үлес: қызанақ пен көк шөп, жыл бойы.",
            "Доля в доходе теплицы на четырёх гектарах: помидоры и зелень круглый год.",
            "A share in the income of a four-hectare greenhouse: tomatoes and herbs all year.",
        ),
        price_tenge: 25_000,
        units: 2,
        status: OfferingStatus::Announced,
    },
    Idea {
        id: "demo-o-hostel",
        name: (
            "«Керуен» жатақханасы",
            "Гостевой дом «Керуен»",
            "Keruen guest house",
        ),
        issuer: ("«Керуен» ЖШС (демо)", "ТОО «Керуен» (демо)", "Keruen LLP (demo)"),
        about: (
            "Саяхатшыларға арналған 40 орындық үйді жөндеу. Орналастыру аяқталды.",
            "Ремонт гостевого дома на 40 мест. Размещение завершено.",
            "Renovation of a guest house with 40 beds. The offering is over.",
        ),
        price_tenge: 5_000,
        units: 10,
        status: OfferingStatus::Closed,
    },
];

const RISKS: (&str, &str, &str) = (
    "Демо ұсыныс: мұндай эмитент жоқ. Нағыз салымда ақшаңыздың бәрін жоғалтуыңыз мүмкін: жоба кешігуі, табыс әкелмеуі, \
     эмитент төлей алмай қалуы мүмкін. Токенді қалаған уақытта сату мүмкін болмауы мүмкін. Салым кепілдендірілмейді.",
    "Демо-предложение: такого эмитента нет. В настоящем вложении можно потерять все деньги: проект может задержаться, не \
     принести дохода, эмитент может не заплатить. Токен не всегда удастся продать. Вложение не застраховано.",
    "A demo offering: there is no such issuer. In a real one all money can be lost: the project may be late or bring nothing, \
     the issuer may not pay. The token cannot always be sold. The investment is not insured.",
);

fn local(words: (&str, &str, &str)) -> LocalText {
    text(words.0, words.1, words.2)
}

/// Makes up offerings whose documents lie below an address that ends with a slash.
///
/// # Panics
/// Never: the prices in it are fixed and small.
#[must_use]
pub fn offerings(documents: &str, now: u64, seed: u64) -> (Vec<Entry>, Vec<DocumentFile>) {
    let mut random = Random::new(seed ^ 0x0FFE_12D6);
    let (mut entries, mut files) = (Vec::new(), Vec::new());
    for idea in IDEAS {
        let name = local(idea.name);
        let file = DocumentFile {
            name: format!("{}.txt", idea.id),
            // The mark tells browsers the encoding, whatever the server says.
            text: format!(
                "\u{FEFF}{}\n{}\n{}\n\n{}\n\n{}\n\n{}\n",
                name.kk, name.ru, name.en, idea.about.0, idea.about.1, idea.about.2
            ),
        };
        let price = Tiyn::new(idea.price_tenge * 100).expect("made-up prices are small");
        entries.push(Entry::Offering(Offering {
            identifier: idea.id.into(),
            name,
            issuer: local(idea.issuer),
            bin: bin(&mut random),
            description: local(idea.about),
            risks: local(RISKS),
            documents: vec![Document {
                name: text(
                    "Ұсыныс туралы меморандум",
                    "Меморандум о предложении",
                    "Offering memorandum",
                ),
                url: format!("{documents}{}", file.name),
                sha256: sha256_digest(file.text.as_bytes()).to_b256(),
            }],
            minimum_tiyn: Tiyn::new(price.get() * idea.units).expect("made-up prices are small"),
            price_tiyn: price,
            token: None,
            subscription: None,
            status: idea.status,
            validity: Validity {
                valid_from: now.saturating_sub(10 * 86_400),
                valid_until: Some(now + 60 * 86_400),
            },
            test: true,
        }));
        files.push(file);
    }
    (entries, files)
}
