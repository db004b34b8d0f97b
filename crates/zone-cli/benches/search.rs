//! How long building an index over made-up listings and asking it takes: `cargo bench -p zone-cli -- 100000`.

use std::{
    io::{self, Write as _},
    time::{Duration, Instant},
};

use catalogue::{Entry, Listing};
use search::{Fact, Field, Index, IndexBuilder, Query, Searcher};
use zone_cli::{GenerateOptions, generate};

const QUERIES: &[&str] = &[
    "а",
    "ж",
    "к",
    "2 комн",
    "60 м²",
    "3 этаж",
    "Жетіген",
    "zhetigen",
    "Жетыген 2 комн",
    "коянкус",
    "qoianqus 3 бөлме",
    "golden",
    "gate 45 м2",
    "ул",
    "көшесі",
    "demo",
    "хозяин 2 комн",
    "жетген",
    "goldne",
    "пкупить",
    "жшс",
    "ka",
    "ба",
    "мн",
    "то",
    "ас",
    "сар",
    "дау",
    "дәулет 1 бөлме",
    "yntymaq",
    "арна 50 м²",
];

fn main() {
    let count = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10_000);
    let content = generate(&GenerateOptions {
        zone: "bench".into(),
        merchants: 0,
        listings: count,
        seed: 1,
        now: 1_795_000_000,
        assets: vec![],
    });
    let started = now();
    let index = build(&content.entries);
    let built = started.elapsed();
    let mut searcher = Searcher::new(&index);
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..20 {
        for typed in QUERIES {
            let started = now();
            found += searcher
                .search(&index, &Query::parse(typed), |_| true)
                .documents
                .len();
            times.push((started.elapsed(), typed));
        }
    }
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or((Duration::ZERO, &""))
    };
    let size = index.size();
    let _ = writeln!(
        io::stdout(),
        "{count} listings: build {built:?}, {} words, {} postings, {} MB\nquery p50 {:?}, p95 {:?} ({}), most {:?} ({}); {found} found",
        size.words,
        size.postings,
        size.bytes / 1_000_000,
        at(50).0,
        at(95).0,
        at(95).1,
        times.last().map_or(Duration::ZERO, |t| t.0),
        times.last().map_or("", |t| t.1),
    );
}

#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn now() -> Instant {
    Instant::now()
}

fn build(entries: &[Entry]) -> Index {
    let mut builder = IndexBuilder::new();
    for entry in entries {
        let Entry::Listing(listing) = entry else { continue };
        let facts = facts(listing);
        builder.add(
            listing
                .address_locality
                .all()
                .into_iter()
                .chain(listing.street_address.all())
                .chain(listing.complex.iter().flat_map(|name| name.all()))
                .map(|text| (Field::Place, text))
                .chain(
                    listing
                        .seller
                        .name
                        .all()
                        .into_iter()
                        .map(|text| (Field::Text, text)),
                )
                .chain(
                    listing
                        .description
                        .all()
                        .into_iter()
                        .map(|text| (Field::Text, text)),
                ),
            &facts,
        );
    }
    builder.finish()
}

fn facts(listing: &Listing) -> Vec<Fact> {
    let rooms = listing.number_of_rooms.map(|rooms| Fact::Rooms(rooms.into()));
    let floor = listing.floor_level.map(|floor| Fact::Floor(floor.into()));
    let area = Some(Fact::SquareMetres(listing.floor_size_cm / 100));
    rooms.into_iter().chain(floor).chain(area).collect()
}
