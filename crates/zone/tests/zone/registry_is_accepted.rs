use zone::Freshness;

use crate::support::{NOW, demo, signed_with, verify};

#[test]
fn two_of_three_signatures_are_enough() {
    let (zone, keys) = demo();
    let verified = verify(&signed_with(|_| {}), 0, NOW).unwrap();
    assert_eq!(*verified.registry(), zone.registry(&keys));
    assert_eq!(verified.freshness(), Freshness::Current);
}

#[test]
fn the_version_seen_before_is_accepted_again_and_a_newer_one_too() {
    assert!(verify(&signed_with(|registry| registry.version = 7), 7, NOW).is_ok());
    assert!(verify(&signed_with(|registry| registry.version = 8), 7, NOW).is_ok());
}

#[test]
fn past_its_expiry_it_can_still_be_read() {
    let envelope = signed_with(|registry| registry.expires_at = NOW + 60);
    let freshness = |now| verify(&envelope, 0, now).map(|verified| verified.freshness());
    assert_eq!(freshness(NOW + 59), Ok(Freshness::Current));
    assert_eq!(freshness(NOW + 60), Ok(Freshness::Expired));
    assert_eq!(
        verify(&envelope, 0, NOW + 60).unwrap().registry().id,
        "kz-alatau-demo"
    );
}

#[test]
fn a_clock_that_is_five_minutes_slow_is_tolerated() {
    assert!(verify(&signed_with(|registry| registry.issued_at = NOW + 300), 0, NOW).is_ok());
}
