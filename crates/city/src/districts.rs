use alloc::{collections::BTreeMap, string::String, vec::Vec};

use zone::LocalText;

use crate::{protocol::District, rows::Row, segment::Segment};

/// All districts of some segments, those with most entries first.
pub(crate) fn districts<R: Row>(segments: &[Segment<R>]) -> Vec<District> {
    let mut found: BTreeMap<String, (LocalText, u32)> = BTreeMap::new();
    for segment in segments {
        for (place, count) in &segment.districts {
            let Some(name) = segment.texts.get(*place) else {
                continue;
            };
            found
                .entry(name.kk.clone())
                .or_insert_with(|| (name.clone(), 0))
                .1 += count;
        }
    }
    let mut all: Vec<District> = found
        .into_iter()
        .map(|(key, (name, count))| District { key, name, count })
        .collect();
    all.sort_by_key(|district| core::cmp::Reverse(district.count));
    all
}
