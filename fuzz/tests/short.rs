//! A few thousand inputs a target, the same ones every time; `FUZZ_SECONDS` goes on with others.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a long run measures time and says how far it is"
)]

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use fuzz::{
    Mutator, backup_import, backup_samples, keystore_import, keystore_samples, mnemonic_input,
    mnemonic_samples,
};

fn run(samples: Vec<Vec<u8>>, inputs: usize, target: fn(&[u8])) {
    for sample in &samples {
        attempt(target, sample);
    }
    let mut mutator = Mutator::new(0x5eed, samples.clone());
    for _ in 0..inputs {
        attempt(target, &mutator.next_input());
    }
    let Some(seconds) = env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()) else {
        return;
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    let mut mutator = Mutator::new(now.as_secs(), samples);
    let (begun, mut tried) = (Instant::now(), 0_u64);
    while begun.elapsed() < Duration::from_secs(seconds) {
        attempt(target, &mutator.next_input());
        tried += 1;
    }
    eprintln!("{tried} inputs, seed {}", now.as_secs());
}

fn attempt(target: fn(&[u8]), input: &[u8]) {
    let tried = catch_unwind(AssertUnwindSafe(|| target(input)));
    assert!(
        tried.is_ok(),
        "{:?} ({})",
        input.escape_ascii().to_string(),
        input.len()
    );
}

#[test]
fn mnemonic() {
    run(mnemonic_samples(), 1_000, mnemonic_input);
}

#[test]
fn keystore() {
    assert_eq!(keystore_samples().len(), 3);
    run(keystore_samples(), 5_000, keystore_import);
}

#[test]
fn backup() {
    assert_eq!(backup_samples().len(), 2);
    run(backup_samples(), 2_000, backup_import);
}

/// The runner notices a target that fails.
#[test]
#[should_panic(expected = "zoo")]
fn a_failing_target_is_reported_with_its_input() {
    run(vec![b"zoo".to_vec()], 0, |_| panic!("on purpose"));
}
