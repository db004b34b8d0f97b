//! What the wallet's worker takes for words, accounts and the key derivation, against libraries that do the same in the same
//! worker, one after the other. Prints one line of JSON: medians in milliseconds and their ratios.

use std::{
    env, fs,
    io::{self, Write as _},
    process::ExitCode,
};

use e2e::{Answered, JourneyError, OwnWorker, PASSWORD, Result, World};
use key_worker::protocol::{FileRequest, PayRequest, PreviewAccountsRequest, ReadWordsRequest, Request};
use keys::Mnemonic;
use serde_json::{Map, Value, json};
use vault::{
    KdfParameters, Password, RandomError, RandomPort, VaultDraft, seal_vault, unlock_vault, write_backup,
};

const WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const ROUNDS: usize = 9;
const ARGON2: KdfParameters = KdfParameters {
    memory_kib: 64 * 1024,
    iterations: 3,
    parallelism: 1,
};

#[tokio::main]
async fn main() -> ExitCode {
    match bench().await {
        Ok(line) => {
            let _ = writeln!(io::stdout(), "{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// These files protect nothing.
struct Counting;

impl RandomPort for Counting {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        for (byte, number) in buffer.iter_mut().zip(0..) {
            *byte = number;
        }
        Ok(())
    }
}

/// A file that takes exactly one run of Argon2id to open, beside what is too little to see.
fn backup() -> Option<String> {
    let password = || Password::new(PASSWORD.as_bytes().to_vec());
    let draft = VaultDraft::from_words(Mnemonic::parse(WORDS).ok()?, None, 0).ok()?;
    let record = seal_vault(draft, &password(), ARGON2, &Counting).ok()?;
    let vault = unlock_vault(&record, &password()).ok()?;
    write_backup(&vault, &password(), ARGON2, &Counting).ok()
}

async fn bench() -> Result<Value> {
    let peers = env::var("CRYPTOCITY_PEERS")
        .map_err(|_| JourneyError::Answer("CRYPTOCITY_PEERS is not set".into()))?;
    let peers = fs::read_to_string(peers)?;
    let world = World::start().await?;
    let measured = measure(&world, &peers).await;
    world.end().await?;
    measured
}

async fn measure(world: &World, peers: &str) -> Result<Value> {
    world.wallet().open().await?;
    world.wallet().page().by_id("create-wallet").await?;
    let mut worker = OwnWorker::start(world).await?;
    // In the worker itself: the same engine, the same thread, no messages, which is in the peers' favour.
    worker.tools.evaluate(&worker.session, peers).await?;

    let words = Request::ReadWords(ReadWordsRequest {
        language: Some("english".into()),
        start_index: 0,
    });
    let accounts = Request::PreviewAccounts(PreviewAccountsRequest {
        source: None,
        start: 0,
        count: 50,
    });
    let text = backup().ok_or_else(|| JourneyError::Answer("no backup".into()))?;
    let file = Request::ReadBackup(FileRequest { text });
    let mut times = Map::new();
    for _ in 0..ROUNDS {
        for (name, request, secret) in [
            ("words_ours", &words, WORDS),
            ("accounts_ours", &accounts, ""),
            ("argon2_ours", &file, PASSWORD),
        ] {
            let answered = one(worker.ask(request, secret, 1).await?)?;
            push(&mut times, name, answered.milliseconds);
        }
        for name in [
            "words_ethers",
            "words_scure",
            "accounts_scure",
            "argon2_hash_wasm",
            "argon2_noble",
        ] {
            let time = worker
                .tools
                .evaluate(&worker.session, &format!("peers.{name}()"))
                .await?;
            push(&mut times, name, time.as_f64().unwrap_or_default());
        }
    }
    // As people meet it: with the parameters this machine was found able to bear.
    one(worker.ask(&words, WORDS, 1).await?)?;
    one(worker.ask(&Request::CreateVault, PASSWORD, 1).await?)?;
    for _ in 0..ROUNDS {
        let answered = one(worker.ask(&Request::Pay(PayRequest::Unlock), PASSWORD, 1).await?)?;
        push(&mut times, "unlock_ours", answered.milliseconds);
    }
    let median = |name: &str| -> f64 {
        let mut all: Vec<f64> = times[name]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_f64)
            .collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let ratio = |ours: &str, peer: &str| (median(ours) / median(peer) * 1000.0).round() / 1000.0;
    let medians: Map<String, Value> = times
        .keys()
        .map(|name| (name.clone(), median(name).into()))
        .collect();
    Ok(json!({
        "medians_ms": medians,
        "ratios": {
            "words to address / ethers": ratio("words_ours", "words_ethers"),
            "words to address / scure": ratio("words_ours", "words_scure"),
            "50 accounts / scure": ratio("accounts_ours", "accounts_scure"),
            "Argon2id 64 MiB, 3 / hash-wasm": ratio("argon2_ours", "argon2_hash_wasm"),
            "Argon2id 64 MiB, 3 / noble": ratio("argon2_ours", "argon2_noble"),
        },
    }))
}

fn one(answers: Vec<Answered>) -> Result<Answered> {
    let answered = answers.into_iter().next();
    answered
        .filter(|answered| answered.answer.is_ok())
        .ok_or_else(|| JourneyError::Answer("the worker refused".into()))
}

fn push(times: &mut Map<String, Value>, name: &str, time: f64) {
    let list = times.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    if let Some(list) = list.as_array_mut() {
        list.push(time.into());
    }
}
