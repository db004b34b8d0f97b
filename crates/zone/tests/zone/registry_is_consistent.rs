use zone::{Registry, check_registry};

use crate::support::demo;

fn places(change: impl FnOnce(&mut Registry)) -> Vec<String> {
    let (zone, keys) = demo();
    let mut registry = zone.registry(&keys);
    change(&mut registry);
    check_registry(&registry)
        .into_iter()
        .map(|fault| fault.place)
        .collect()
}

#[test]
fn the_demo_registry_has_no_faults() {
    assert_eq!(places(|_| {}), Vec::<String>::new());
}

#[test]
fn each_contradiction_is_named_by_its_field() {
    assert_eq!(places(|r| r.expires_at = r.issued_at), ["expiresAt"]);
    assert_eq!(places(|r| r.chains.clear())[0], "homeChain");
    assert_eq!(places(|r| r.assets[0].source.clear()), ["assets[tUSD]"]);
    assert_eq!(places(|r| r.assets[1].id = r.assets[0].id), ["assets[tKZT]"]);
    assert_eq!(
        places(|r| r.operators[0].quote_keys.clear()),
        ["operators[demo-exchange]"]
    );
    assert_eq!(
        places(|r| r.limits.per_day_tiyn = Some(units::Tiyn::parse_tenge("1").unwrap())),
        ["limits.perDayTiyn"]
    );
    assert_eq!(
        places(|r| r.certificate_keys[0].public_key = "00".into()),
        ["certificateKeys"]
    );
    assert_eq!(
        places(|r| r.catalogue.as_mut().unwrap().threshold = 2),
        ["catalogue.threshold"]
    );
    assert_eq!(places(|r| r.notice.ru.clear()), ["notice"]);
}

#[test]
fn text_that_hides_something_is_not_read() {
    let (zone, keys) = demo();
    let json = serde_json::to_string(&zone.registry(&keys)).unwrap();
    assert!(serde_json::from_str::<Registry>(&json).is_ok());
    let spoofed = json.replace("Demo exchange operator", "Demo \\u202eegnahcxe operator");
    assert_ne!(spoofed, json);
    assert!(serde_json::from_str::<Registry>(&spoofed).is_err());
}

#[test]
fn repeated_fields_and_deep_nesting_are_not_read() {
    let (zone, keys) = demo();
    let json = serde_json::to_string(&zone.registry(&keys)).unwrap();
    let twice = json.replacen("\"version\":1,", "\"version\":1,\"version\":2,", 1);
    assert_ne!(twice, json);
    assert!(serde_json::from_str::<Registry>(&twice).is_err());
    // An unknown field is passed over without recursion, a known one is refused.
    let nest = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let unknown = json.replacen('{', &format!("{{\"x\":{nest},"), 1);
    assert!(serde_json::from_str::<Registry>(&unknown).is_ok());
    let known = json.replacen("\"assets\":[", &format!("\"assets\":[{nest},"), 1);
    assert_ne!(known, json);
    assert!(serde_json::from_str::<Registry>(&known).is_err());
}
