/// A number of a document with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// Rooms.
    Rooms(u32),
    /// Whole square metres.
    SquareMetres(u32),
    /// Floor.
    Floor(u32),
    /// Year.
    Year(u32),
    /// Whole millions of tenge.
    Millions(u32),
}

impl Fact {
    /// The fact that a number and the folded word beside it ask for.
    pub(crate) fn asked(number: u32, word: &str) -> Option<Self> {
        let starts = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
        if word == "kk"
            || word == "k"
            || starts(&["komn", "komnat", "bolme", "rom", "bedrom"])
            || word == "rm"
        {
            return Some(Self::Rooms(number));
        }
        if matches!(word, "m" | "kvm" | "kv" | "sk" | "skm") || starts(&["xarxi", "skmet", "metr"]) {
            return Some(Self::SquareMetres(number));
        }
        if starts(&["etaj", "kabat", "flor"]) {
            return Some(Self::Floor(number));
        }
        if starts(&["mln", "milion"]) {
            return Some(Self::Millions(number));
        }
        if starts(&["god", "jil", "iear"]) && (1900..2200).contains(&number) {
            return Some(Self::Year(number));
        }
        None
    }

    /// Its kind and number, as files hold them.
    pub(crate) const fn parts(self) -> (u8, u32) {
        match self {
            Self::Rooms(number) => (0, number),
            Self::SquareMetres(number) => (1, number),
            Self::Floor(number) => (2, number),
            Self::Year(number) => (3, number),
            Self::Millions(number) => (4, number),
        }
    }

    /// The fact of a kind and number; none for a kind that is not known.
    pub(crate) const fn of_parts(kind: u8, number: u32) -> Option<Self> {
        Some(match kind {
            0 => Self::Rooms(number),
            1 => Self::SquareMetres(number),
            2 => Self::Floor(number),
            3 => Self::Year(number),
            4 => Self::Millions(number),
            _ => return None,
        })
    }
}
