use std::{collections::BTreeSet, fs};

use e2e::{Answered, OwnWorker, Paths, Result};
use key_worker::protocol::{Failure, MakeWordsRequest, Request};
use keys::Mnemonic;

use crate::support::journey;

const MANY: usize = 10_000;

/// In the place of the browser's generator: 0, 1, 2 …, counted in `taken`.
const COUNTER: &str = "self.taken = 0; crypto.getRandomValues = (view) => { \
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).forEach((_, at, all) => { all[at] = self.taken++; }); \
    return view; }; true";
const BROKEN: &str = "crypto.getRandomValues = () => { throw new Error('out of order'); }; true";

const MAKE_WORDS: Request = Request::MakeWords(MakeWordsRequest { long: false });

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_come_from_the_browsers_generator_and_from_nothing_else() -> Result<()> {
    // What the programs ask of their surroundings goes through their scripts, and these hold one source of randomness.
    let (mut programs, mut scripts) = (0, 0);
    for file in fs::read_dir(Paths::find().dist.join("worker"))? {
        let path = file?.path();
        let shown = path.display();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("wasm") => {
                let modules: BTreeSet<_> = imports(&fs::read(&path)?)
                    .into_iter()
                    .map(|(module, _)| module)
                    .collect();
                assert_eq!(modules.len(), 1, "{shown}: {modules:?}");
                assert!(
                    modules.iter().all(|module| !module.contains("wasi")),
                    "{shown}: {modules:?}"
                );
                programs += 1;
            }
            Some("js") => {
                let script = fs::read_to_string(&path)?;
                // The worker that searches the catalogue has no keys and needs none.
                let sources = usize::from(!name.starts_with("city-worker"));
                assert_eq!(script.matches(".getRandomValues(").count(), sources, "{shown}");
                for other in [
                    "Math.random",
                    "randomUUID",
                    "randomFill",
                    "randomBytes",
                    "require(",
                ] {
                    assert!(!script.contains(other), "{shown}: {other}");
                }
                scripts += 1;
            }
            _ => {}
        }
    }
    assert_eq!((programs, scripts), (3, 3));

    journey(async |world| {
        world.wallet().open().await?;
        world.wallet().page().by_id("create-wallet").await?;
        let mut worker = OwnWorker::start(world).await?;

        let made = worker.ask(&MAKE_WORDS, "", MANY).await?;
        let mut seen = BTreeSet::new();
        let mut ones = [0_usize; 128];
        for Answered { secret: words, .. } in &made {
            let entropy = Mnemonic::parse(words)
                .expect("a phrase")
                .expose_entropy()
                .to_vec();
            for (bit, count) in ones.iter_mut().enumerate() {
                *count += usize::from(entropy[bit / 8] >> (bit % 8) & 1);
            }
            seen.insert(entropy);
        }
        assert_eq!((made.len(), seen.len()), (MANY, MANY), "no phrase twice");
        // Six standard deviations of a fair coin.
        let fair = MANY / 2 - 300..=MANY / 2 + 300;
        assert!(ones.iter().all(|count| fair.contains(count)), "{ones:?}");

        worker.tools.evaluate(&worker.session, COUNTER).await?;
        let counted = worker.ask(&MAKE_WORDS, "", 2).await?;
        for (at, made) in counted.iter().enumerate() {
            let entropy: [u8; 16] =
                std::array::from_fn(|byte| u8::try_from(at * 16 + byte).unwrap_or_default());
            assert_eq!(
                made.secret,
                *Mnemonic::derive_from_entropy(&entropy).expose_words()
            );
        }
        assert_eq!(worker.tools.evaluate(&worker.session, "self.taken").await?, 32);

        worker.tools.evaluate(&worker.session, BROKEN).await?;
        let refused = worker.ask(&MAKE_WORDS, "", 1).await?;
        assert_eq!(refused[0].answer, Err(Failure::NoRandomness));
        assert_eq!(refused[0].secret, "");
        Ok(())
    })
    .await
}

/// Modules and names in the import section of a WebAssembly program
/// ([binary format](https://webassembly.github.io/spec/core/binary/modules.html#import-section)).
fn imports(program: &[u8]) -> Vec<(String, String)> {
    let mut rest = &program[8..];
    while let [id, after @ ..] = rest {
        let mut after = after;
        let size = number(&mut after);
        let (section, next) = after.split_at(size);
        if *id == 2 {
            return names(section);
        }
        rest = next;
    }
    Vec::new()
}

fn names(mut section: &[u8]) -> Vec<(String, String)> {
    let count = number(&mut section);
    let mut names = Vec::new();
    for _ in 0..count {
        let module = text(&mut section);
        names.push((module, text(&mut section)));
        let kind = section[0];
        section = &section[1..];
        match kind {
            0 => drop(number(&mut section)),
            // A table: its type, then limits; a memory has limits only.
            1 => {
                section = &section[1..];
                limits(&mut section);
            }
            2 => limits(&mut section),
            3 => section = &section[2..],
            _ => {
                number(&mut section);
                number(&mut section);
            }
        }
    }
    names
}

fn limits(section: &mut &[u8]) {
    let has_end = section[0] & 1 == 1;
    *section = &section[1..];
    number(section);
    if has_end {
        number(section);
    }
}

fn text(section: &mut &[u8]) -> String {
    let size = number(section);
    let (text, rest) = section.split_at(size);
    *section = rest;
    String::from_utf8_lossy(text).into_owned()
}

/// An unsigned LEB128.
fn number(section: &mut &[u8]) -> usize {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = section[0];
        *section = &section[1..];
        value |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return value;
        }
    }
}
