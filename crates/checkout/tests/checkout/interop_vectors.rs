//! `tests/interop/vectors.json`: what this crate signs, written down, so that other people's implementations can be held
//! against it (`npm test` in `tests/interop`). Regenerate with `CRYPTOCITY_WRITE_VECTORS=1`.

mod accounts;
mod purchases;
mod seeded;
mod x402_answers;

use std::{env, fs, path::Path};

use serde_json::json;

#[test]
fn the_committed_vectors_are_what_this_crate_signs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop/vectors.json");
    let vectors = json!({
        "accounts": accounts::vectors(),
        "purchases": purchases::vectors(),
        "x402": x402_answers::vectors(),
    });
    let text = format!("{}\n", serde_json::to_string_pretty(&vectors).unwrap());
    if env::var_os("CRYPTOCITY_WRITE_VECTORS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    assert!(
        committed == text,
        "{} differs from what this crate signs",
        path.display()
    );
}
