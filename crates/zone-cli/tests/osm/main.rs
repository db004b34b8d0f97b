//! `import-osm`: both kinds of extracts give one table, and what is broken is refused.
#![cfg(test)]

mod extract;
mod pbf_file;
#[path = "../support/mod.rs"]
mod support;

use std::fs;

use clap::Parser as _;
use extract::{Nodes, XML, blocks, data, file};
use pbf_file::{Message, Packing, block};
use support::{Folder, told};

#[test]
fn openstreetmap_becomes_a_table_of_merchants() {
    let folder = Folder::new("osm");
    let (file, out) = (folder.path("zone.osm"), folder.path("merchants.csv"));
    fs::write(&file, XML).unwrap();
    let (code, text) = told(&["import-osm", &file, "--out", &out]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("2 merchants") && text.contains("1 outside the zone"),
        "{text}"
    );
    let table = fs::read_to_string(&out).unwrap();
    let rows: Vec<&str> = table.lines().collect();
    assert!(
        rows[1].starts_with("osm-node-1,CafeOrCoffeeShop,Көкек,Ку&Ку,Ку&Ку,,"),
        "{}",
        rows[1]
    );
    assert!(
        rows[1].contains("+77011234567") && rows[1].contains("Mo-Fr 09:00-18:00"),
        "{}",
        rows[1]
    );
    // The middle of the building; hours that cannot be read are left to be written.
    assert!(
        rows[2].contains("43.462000,76.932000") && !rows[2].contains("sunrise"),
        "{}",
        rows[2]
    );
    let (code, _) = told(&["import-osm", &file, "--out", &out, "--all"]);
    assert_eq!(code, 0);
    assert!(fs::read_to_string(&out).unwrap().contains("osm-node-5,Bakery"));
}

#[test]
fn a_broken_extract_is_refused_with_its_line() {
    let folder = Folder::new("osm-broken");
    let (file, out) = (folder.path("zone.osm"), folder.path("merchants.csv"));
    for (from, to, line) in [
        (r#"lat="43.4610000""#, r#"lat="north""#, 11),
        (r#"k="name:kk" v="Көкек""#, "k=\"name:kk\" v=\"Кө\u{202E}кек\"", 6),
        ("  </way>", "  </node>", 21),
    ] {
        fs::write(&file, XML.replacen(from, to, 1)).unwrap();
        let (code, text) = told(&["import-osm", &file, "--out", &out]);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains(&format!("zone.osm:{line}:")), "{text}");
    }
}

/// Imports an extract in this process, so that many broken ones take no time and a panic is seen.
fn import(folder: &Folder, content: &[u8]) -> Result<String, String> {
    let (file, out) = (folder.path("zone.osm.pbf"), folder.path("merchants.csv"));
    fs::write(&file, content).unwrap();
    let arguments = zone_cli::Arguments::parse_from(["zone", "import-osm", &file, "--out", &out, "--all"]);
    match zone_cli::run(arguments, &mut Vec::new()) {
        Ok(()) => Ok(fs::read_to_string(&out).unwrap()),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn an_extract_is_the_same_table_as_xml_and_as_pbf() {
    let folder = Folder::new("osm-pbf");
    let expected = import(&folder, XML.as_bytes()).unwrap();
    assert_eq!(expected.lines().count(), 4, "{expected}");
    for nodes in [Nodes::Dense, Nodes::Single, Nodes::OnWays] {
        for packing in [Packing::Raw, Packing::Zlib] {
            let table = import(&folder, &file(nodes, packing)).unwrap();
            assert_eq!(table, expected, "{nodes:?}");
        }
    }
    let [header, nodes, ways] = blocks(Nodes::Dense, Packing::Raw);
    let other = block("OSMIndex", &Message::default(), Packing::Raw);
    let table = import(&folder, &[header, other, nodes, ways].concat()).unwrap();
    assert_eq!(table, expected, "a block of another kind is passed over");
    let marked = ["\u{FEFF}", XML].concat();
    assert_eq!(import(&folder, marked.as_bytes()).unwrap(), expected);
}

#[test]
fn a_pbf_that_is_cut_off_is_refused_with_its_block() {
    let folder = Folder::new("osm-cut");
    for packing in [Packing::Raw, Packing::Zlib] {
        let blocks = blocks(Nodes::Dense, packing);
        let [header, nodes, _] = blocks.each_ref().map(Vec::len);
        let ends = [header, header + nodes];
        let whole = blocks.concat();
        for length in 0..whole.len() {
            let told = import(&folder, &whole[..length]);
            // Cut off between two blocks it is a whole file by its format.
            assert_eq!(told.is_ok(), ends.contains(&length), "{length}: {told:?}");
        }
        let told = import(&folder, &whole[..whole.len() - 1]).unwrap_err();
        let (begin, end, length) = (header + nodes, whole.len(), whole.len() - 1);
        assert!(
            told.ends_with(&format!(
                "zone.osm.pbf: block 3 at byte {begin}: the file is cut off: the block goes to byte {end}, the file to byte {length}"
            )),
            "{told}"
        );
    }
}

#[test]
fn a_damaged_pbf_never_stops_the_command() {
    let folder = Folder::new("osm-damaged");
    let whole = file(Nodes::Dense, Packing::Raw);
    for at in 0..whole.len() {
        for byte in [0x00, 0x7F, 0xFF] {
            let mut damaged = whole.clone();
            damaged[at] = byte;
            // Some of it is a text that may stand there.
            let _ = import(&folder, &damaged);
        }
    }
    let garbage: Vec<u8> = (0..2_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let told = import(&folder, &garbage[1..]).unwrap_err();
    assert!(
        told.ends_with("a compressed file is to be unpacked first"),
        "{told}"
    );
    let told = import(&folder, &[&[0], &garbage[..]].concat()).unwrap_err();
    assert!(told.contains("zone.osm.pbf: block 1 at byte 0: "), "{told}");
}

#[test]
fn what_a_pbf_cannot_mean_is_refused_with_its_block() {
    let folder = Folder::new("osm-means");
    let [header, ..] = blocks(Nodes::Dense, Packing::Raw);
    let place: &[i64] = &[434_600_000];
    let far: &[i64] = &[1_800_000_010];
    for (content, reason) in [
        (data([&[1], far, place], &[], [1, 2]), "not on the earth"),
        (
            data([&[1], &[i64::MAX / 100], place], &[], [1, 2]),
            "not on the earth",
        ),
        (
            data([&[1, 2], place, place], &[], [1, 2]),
            "a node without coordinates",
        ),
        (
            data([&[1], place, place], &[], [1, 3]),
            "a tag whose text is not in the block",
        ),
    ] {
        let told = import(
            &folder,
            &[&header[..], &block("OSMData", &content, Packing::Raw)].concat(),
        );
        let told = told.unwrap_err();
        let begin = header.len();
        assert!(
            told.contains(&format!("block 2 at byte {begin}: ")) && told.ends_with(reason),
            "{told}"
        );
    }
    // Numbers that run over name nodes that are not there.
    let wild = data(
        [&[i64::MAX, i64::MIN], &[1, 1], &[1, 1]],
        &[i64::MAX, i64::MAX],
        [1, 2],
    );
    let wild = block("OSMData", &wild, Packing::Raw);
    assert_eq!(
        import(&folder, &[&header[..], &wild].concat())
            .unwrap()
            .lines()
            .count(),
        1
    );

    let told = import(&folder, &wild).unwrap_err();
    assert!(
        told.ends_with("the file does not begin with its header"),
        "{told}"
    );
    let asks = Message::default().bytes(4, "HistoricalInformation");
    let told = import(&folder, &block("OSMHeader", &asks, Packing::Raw)).unwrap_err();
    assert!(
        told.ends_with("the file needs a reader of \"HistoricalInformation\""),
        "{told}"
    );
}
