use std::panic::{AssertUnwindSafe, resume_unwind};

use demo::StackOptions;
use e2e::{Paths, Result, World};
use futures_util::FutureExt as _;
use serde_json::Value;

pub(crate) const DOLLAR: &str = "Demo dollar (no value)";
pub(crate) const TENGE: &str = "Demo tenge (no value)";

/// Lives through a journey in a world of its own, and looks afterwards whether its secrets got out. Takes pictures when it
/// fails, and always cleans up.
pub(crate) async fn journey(run: impl AsyncFnOnce(&mut World) -> Result<()>) -> Result<()> {
    journey_with(StackOptions::default(), run).await
}

/// The same, with a stack that is started otherwise than usual.
pub(crate) async fn journey_with(
    options: StackOptions,
    run: impl AsyncFnOnce(&mut World) -> Result<()>,
) -> Result<()> {
    let mut world = World::start_with(Paths::find(), options).await?;
    let lived = async {
        world.watch().await?;
        run(&mut world).await?;
        world.keeps_its_secrets().await
    };
    let outcome = AssertUnwindSafe(lived).catch_unwind().await;
    if !matches!(outcome, Ok(Ok(()))) {
        let name = std::thread::current()
            .name()
            .unwrap_or("journey")
            .replace("::", "-");
        world.browser.take_pictures(&name).await;
    }
    let ended = world.end().await;
    match outcome {
        Ok(result) => result.and(ended),
        Err(panic) => resume_unwind(panic),
    }
}

/// The state that a till tells.
pub(crate) fn state(status: &Value) -> &str {
    status["state"].as_str().unwrap_or_default()
}

/// The digits of a text, for amounts in any language.
pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
