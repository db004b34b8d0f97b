//! What a wallet takes from a catalogue, and what it leaves out.
#![cfg(test)]

use catalogue::{
    BuildError, BuiltCatalogue, CatalogueContent, Entry, EntryError, EntryKind, MANIFEST_TYPE, Manifest,
    ShardError, VerifyManifestError, build_catalogue, open_shard, plan_update, verify_manifest,
};
use testkit::{DemoKeys, DemoZone};
use zone::{EnvelopeError, Freshness, sign_envelope};

const NOW: u64 = 1_795_000_000;

fn merchant(id: &str, name: &str, bin: &str) -> Entry {
    let line = format!(
        r#"{{"@type":"Restaurant","identifier":"{id}","name":{{"kk":"{name}","ru":"{name}","en":"{name}"}},
        "taxID":"{bin}","mcc":5812,"addressLocality":{{"kk":"Жетіген","ru":"Жетыген","en":"Zhetygen"}},
        "streetAddress":{{"kk":"Абай к-сі, 12","ru":"ул. Абая, 12","en":"12 Abai St"}},
        "geo":{{"latitude":"43.69","longitude":"77.11"}},"telephone":"+77011234567","openingHours":"Mo-Su 09:00-22:00",
        "currenciesAccepted":[],"verifiedAt":1795000000,"test":true}}"#
    )
    .replace('\n', " ");
    Entry::parse(EntryKind::Merchants, line.as_bytes()).unwrap()
}

const LISTING: &str = r#"{"@type":"Apartment","identifier":"l-1","businessFunction":"Sell","numberOfRooms":2,
    "floorSizeCm":5600,"floorLevel":3,"floors":9,"yearBuilt":2021,"priceTiyn":"2500000000",
    "addressLocality":{"kk":"Жетіген","ru":"Жетыген","en":"Zhetygen"},
    "streetAddress":{"kk":"Абай к-сі, 12","ru":"ул. Абая, 12","en":"12 Abai St"},
    "geo":{"latitude":"43.69","longitude":"77.11"},"seller":{"kind":"owner","name":{"kk":"А","ru":"А","en":"A"}},
    "deposit":{"kind":"zadatok","amountTiyn":"50000000"},"datePosted":1795000000,
    "description":{"kk":"жарық пәтер","ru":"светлая квартира","en":"bright flat"}}"#;

fn listing_with(from: &str, to: &str) -> Result<Entry, EntryError> {
    let changed = LISTING.replace(from, to);
    assert!(from == to || changed != LISTING, "{from} is not there");
    Entry::parse(EntryKind::Listings, changed.as_bytes())
}

fn content(entries: Vec<Entry>) -> CatalogueContent {
    CatalogueContent {
        zone: "kz-alatau-demo".into(),
        version: 3,
        issued_at: NOW,
        expires_at: NOW + 86_400,
        entries,
        tombstones: vec![],
    }
}

fn many(count: u32) -> Vec<Entry> {
    (0..count)
        .map(|n| listing_with("\"l-1\"", &format!("\"l-{n}\"")).unwrap())
        .collect()
}

fn signed(manifest: &Manifest) -> Vec<u8> {
    let keys = DemoKeys::derive();
    let payload = serde_json::to_vec(manifest).unwrap();
    serde_json::to_vec(&sign_envelope(MANIFEST_TYPE, &payload, &[&keys.catalogue])).unwrap()
}

fn registry() -> zone::Registry {
    DemoZone::for_tests(NOW).registry(&DemoKeys::derive())
}

#[test]
fn what_was_built_is_what_is_read() {
    let mut entries = many(2500);
    entries.push(merchant("m-1", "Alma", "260940000507"));
    let BuiltCatalogue { manifest, files } = build_catalogue(content(entries.clone())).unwrap();
    assert_eq!(manifest.count(EntryKind::Listings), 2500);
    assert_eq!(manifest.count(EntryKind::Merchants), 1);
    let verified = verify_manifest(&signed(&manifest), &registry(), 3, NOW).unwrap();
    assert_eq!(verified.freshness(), Freshness::Current);
    let mut read: Vec<Entry> = Vec::new();
    for (shard, file) in verified.manifest().shards.iter().zip(&files) {
        assert_eq!(shard.path, file.path);
        let opened = open_shard(shard, &file.bytes).unwrap();
        assert_eq!(opened.left_out, []);
        assert!(
            opened
                .entries
                .iter()
                .all(|e| shard.bbox.unwrap().contains(&e.geo().unwrap()))
        );
        read.extend(opened.entries);
    }
    let by_id = |entries: &mut Vec<Entry>| entries.sort_by_key(|entry| entry.identifier().to_owned());
    by_id(&mut entries);
    by_id(&mut read);
    assert_eq!(read, entries);
}

#[test]
fn a_shard_that_is_not_the_pinned_one_is_not_parsed() {
    let BuiltCatalogue { manifest, files } = build_catalogue(content(many(10))).unwrap();
    let (shard, bytes) = (&manifest.shards[0], &files[0].bytes);
    let truncated = &bytes[..bytes.len() - 1];
    assert!(matches!(
        open_shard(shard, truncated),
        Err(ShardError::Length { .. })
    ));
    let mut changed = bytes.clone();
    changed[20] ^= 1;
    assert_eq!(open_shard(shard, &changed), Err(ShardError::Hash));
    let mut recounted = shard.clone();
    recounted.count += 1;
    assert_eq!(
        open_shard(&recounted, bytes),
        Err(ShardError::Count {
            actual: 10,
            expected: 11
        })
    );
}

#[test]
fn a_manifest_is_refused_for_each_reason() {
    let manifest = build_catalogue(content(many(1))).unwrap().manifest;
    let refused = |change: &dyn Fn(&mut Manifest)| {
        let mut changed = manifest.clone();
        change(&mut changed);
        verify_manifest(&signed(&changed), &registry(), 3, NOW).err()
    };
    assert_eq!(refused(&|_| {}), None);
    assert_eq!(
        refused(&|m| m.zone = "other".into()),
        Some(VerifyManifestError::OtherZone)
    );
    assert_eq!(
        refused(&|m| m.version = 2),
        Some(VerifyManifestError::Rollback { version: 2, least: 3 })
    );
    assert_eq!(
        refused(&|m| m.issued_at = NOW + 301),
        Some(VerifyManifestError::NotYetIssued { issued_at: NOW + 301 })
    );
    for path in ["../x", "a/b", ".hidden", "", "https:"] {
        assert_eq!(
            refused(&|m| m.shards[0].path = path.into()),
            Some(VerifyManifestError::Malformed),
            "{path}"
        );
    }
    assert_eq!(
        refused(&|m| m.shards[0].bytes = u64::MAX),
        Some(VerifyManifestError::Malformed)
    );
    let mut nowhere = registry();
    nowhere.catalogue = None;
    assert_eq!(
        verify_manifest(&signed(&manifest), &nowhere, 0, NOW),
        Err(VerifyManifestError::NoCatalogue)
    );
    let mut retired = registry();
    retired.catalogue.as_mut().unwrap().keys[0].validity.valid_until = Some(NOW);
    assert_eq!(
        verify_manifest(&signed(&manifest), &retired, 0, NOW),
        Err(EnvelopeError::Signatures {
            valid: 0,
            required: 1
        }
        .into())
    );
    let late = verify_manifest(&signed(&manifest), &registry(), 3, NOW + 86_400).unwrap();
    assert_eq!(late.freshness(), Freshness::Expired);
}

#[test]
fn one_bad_line_costs_only_itself() {
    let built = build_catalogue(content(many(2))).unwrap();
    let mut bytes = built.files[0].bytes.clone();
    bytes.extend_from_slice(b"{\"identifier\":1}\n");
    let first: Vec<u8> = built.files[0]
        .bytes
        .split_inclusive(|b| *b == b'\n')
        .next()
        .unwrap()
        .to_vec();
    bytes.extend_from_slice(&first);
    // Pinned as it is: the issuer made the mistake.
    let other = LISTING.replace('\n', " ").replace("43.69", "43.10");
    bytes.extend_from_slice(other.as_bytes());
    let mut shard = built.manifest.shards[0].clone();
    shard.bytes = u64::try_from(bytes.len()).unwrap();
    shard.count = 5;
    shard.sha256 = sha256(&bytes);
    let opened = open_shard(&shard, &bytes).unwrap();
    assert_eq!(opened.entries.len(), 2);
    assert_eq!(
        opened.left_out,
        [
            (3, EntryError::Malformed),
            (4, EntryError::Duplicate),
            (5, EntryError::OutsideZone)
        ]
    );
}

fn sha256(bytes: &[u8]) -> alloy_primitives::B256 {
    use sha2::Digest as _;
    let digest: [u8; 32] = sha2::Sha256::digest(bytes).into();
    digest.into()
}

#[test]
fn bad_entries_are_refused_by_reason() {
    assert!(listing_with("", "").is_ok());
    let huge = "115792089237316195423570985008687907853269984665640564039457584007913129639936";
    for (from, to, reason) in [
        ("2500000000", huge, EntryError::Malformed),
        ("2500000000", "-5", EntryError::Malformed),
        ("светлая", "\\u202eсветлая", EntryError::Malformed),
        ("\"l-1\"", "\"<b>\"", EntryError::Identifier),
        ("77.11", "37.61", EntryError::OutsideZone),
        ("\"floorLevel\":3", "\"floorLevel\":10", EntryError::Figures),
        ("5600", "0", EntryError::Figures),
        ("50000000\"", "2500000000\"", EntryError::Figures),
        (
            "\"datePosted\"",
            "\"offPlan\":{\"permit\":\"P-1\",\"developerBin\":\"260940000507\"},\"datePosted\"",
            EntryError::OffPlanDeposit,
        ),
        (
            "\"datePosted\"",
            "\"cadastralNumber\":\"12\",\"datePosted\"",
            EntryError::Cadastral,
        ),
        (
            "\"datePosted\"",
            "\"photos\":[{\"url\":\"javascript:alert(1)\",\"width\":1,\"height\":1}],\"datePosted\"",
            EntryError::Url,
        ),
        (
            "\"datePosted\"",
            "\"identifier\":\"l-2\",\"datePosted\"",
            EntryError::Malformed,
        ),
    ] {
        assert_eq!(listing_with(from, to).err(), Some(reason), "{from} → {to}");
    }
    let json = serde_json::to_string(&merchant("m-1", "Alma", "260940000507")).unwrap();
    let wrong_bin = json.replace("260940000507", "260940000508");
    assert_eq!(
        Entry::parse(EntryKind::Merchants, wrong_bin.as_bytes()),
        Err(EntryError::Malformed)
    );
}

#[test]
fn a_merchant_that_looks_like_another_is_not_built() {
    let same_company = vec![
        merchant("m-1", "Alma", "260940000507"),
        merchant("m-2", "Alma", "260940000507"),
    ];
    assert!(build_catalogue(content(same_company)).is_ok());
    let imitation = vec![
        merchant("m-1", "Alma", "260940000507"),
        merchant("m-2", "Аlmа", "260940000014"),
    ];
    assert!(matches!(
        build_catalogue(content(imitation)),
        Err(BuildError::LookAlike { .. })
    ));
}

#[test]
fn an_update_fetches_what_changed_only() {
    let before = build_catalogue(content(many(5000))).unwrap();
    let mut entries = many(5000);
    entries[17] = listing_with("\"l-1\"", "\"l-17\"")
        .map(|entry| match entry {
            Entry::Listing(mut listing) => {
                listing.balcony = true;
                Entry::Listing(listing)
            }
            other => other,
        })
        .unwrap();
    let after = build_catalogue(content(entries)).unwrap();
    let cached: Vec<_> = before
        .manifest
        .shards
        .iter()
        .map(|s| (s.path.clone(), s.sha256))
        .collect();
    let plan = plan_update(&after.manifest, &cached);
    assert_eq!((plan.fetch.len(), plan.drop.len()), (1, 1));
    assert_eq!(plan.keep.len() + 1, after.manifest.shards.len());
    assert_eq!(plan.bytes, plan.fetch[0].bytes);
}
