//! The command from outside: files, answers, exit codes.
#![cfg(test)]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use catalogue::Entry;
use support::{Folder, told};
use testkit::{DemoKeys, DemoZone};
use units::Tiyn;
use zone_cli::{GenerateOptions, generate};

fn generated(folder: &Folder) -> String {
    let out = folder.path("zone");
    let (code, text) = told(&[
        "generate",
        "--merchants",
        "40",
        "--listings",
        "1200",
        "--seed",
        "7",
        "--out",
        &out,
    ]);
    assert_eq!(code, 0, "{text}");
    out
}

fn a_shard(zone: &str) -> PathBuf {
    shards(zone).remove(0)
}

fn shards(zone: &str) -> Vec<PathBuf> {
    let mut shards: Vec<PathBuf> = fs::read_dir(Path::new(zone).join("catalogue"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "ndjson"))
        .collect();
    shards.sort();
    shards
}

#[test]
fn a_generated_zone_verifies_and_each_damage_is_named() {
    let folder = Folder::new("damage");
    let out = generated(&folder);
    let (code, text) = told(&["verify", &out]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("1240 entries"), "{text}");

    let shard = a_shard(&out);
    let name = shard.file_name().unwrap().to_str().unwrap().to_owned();
    let bytes = fs::read(&shard).unwrap();
    let mut changed = bytes.clone();
    changed[30] ^= 1;
    fs::write(&shard, &changed).unwrap();
    let (code, text) = told(&["verify", &out]);
    assert_eq!(code, 1);
    assert!(
        text.contains(&name) && text.contains("not what the manifest pins"),
        "{text}"
    );
    fs::write(&shard, &bytes[..bytes.len() - 2]).unwrap();
    let (code, text) = told(&["verify", &out]);
    assert_eq!(code, 1);
    assert!(text.contains("bytes instead of"), "{text}");
    fs::remove_file(&shard).unwrap();
    let (code, text) = told(&["verify", &out]);
    assert_eq!(code, 1);
    assert!(text.contains(&name), "{text}");
}

#[test]
fn the_same_seed_makes_the_same_files() {
    let (one, two) = (Folder::new("seed-1"), Folder::new("seed-2"));
    // Dates follow the time of issue; names do not.
    let (a, b) = (generated(&one), generated(&two));
    let words = |zone: &str| {
        let mut names: Vec<String> = shards(zone)
            .iter()
            .flat_map(|path| {
                let text = fs::read_to_string(path).unwrap();
                text.lines()
                    .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["name"].to_string())
                    .collect::<Vec<_>>()
            })
            .filter(|name| name != "null")
            .collect();
        // The names of the files hold the hash of their contents, dates among them.
        names.sort();
        names
    };
    assert!(words(&a).len() >= 40);
    assert_eq!(words(&a), words(&b));
}

#[test]
fn a_merchant_is_suspended_appeals_and_the_change_needs_signatures() {
    let folder = Folder::new("suspend");
    let out = generated(&folder);
    let registry = format!("{out}/registry.json");
    let before = folder.path("before.json");
    fs::copy(&registry, &before).unwrap();
    let suspend = [
        "suspend",
        &registry,
        "--merchant",
        "demo-m-00001",
        "--reason-kk",
        "тексеру",
        "--reason-ru",
        "проверка",
        "--reason-en",
        "under review",
    ];
    assert_eq!(told(&suspend).0, 0);
    let (code, text) = told(&suspend);
    assert_eq!((code, text.contains("suspended already")), (1, true), "{text}");
    assert_eq!(told(&["appeal", &registry, "--merchant", "demo-m-00001"]).0, 0);
    assert_eq!(told(&["appeal", &registry, "--merchant", "demo-m-00002"]).0, 1);
    let (code, text) = told(&["verify", &out]);
    assert_eq!(
        (code, text.contains("0 of 2 required signatures")),
        (1, true),
        "{text}"
    );
    let (_, text) = told(&["diff", &before, &registry]);
    assert!(
        text.contains("~ version: 1 → 3") && text.contains("+ suspensions[0]"),
        "{text}"
    );
    let (_, text) = told(&["inspect", &registry]);
    assert!(text.contains("\"appealed\": true"), "{text}");
}

#[test]
fn keys_are_rotated_and_a_zone_of_the_new_keys_verifies() {
    let folder = Folder::new("rotate");
    let out = generated(&folder);
    let registry = format!("{out}/registry.json");
    let keys: Vec<(String, String)> = (0..2)
        .map(|n| {
            let path = folder.path(&format!("key{n}"));
            let (code, text) = told(&["new-key", "--out", &path]);
            assert_eq!(code, 0, "{text}");
            let public = text
                .lines()
                .next()
                .unwrap()
                .rsplit(' ')
                .next()
                .unwrap()
                .to_owned();
            (path, public)
        })
        .collect();
    assert_eq!(
        told(&["new-key", "--out", &keys[0].0]).0,
        1,
        "a key is never replaced"
    );
    let demo = demo_key_files(&folder);
    let rotate = |old: &[&str]| {
        let mut arguments = vec![
            "rotate",
            "--registry",
            &registry,
            "--number",
            "1",
            "--threshold",
            "2",
        ];
        for (path, public) in &keys {
            arguments.extend(["--public-key", public.as_str(), "--key", path.as_str()]);
        }
        old.iter().for_each(|path| arguments.extend(["--key", path]));
        told(&arguments)
    };
    let (code, text) = rotate(&[&demo[0]]);
    assert_eq!(
        (code, text.contains("1 of 2 required signatures")),
        (1, true),
        "{text}"
    );
    let (code, text) = rotate(&[&demo[0], &demo[1]]);
    assert_eq!(code, 0, "{text}");
    let (code, text) = told(&["verify", &out]);
    assert_eq!((code, text.contains("root 1")), (0, true), "{text}");
}

/// Keys 5 and 6 of the publicly known development mnemonic.
fn demo_key_files(folder: &Folder) -> [String; 2] {
    [
        (
            "demo-5",
            "8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba",
        ),
        (
            "demo-6",
            "92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e",
        ),
    ]
    .map(|(name, key)| {
        let path = folder.path(name);
        fs::write(&path, key).unwrap();
        path
    })
}

#[test]
fn errors_of_tables_name_file_and_line() {
    let folder = Folder::new("lines");
    let toml = folder.path("registry.toml");
    fs::write(&toml, "id = \"x\"\nstatus = \"demo\"\nversion = \"one\"\n").unwrap();
    let (code, text) = told(&["build", "--registry", &toml, "--out", &folder.path("out")]);
    assert_eq!(code, 1);
    assert!(text.contains("registry.toml:3:"), "{text}");
    assert_eq!(told(&["build"]).0, 2);
    assert_eq!(told(&["sign", &toml]).0, 2);
}

#[test]
fn no_made_up_deposit_is_above_the_registrys_limit() {
    let registry = DemoZone::for_tests(1_790_000_000).registry(&DemoKeys::derive());
    let limit = registry.limits.per_payment_tiyn;
    let content = generate(&GenerateOptions {
        zone: registry.id.clone(),
        merchants: 0,
        listings: 2_000,
        seed: 7,
        now: registry.issued_at,
        assets: vec![],
        largest_deposit: limit,
        readable: true,
    });
    let deposits: Vec<Tiyn> = content
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Listing(listing) => Some(listing.deposit.as_ref()?.amount_tiyn),
            _ => None,
        })
        .collect();
    // Homes of all prices are among them: some would be above.
    assert!(deposits.contains(&limit));
    assert!(deposits.iter().all(|deposit| *deposit <= limit));
}
