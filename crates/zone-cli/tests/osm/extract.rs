//! One small extract in all the ways it can be written.

use crate::pbf_file::{Message, Packing, block, deltas, zigzag};

/// An extract; `blocks` are the same.
pub(crate) const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="43.4600000" lon="76.9300000">
    <tag k="amenity" v="cafe"/>
    <tag k="name" v="Ку&amp;Ку"/>
    <tag k="name:kk" v="Көкек"/>
    <tag k="currency:XBT" v="yes"/>
    <tag k="opening_hours" v="Mo-Fr 09:00-18:00"/>
    <tag k="phone" v="+7 701 123 45 67; +7 727 000"/>
  </node>
  <node id="2" lat="43.4610000" lon="76.9310000"/>
  <node id="3" lat="43.4630000" lon="76.9330000"/>
  <node id="4" lat="55.7500000" lon="37.6000000">
    <tag k="shop" v="books"/><tag k="name" v="Далеко"/><tag k="payment:onchain" v="yes"/>
  </node>
  <node id="5" lat="43.4600000" lon="76.9300000"><tag k="shop" v="bakery"/><tag k="name" v="Нан"/></node>
  <way id="9">
    <nd ref="2"/><nd ref="3"/>
    <tag k="tourism" v="hotel"/><tag k="name" v="Керуен"/><tag k="payment:lightning" v="yes"/>
    <tag k="opening_hours" v="Mo-Su sunrise-sunset"/>
  </way>
</osm>
"#;

/// How nodes and the corners of ways are written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Nodes {
    Dense,
    Single,
    /// Ways say themselves where their corners are.
    OnWays,
}

struct Node {
    id: i64,
    /// Ten-millionths of degrees.
    at: (i64, i64),
    tags: &'static [(&'static str, &'static str)],
}

const NODES: [Node; 5] = [
    Node {
        id: 1,
        at: (434_600_000, 769_300_000),
        tags: &[
            ("amenity", "cafe"),
            ("name", "Ку&Ку"),
            ("name:kk", "Көкек"),
            ("currency:XBT", "yes"),
            ("opening_hours", "Mo-Fr 09:00-18:00"),
            ("phone", "+7 701 123 45 67; +7 727 000"),
        ],
    },
    Node {
        id: 2,
        at: CORNERS[0],
        tags: &[],
    },
    Node {
        id: 3,
        at: CORNERS[1],
        tags: &[],
    },
    Node {
        id: 4,
        at: (557_500_000, 376_000_000),
        tags: &[("shop", "books"), ("name", "Далеко"), ("payment:onchain", "yes")],
    },
    Node {
        id: 5,
        at: (434_600_000, 769_300_000),
        tags: &[("shop", "bakery"), ("name", "Нан")],
    },
];
const CORNERS: [(i64, i64); 2] = [(434_610_000, 769_310_000), (434_630_000, 769_330_000)];
const WAY_TAGS: [(&str, &str); 4] = [
    ("tourism", "hotel"),
    ("name", "Керуен"),
    ("payment:lightning", "yes"),
    ("opening_hours", "Mo-Su sunrise-sunset"),
];

/// The texts of a block; the first is never meant.
struct Texts(Vec<&'static str>);

impl Texts {
    fn index(&mut self, text: &'static str) -> u64 {
        let known = self.0.iter().position(|known| *known == text);
        let index = known.unwrap_or_else(|| {
            self.0.push(text);
            self.0.len() - 1
        });
        u64::try_from(index).unwrap()
    }

    fn tags(&mut self, message: Message, tags: &[(&'static str, &'static str)]) -> Message {
        let keys: Vec<u64> = tags.iter().map(|(key, _)| self.index(key)).collect();
        let values: Vec<u64> = tags.iter().map(|(_, value)| self.index(value)).collect();
        message.packed(2, keys).packed(3, values)
    }

    fn dense(&mut self, nodes: &[&Node]) -> Message {
        let mut tags = Vec::new();
        for node in nodes {
            for (key, value) in node.tags {
                tags.extend([self.index(key), self.index(value)]);
            }
            tags.push(0);
        }
        let all = |pick: fn(&Node) -> i64| nodes.iter().map(|node| pick(node)).collect::<Vec<_>>();
        let dense = Message::default()
            .packed(1, deltas(&all(|node| node.id)))
            .packed(8, deltas(&all(|node| node.at.0)))
            .packed(9, deltas(&all(|node| node.at.1)))
            .packed(10, tags);
        Message::default().bytes(2, dense)
    }

    fn single(&mut self, nodes: &[&Node]) -> Message {
        nodes.iter().fold(Message::default(), |group, node| {
            let message = Message::default().number(1, zigzag(node.id));
            let message = self.tags(message, node.tags);
            group.bytes(
                1,
                message.number(8, zigzag(node.at.0)).number(9, zigzag(node.at.1)),
            )
        })
    }

    fn way(&mut self, located: bool) -> Message {
        let way = self.tags(Message::default().number(1, 9), &WAY_TAGS);
        let way = way.packed(8, deltas(&[2, 3]));
        let way = if located {
            way.packed(9, deltas(&CORNERS.map(|corner| corner.0)))
                .packed(10, deltas(&CORNERS.map(|corner| corner.1)))
        } else {
            way
        };
        Message::default().bytes(3, way)
    }

    fn block(self, groups: impl IntoIterator<Item = Message>) -> Message {
        let table = self
            .0
            .iter()
            .fold(Message::default(), |table, text| table.bytes(1, text));
        groups
            .into_iter()
            .fold(Message::default().bytes(1, table), |block, group| {
                block.bytes(2, group)
            })
    }
}

/// Header, nodes and ways, each in a block of its own.
pub(crate) fn blocks(nodes: Nodes, packing: Packing) -> [Vec<u8>; 3] {
    let header = Message::default()
        .bytes(4, "OsmSchema-V0.6")
        .bytes(4, "DenseNodes");
    let on_ways = matches!(nodes, Nodes::OnWays);
    // Corners that ways say are not told again.
    let told: Vec<&Node> = NODES
        .iter()
        .filter(|node| !on_ways || !node.tags.is_empty())
        .collect();
    let mut texts = Texts(vec![""]);
    let group = match nodes {
        Nodes::Dense | Nodes::OnWays => texts.dense(&told),
        Nodes::Single => texts.single(&told),
    };
    let nodes = texts.block([group]);
    let mut texts = Texts(vec![""]);
    let way = texts.way(on_ways);
    [
        block("OSMHeader", &header, Packing::Raw),
        block("OSMData", &nodes, packing),
        block("OSMData", &texts.block([way]), packing),
    ]
}

/// The extract as a file.
pub(crate) fn file(nodes: Nodes, packing: Packing) -> Vec<u8> {
    blocks(nodes, packing).concat()
}

/// A block of data that is not whole: dense nodes of these numbers and places, a way with these corners and tags.
pub(crate) fn data(dense: [&[i64]; 3], refs: &[i64], tags: [u64; 2]) -> Message {
    let [ids, latitudes, longitudes] = dense;
    let nodes = Message::default()
        .packed(1, deltas(ids))
        .packed(8, deltas(latitudes))
        .packed(9, deltas(longitudes));
    let way = Message::default()
        .number(1, 9)
        .packed(2, [tags[0]])
        .packed(3, [tags[1]])
        .packed(8, refs.iter().map(|delta| zigzag(*delta)));
    Texts(vec!["", "shop", "books"]).block([
        Message::default().bytes(2, nodes),
        Message::default().bytes(3, way),
    ])
}
