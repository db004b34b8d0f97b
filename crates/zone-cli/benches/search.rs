//! How long it takes to open the indexes of made-up listings and to answer questions, first rows included, as the worker does it:
//! `cargo bench -p zone-cli -- 100000`.

use std::{
    io::{self, Write as _},
    time::{Duration, Instant},
};

use catalogue::MANIFEST_TYPE;
use city::{
    City, build_city,
    protocol::{PropertyQuery, PropertySort, Request, Response},
};
use testkit::{DemoKeys, DemoZone};
use zone::{demo_trust_root, sign_envelope};
use zone_cli::{GenerateOptions, generate};

const NOW: u64 = 1_795_000_000;
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
    let (registry, keys) = (
        DemoZone::for_tests(NOW).registry(&DemoKeys::derive()),
        DemoKeys::derive(),
    );
    let content = generate(&GenerateOptions {
        zone: registry.id.clone(),
        merchants: 0,
        listings: count,
        seed: 1,
        now: NOW,
        assets: vec![],
        largest_deposit: registry.limits.per_payment_tiyn,
        readable: false,
    });
    let started = now();
    let built = build_city(content).expect("what is made up holds");
    let published = started.elapsed();
    let payload = serde_json::to_vec(&built.manifest).expect("a manifest has a JSON form");
    let envelope = sign_envelope(MANIFEST_TYPE, &payload, &[&keys.catalogue]);
    let mut city = City::new(demo_trust_root());
    let file = serde_json::to_vec(&DemoZone::sign_registry(&registry, &keys)).expect("JSON");
    city.open_registry(&file, 0, NOW)
        .expect("the demo registry holds");
    city.open_manifest(&serde_json::to_vec(&envelope).expect("JSON"), NOW)
        .expect("the manifest holds");
    let files = city.search_files();
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let started = now();
    for wanted in &files {
        let file = built.files.iter().find(|file| file.path == wanted.path);
        city.add_search_file(&wanted.path, &file.expect("built").bytes)
            .expect("the index holds");
    }
    let ready = started.elapsed();
    let first = time_one(&mut city, "", PropertySort::Best).0;
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..20 {
        for typed in QUERIES {
            let (time, total) = time_one(&mut city, typed, PropertySort::Best);
            found += total;
            times.push((time, *typed));
        }
        for sort in PropertySort::ALL {
            times.push((time_one(&mut city, "", sort).0, "(sorted)"));
        }
    }
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or((Duration::ZERO, ""))
    };
    let _ = writeln!(
        io::stdout(),
        "{count} listings: published in {published:?}; {} index files, {} KiB, verified and ready in {ready:?}; first \
         answer {first:?}\nquery p50 {:?}, p95 {:?} ({}), most {:?} ({}); {found} found",
        files.len(),
        bytes / 1024,
        at(50).0,
        at(95).0,
        at(95).1,
        times.last().map_or(Duration::ZERO, |t| t.0),
        times.last().map_or("", |t| t.1),
    );
}

fn time_one(city: &mut City, typed: &str, sort: PropertySort) -> (Duration, usize) {
    let request = Request::Property {
        query: Box::new(PropertyQuery {
            text: typed.into(),
            sort,
            ..PropertyQuery::default()
        }),
        language: "kk".into(),
    };
    let started = now();
    let answer = city.answer(&request, NOW);
    let time = started.elapsed();
    match answer {
        Response::Property(found) => (time, found.total),
        _ => (time, 0),
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn now() -> Instant {
    Instant::now()
}
