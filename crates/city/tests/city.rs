//! The catalogue as the worker holds it: what is found, what is left out, what a bad file costs.
#![cfg(test)]

use catalogue::{
    BuiltCatalogue, CatalogueContent, Category, Entry, EntryKind, MANIFEST_TYPE, Manifest, Tombstone,
};
use city::{
    City, build_city,
    protocol::{
        CityTrouble, ListingCard, MapQuery, Missing, One, PlaceCard, PlacesQuery, PropertyQuery,
        PropertySort, Request, Response, Rows, SheetPart, Spot,
    },
};
use testkit::{DemoKeys, DemoZone};
use zone::{LocalText, Registry, Suspension, Validity, demo_trust_root, sign_envelope};

/// Monday, 2026-11-23, 12:00 in Almaty.
const NOW: u64 = 1_795_417_200;

fn entry(kind: EntryKind, line: &str) -> Entry {
    Entry::parse(kind, line.replace('\n', " ").as_bytes()).unwrap()
}

fn place(id: &str, kind: &str, name: &str, longitude: &str, hours: &str) -> Entry {
    entry(
        EntryKind::Merchants,
        &format!(
            r#"{{"@type":"{kind}","identifier":"{id}","name":{{"kk":"{name}","ru":"{name}","en":"{name}"}},
            "taxID":"260940000507","mcc":5812,"addressLocality":{{"kk":"Жетіген","ru":"Жетыген","en":"Zhetygen"}},
            "streetAddress":{{"kk":"Абай к-сі, 12","ru":"ул. Абая, 12","en":"12 Abai St"}},
            "geo":{{"latitude":"43.69","longitude":"{longitude}"}},"openingHours":"{hours}",
            "currenciesAccepted":["{}"],"verifiedAt":1795000000,"test":true}}"#,
            registry().assets[0].id
        ),
    )
}

fn listing(number: u32, rooms: u8, price_millions: u32, district: &str) -> Entry {
    entry(
        EntryKind::Listings,
        &format!(
            r#"{{"@type":"Apartment","identifier":"l-{number}","businessFunction":"Sell","numberOfRooms":{rooms},
            "floorSizeCm":{},"floorLevel":3,"floors":9,"yearBuilt":2021,"priceTiyn":"{price_millions}00000000",
            "addressLocality":{{"kk":"{district}","ru":"{district}","en":"{district}"}},
            "streetAddress":{{"kk":"Абай к-сі, 12","ru":"ул. Абая, 12","en":"12 Abai St"}},
            "geo":{{"latitude":"43.69","longitude":"77.11"}},
            "seller":{{"kind":"owner","name":{{"kk":"Иесі","ru":"Хозяин","en":"Owner"}}}},
            "datePosted":{},
            "description":{{"kk":"жарық пәтер","ru":"светлая квартира","en":"bright flat"}}}}"#,
            5600 + number,
            1_795_000_000 + u64::from(number)
        ),
    )
}

fn offering(id: &str) -> Entry {
    let text = r#"{"kk":"Күн","ru":"Солнце","en":"Sun"}"#;
    entry(
        EntryKind::Offerings,
        &format!(
            r#"{{"identifier":"{id}","name":{text},"issuer":{text},"taxID":"260940000507","description":{text},
            "risks":{text},"documents":[],"minimumTiyn":"100","priceTiyn":"100","status":"open",
            "validity":{{"from":1795000000}}}}"#
        ),
    )
}

fn registry() -> Registry {
    DemoZone::for_tests(NOW).registry(&DemoKeys::derive())
}

fn content(entries: Vec<Entry>) -> CatalogueContent {
    CatalogueContent {
        zone: "kz-alatau-demo".into(),
        version: 3,
        issued_at: NOW,
        expires_at: NOW + 86_400,
        entries,
        tombstones: vec![Tombstone {
            kind: EntryKind::Listings,
            identifier: "gone".into(),
            deleted_at: NOW - 5,
        }],
    }
}

fn signed(manifest: &Manifest) -> Vec<u8> {
    let payload = serde_json::to_vec(manifest).unwrap();
    serde_json::to_vec(&sign_envelope(
        MANIFEST_TYPE,
        &payload,
        &[&DemoKeys::derive().catalogue],
    ))
    .unwrap()
}

/// A city without a file yet.
fn opened(registry: &Registry, manifest: &Manifest) -> City {
    let mut city = City::new(demo_trust_root());
    let file = serde_json::to_vec(&DemoZone::sign_registry(registry, &DemoKeys::derive())).unwrap();
    city.open_registry(&file, 0, NOW).unwrap();
    city.open_manifest(&signed(manifest), NOW).unwrap();
    city
}

fn bytes_of<'b>(built: &'b BuiltCatalogue, path: &str) -> &'b [u8] {
    &built.files.iter().find(|file| file.path == path).unwrap().bytes
}

fn load(city: &mut City, built: &BuiltCatalogue) {
    for file in city.search_files() {
        city.add_search_file(&file.path, bytes_of(built, &file.path))
            .unwrap();
    }
}

/// A city with everything.
fn city_of(entries: Vec<Entry>) -> (City, BuiltCatalogue) {
    let built = build_city(content(entries)).unwrap();
    let mut city = opened(&registry(), &built.manifest);
    load(&mut city, &built);
    (city, built)
}

fn places(city: &mut City, query: PlacesQuery) -> Vec<PlaceCard> {
    let request = Request::Places {
        query: Box::new(query),
        language: "kk".into(),
    };
    match city.answer(&request, NOW) {
        Response::Places(found) => found.rows,
        other => panic!("{other:?}"),
    }
}

fn property(city: &mut City, query: PropertyQuery) -> (usize, Vec<ListingCard>) {
    let request = Request::Property {
        query: Box::new(query),
        language: "ru".into(),
    };
    match city.answer(&request, NOW) {
        Response::Property(found) => (found.total, found.rows),
        other => panic!("{other:?}"),
    }
}

fn ids(cards: &[PlaceCard]) -> Vec<&str> {
    cards.iter().map(|card| card.id.as_str()).collect()
}

fn one(id: &str) -> One {
    One {
        id: id.into(),
        language: "kk".into(),
    }
}

fn three_places() -> Vec<Entry> {
    vec![
        place(
            "a",
            "CafeOrCoffeeShop",
            "Жетіген кофе",
            "77.10",
            "Mo-Fr 09:00-18:00",
        ),
        place("b", "Restaurant", "Самал", "77.20", "Mo 20:00-23:00"),
        place("c", "Pharmacy", "Арай", "77.30", "24/7"),
    ]
}

#[test]
fn places_are_found_by_name_kind_hours_and_nearness() {
    let (mut city, _) = city_of(three_places());
    let asked = |text: &str| PlacesQuery {
        text: text.into(),
        ..PlacesQuery::default()
    };
    for typed in ["жетиген кофе", "zhetigen coffee", "Jetigen kofe", "жетген кофе"] {
        assert_eq!(ids(&places(&mut city, asked(typed))), ["a"], "{typed}");
    }
    let cafes = PlacesQuery {
        category: Some(Category::CafeOrCoffeeShop),
        ..PlacesQuery::default()
    };
    assert_eq!(ids(&places(&mut city, cafes)), ["a"]);
    let open = PlacesQuery {
        open_now: true,
        ..PlacesQuery::default()
    };
    let mut found = places(&mut city, open)
        .iter()
        .map(|c| c.id.clone())
        .collect::<Vec<_>>();
    found.sort();
    assert_eq!(found, ["a", "c"]);
    let near = PlacesQuery {
        near: Some(Spot {
            latitude: 43_690_000,
            longitude: 77_290_000,
        }),
        ..PlacesQuery::default()
    };
    let found = places(&mut city, near);
    assert_eq!(ids(&found), ["c", "b", "a"]);
    // A hundredth of a degree of longitude is about 805 m there.
    assert!(
        (780..830).contains(&found[0].distance.unwrap()),
        "{:?}",
        found[0].distance
    );
    let other = PlacesQuery {
        asset: Some("tKZT".into()),
        ..PlacesQuery::default()
    };
    assert!(places(&mut city, other).is_empty());
}

#[test]
fn a_suspended_place_is_in_no_list_and_its_page_says_why() {
    let built = build_city(content(three_places())).unwrap();
    let mut registry = registry();
    registry.suspensions.push(Suspension {
        merchant_id: "b".into(),
        validity: Validity {
            valid_from: NOW - 1,
            valid_until: None,
        },
        reason: LocalText {
            kk: "тексеру".into(),
            ru: "проверка".into(),
            en: "inspection".into(),
        },
        appealed: false,
    });
    let mut city = opened(&registry, &built.manifest);
    load(&mut city, &built);
    assert!(!ids(&places(&mut city, PlacesQuery::default())).contains(&"b"));
    let request = Request::Place(one("b"));
    for file in city.files_for(&request) {
        city.add_file(&file.path, bytes_of(&built, &file.path)).unwrap();
    }
    match city.answer(&request, NOW) {
        Response::Place(view) => assert_eq!(view.suspended.unwrap().en, "inspection"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn property_is_filtered_and_sorted() {
    let entries = (1..=30)
        .map(|n| {
            listing(
                n,
                u8::try_from(n % 6 + 1).unwrap(),
                20 + n,
                if n % 2 == 0 { "Арна" } else { "Еңбек" },
            )
        })
        .collect();
    let (mut city, _) = city_of(entries);
    assert_eq!(property(&mut city, PropertyQuery::default()).0, 30);
    let (total, rows) = property(
        &mut city,
        PropertyQuery {
            rooms: vec![2],
            district: Some("Еңбек".into()),
            sort: PropertySort::Dearest,
            ..PropertyQuery::default()
        },
    );
    assert_eq!(total, rows.len());
    assert!(
        rows.iter()
            .all(|row| row.rooms == Some(2) && row.district == "Еңбек")
    );
    assert!(rows.windows(2).all(|pair| pair[0].price >= pair[1].price));
    let (total, rows) = property(
        &mut city,
        PropertyQuery {
            text: "2 комн светлая".into(),
            price_to: Some(40_000_000),
            ..PropertyQuery::default()
        },
    );
    assert!(
        total > 0
            && rows
                .iter()
                .all(|row| row.rooms == Some(2) && row.price.get() <= 4_000_000_000)
    );
    // Without words the newest comes first.
    let (_, rows) = property(&mut city, PropertyQuery::default());
    assert!(rows.windows(2).all(|pair| pair[0].posted_at >= pair[1].posted_at));
    let request = Request::PropertyRows(Rows {
        from: 28,
        count: 50,
        language: "ru".into(),
    });
    assert!(matches!(city.answer(&request, NOW), Response::PropertyRows(rows) if rows.len() == 2));
    let map = Request::Map(MapQuery {
        places: false,
        bounds: None,
        language: "kk".into(),
    });
    match city.answer(&map, NOW) {
        Response::Map(view) => {
            assert_eq!(view.districts.iter().map(|d| d.count).sum::<u32>(), 30);
            assert_eq!(view.points.len(), 30);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_bad_file_costs_its_own_entries_and_nothing_else() {
    // Enough for two files of one index, and for two indexes.
    let entries: Vec<Entry> = (0..9000).map(|n| listing(n, 2, 30, "Арна")).collect();
    let built = build_city(content(entries)).unwrap();
    assert!(built.manifest.indexes.len() >= 2);
    let mut city = opened(&registry(), &built.manifest);
    let files = city.search_files();
    let (bad, good) = files.split_first().unwrap();
    let mut changed = bytes_of(&built, &bad.path).to_vec();
    changed[20] ^= 1;
    assert!(city.add_search_file(&bad.path, &changed).is_err());
    let cut = &bytes_of(&built, &bad.path)[..changed.len() - 1];
    assert!(city.add_search_file(&bad.path, cut).is_err());
    assert!(city.add_search_file("not-in-the-manifest.bin", &changed).is_err());
    for file in good {
        city.add_search_file(&file.path, bytes_of(&built, &file.path))
            .unwrap();
    }
    let rest: u32 = built.manifest.indexes[1..].iter().map(|index| index.count).sum();
    let (total, _) = property(&mut city, PropertyQuery::default());
    assert_eq!(u32::try_from(total).unwrap(), rest);
    // The missing one comes later and is searched at once.
    city.add_search_file(&bad.path, bytes_of(&built, &bad.path))
        .unwrap();
    assert_eq!(property(&mut city, PropertyQuery::default()).0, 9000);
}

#[test]
fn one_entry_comes_from_its_verified_file_or_says_why_not() {
    let (mut city, built) = city_of((1..=5).map(|n| listing(n, 2, 30, "Арна")).collect());
    let request = Request::Listing(one("l-3"));
    assert_eq!(
        city.answer(&request, NOW),
        Response::Missing(Missing::Unreachable)
    );
    let files = city.files_for(&request);
    assert_eq!(files.len(), 1);
    assert!(city.add_file(&files[0].path, b"{}").is_err());
    city.add_file(&files[0].path, bytes_of(&built, &files[0].path))
        .unwrap();
    assert!(city.files_for(&request).is_empty());
    assert!(
        matches!(city.answer(&request, NOW), Response::Listing { listing, .. } if listing.identifier == "l-3")
    );
    for (id, missing) in [("gone", Missing::Deleted(NOW - 5)), ("never", Missing::Unknown)] {
        let request = Request::Listing(one(id));
        assert_eq!(city.answer(&request, NOW), Response::Missing(missing), "{id}");
    }
}

#[test]
fn what_two_questions_fetched_at_once_is_listed_once() {
    let (mut city, built) = city_of(vec![offering("o-1"), offering("o-2")]);
    let request = Request::Offerings {
        language: "kk".into(),
    };
    let files = city.files_for(&request);
    for file in files.iter().chain(&files) {
        city.add_file(&file.path, bytes_of(&built, &file.path)).unwrap();
    }
    match city.answer(&request, NOW) {
        Response::Offerings(found) => {
            let ids: Vec<_> = found.iter().map(|view| view.id.as_str()).collect();
            assert_eq!(ids, ["o-1", "o-2"]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_update_keeps_what_did_not_change() {
    let mut entries: Vec<Entry> = (0..9000).map(|n| listing(n, 2, 30, "Арна")).collect();
    let (mut city, _) = city_of(entries.clone());
    entries[7] = listing(7, 4, 99, "Еңбек");
    let mut next = content(entries);
    next.version = 4;
    let built = build_city(next).unwrap();
    city.open_manifest(&signed(&built.manifest), NOW).unwrap();
    let all = city.search_files();
    let missing: Vec<_> = all
        .iter()
        .filter(|file| !city.has_search_file(&file.path))
        .collect();
    assert_eq!(missing.len(), 1, "of {}", all.len());
    // An older one is refused, and what is there stays.
    let older = build_city(content(vec![listing(1, 1, 20, "Арна")])).unwrap();
    assert_eq!(
        city.open_manifest(&signed(&older.manifest), NOW),
        Err(CityTrouble::Rollback)
    );
    assert_eq!(city.edition().unwrap().0, 4);
}

#[test]
fn a_catalogue_without_indexes_is_indexed_here() {
    let mut built = build_city(content(three_places())).unwrap();
    built.manifest.indexes.clear();
    let mut city = opened(&registry(), &built.manifest);
    load(&mut city, &built);
    let query = PlacesQuery {
        text: "samal".into(),
        ..PlacesQuery::default()
    };
    assert_eq!(ids(&places(&mut city, query)), ["b"]);
}

#[test]
fn nothing_unsigned_is_opened() {
    let built = build_city(content(three_places())).unwrap();
    let mut city = City::new(demo_trust_root());
    assert_eq!(
        city.answer(
            &Request::Zone {
                language: "kk".into()
            },
            NOW
        ),
        Response::Missing(Missing::NotReady)
    );
    assert_eq!(
        city.open_manifest(&signed(&built.manifest), NOW),
        Err(CityTrouble::Registry)
    );
    let file = serde_json::to_vec(&DemoZone::sign_registry(&registry(), &DemoKeys::derive())).unwrap();
    let forged = String::from_utf8(file.clone()).unwrap().replacen('A', "B", 1);
    assert!(city.open_registry(forged.as_bytes(), 0, NOW).is_err());
    assert_eq!(city.open_registry(&file, 99, NOW), Err(CityTrouble::Rollback));
    assert_eq!(
        city.open_registry(&file, 0, NOW - 86_400),
        Err(CityTrouble::Clock)
    );
    city.open_registry(&file, 0, NOW).unwrap();
    let payload = serde_json::to_vec(&built.manifest).unwrap();
    let stranger = sign_envelope(MANIFEST_TYPE, &payload, &[&DemoKeys::derive().merchant]);
    assert_eq!(
        city.open_manifest(&serde_json::to_vec(&stranger).unwrap(), NOW),
        Err(CityTrouble::Catalogue)
    );
    // 100 MB, and brackets without end.
    assert_eq!(
        city.open_manifest(&vec![b'['; 100_000_000], NOW),
        Err(CityTrouble::Catalogue)
    );
    assert_eq!(
        city.open_manifest(&vec![b'['; 500_000], NOW),
        Err(CityTrouble::Catalogue)
    );
    assert!(city.edition().is_none());
}

#[test]
fn the_registry_is_told_in_full() {
    let (mut city, _) = city_of(three_places());
    let Response::Zone(sheet) = city.answer(
        &Request::Zone {
            language: "kk".into(),
        },
        NOW,
    ) else {
        panic!("no sheet");
    };
    assert!(sheet.demo && !sheet.expired);
    for part in [
        SheetPart::Document,
        SheetPart::Assets,
        SheetPart::Operators,
        SheetPart::Limits,
        SheetPart::Vat,
        SheetPart::Property,
        SheetPart::Notaries,
        SheetPart::Merchants,
        SheetPart::Catalogue,
        SheetPart::Chains,
    ] {
        assert!(sheet.blocks.iter().any(|block| block.part == part), "{part:?}");
    }
    assert_eq!(
        sheet
            .blocks
            .iter()
            .filter(|b| b.part == SheetPart::Assets)
            .count(),
        2
    );
}
