use alloc::{string::String, vec::Vec};

use catalogue::BoundingBox;
use hashbrown::HashMap;

use crate::{
    find::Hit,
    protocol::{DistrictArea, MapPoint, MapView},
    rows::Row,
    segment::Segment,
    texts::TextRef,
};

/// More points than these make neither a map nor a list clearer.
const MOST_POINTS: usize = 300;

/// Districts and points of what was found.
pub(crate) fn map_view<R: Row>(
    segments: &[Segment<R>],
    found: &[Hit],
    bounds: Option<BoundingBox>,
    language: &str,
    point: impl Fn(&Segment<R>, &R) -> MapPoint,
) -> MapView {
    let mut areas: HashMap<String, (String, Vec<(i32, i32)>)> = HashMap::new();
    let mut names: HashMap<(u16, TextRef), String> = HashMap::new();
    let (mut points, mut in_sight) = (Vec::new(), 0);
    for hit in found {
        let Some((segment, row)) = hit.of(segments) else {
            continue;
        };
        let geo = row.geo();
        let key = names
            .entry((hit.segment, row.district()))
            .or_insert_with(|| segment.texts.plain(row.district()).into());
        if !areas.contains_key(key) {
            let name = segment.texts.in_language(row.district(), language);
            areas.insert(key.clone(), (name, Vec::new()));
        }
        if let Some((_, all)) = areas.get_mut(key) {
            all.push((geo.latitude_micro(), geo.longitude_micro()));
        }
        if bounds.is_none_or(|bounds| bounds.contains(&geo)) {
            in_sight += 1;
            if points.len() < MOST_POINTS {
                points.push(point(segment, row));
            }
        }
    }
    let mut districts: Vec<DistrictArea> = areas
        .into_values()
        .map(|(name, all)| DistrictArea {
            name,
            count: u32::try_from(all.len()).unwrap_or(u32::MAX),
            middle: middle(&all),
            hull: hull(all),
        })
        .collect();
    districts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    MapView {
        districts,
        points,
        in_sight,
    }
}

fn middle(points: &[(i32, i32)]) -> (i32, i32) {
    let count = i64::try_from(points.len()).unwrap_or(i64::MAX).max(1);
    let mean = |pick: fn(&(i32, i32)) -> i32| {
        let sum: i64 = points.iter().map(|point| i64::from(pick(point))).sum();
        i32::try_from(sum / count).unwrap_or_default()
    };
    (mean(|point| point.0), mean(|point| point.1))
}

/// The convex hull, anticlockwise (Andrew's monotone chain).
fn hull(mut points: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    points.sort_unstable();
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let mut lower = half(points.iter().copied());
    let mut upper = half(points.iter().rev().copied());
    lower.pop();
    upper.pop();
    lower.append(&mut upper);
    lower
}

fn half(points: impl Iterator<Item = (i32, i32)>) -> Vec<(i32, i32)> {
    let mut kept: Vec<(i32, i32)> = Vec::new();
    for point in points {
        while let [.., before, last] = kept.as_slice() {
            if turn(*before, *last, point) > 0 {
                break;
            }
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

fn turn(a: (i32, i32), b: (i32, i32), c: (i32, i32)) -> i64 {
    let d = |from: i32, to: i32| i64::from(to) - i64::from(from);
    d(a.0, b.0) * d(a.1, c.1) - d(a.1, b.1) * d(a.0, c.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_square_is_its_own_hull() {
        let all = [(0, 0), (0, 4), (4, 0), (4, 4), (2, 2), (0, 2)].to_vec();
        let hull = hull(all);
        assert_eq!(hull.len(), 4);
        assert!(!hull.contains(&(2, 2)) && !hull.contains(&(0, 2)));
    }

    proptest! {
        #[test]
        fn no_point_lies_outside(points in proptest::collection::vec((-1000i32..1000, -1000i32..1000), 3..60)) {
            let around = hull(points.clone());
            if around.len() >= 3 {
                for (place, a) in around.iter().enumerate() {
                    let b = around[(place + 1) % around.len()];
                    for point in &points {
                        prop_assert!(turn(*a, b, *point) >= 0);
                    }
                }
            }
        }
    }
}
