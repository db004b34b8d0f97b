//! `tests/interop/vectors.json`: what this crate signs, written down, so that other people's implementations can be held
//! against it (`npm test` in `tests/interop`). Regenerate with `CRYPTOCITY_WRITE_VECTORS=1`.

mod accounts;
mod purchases;
mod seeded;
mod x402_answers;

use std::{env, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

#[test]
fn the_committed_vectors_are_what_this_crate_signs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop/vectors.json");
    let vectors = json!({
        "accounts": accounts::vectors(),
        "purchases": purchases::vectors(),
        "x402": x402_answers::vectors(),
    });
    if env::var_os("CRYPTOCITY_WRITE_VECTORS").is_some() {
        fs::write(
            &path,
            format!("{}\n", serde_json::to_string_pretty(&vectors).unwrap()),
        )
        .unwrap();
    }
    let committed = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert!(
        open(committed) == open(vectors),
        "{} differs from what this crate signs",
        path.display()
    );
}

/// Headers as what they hold: the order of members in JSON says nothing and depends on how `serde_json` was built.
fn open(mut vectors: Value) -> Value {
    for (name, document) in vectors["x402"].as_object_mut().unwrap() {
        if name.ends_with("Header") {
            let json = STANDARD.decode(document.as_str().unwrap()).unwrap();
            *document = serde_json::from_slice(&json).unwrap();
        }
    }
    vectors
}
