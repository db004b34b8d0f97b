//! The published JSON Schema of the registry says what the code reads.
#![cfg(test)]

use jsonschema::Validator;
use serde_json::{Value, json};
use testkit::{DemoKeys, DemoZone};
use zone::{LimitConversion, LocalText, Notice, Registry, Revocation, Suspension, Validity};

fn validator() -> Validator {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/schema/registry.schema.json"
    );
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// The demo's registry, with everything in it that may be there.
fn full() -> Registry {
    let mut registry = DemoZone::for_tests(1_795_000_000).registry(&DemoKeys::derive());
    let reason = LocalText {
        kk: "тексеру".into(),
        ru: "проверка".into(),
        en: "inspection".into(),
    };
    let validity = Validity {
        valid_from: 1,
        valid_until: None,
    };
    let payment = registry.limits.per_payment_tiyn;
    registry.limits.per_day_tiyn = Some(payment);
    registry.limits.per_month_tiyn = Some(payment);
    registry.limits.conversion = Some(LimitConversion {
        currency: "USD".into(),
        per_month: 1000,
        rate_tiyn: payment,
        rate_source: "demo".into(),
        rate_time: 1,
    });
    registry.suspensions.push(Suspension {
        merchant_id: "m".into(),
        validity,
        reason: reason.clone(),
        appealed: true,
    });
    registry.revocations.push(Revocation {
        certificate: sig::sha256_digest(b"x").to_b256(),
        revoked_at: 1,
        reason: reason.clone(),
    });
    registry.notices.push(Notice {
        text: reason,
        validity,
        source: "demo".into(),
    });
    registry
}

/// Every object inside a document, as JSON pointers.
fn objects(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(at.clone());
            for (name, inner) in fields {
                objects(inner, format!("{at}/{name}"), found);
            }
        }
        Value::Array(entries) => {
            for (place, inner) in entries.iter().enumerate() {
                objects(inner, format!("{at}/{place}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_demo_registry_is_valid() {
    let validator = validator();
    for registry in [
        DemoZone::for_tests(1_795_000_000).registry(&DemoKeys::derive()),
        full(),
    ] {
        let value = serde_json::to_value(registry).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}

/// What the schema requires the code requires too, and the other way round; what it does not know is refused everywhere.
#[test]
fn schema_and_code_ask_for_the_same_fields() {
    let (validator, whole) = (validator(), serde_json::to_value(full()).unwrap());
    let mut places = Vec::new();
    objects(&whole, String::new(), &mut places);
    assert!(places.len() > 40, "{}", places.len());
    for place in places {
        let fields: Vec<String> = whole
            .pointer(&place)
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        for field in fields {
            let mut changed = whole.clone();
            changed
                .pointer_mut(&place)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .remove(&field);
            let read = serde_json::from_value::<Registry>(changed.clone()).is_ok();
            // Notices may be left out by either; the code fills in an empty list.
            assert_eq!(validator.is_valid(&changed), read, "without {place}/{field}");
        }
        let mut changed = whole.clone();
        changed
            .pointer_mut(&place)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .insert("unknown".into(), json!(1));
        assert!(!validator.is_valid(&changed), "unknown field at {place}");
    }
}
