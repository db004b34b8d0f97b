//! One purchase by real clicks in headless Chromium, then the independent check. Prints one line of JSON and exits 0 only if
//! everything agrees.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use demo::StackOptions;
use e2e::{JourneyError, PASSWORD, Paths, Result, World};
use serde_json::{Value, json};
use tokio::signal::unix::{SignalKind, signal};

/// Buys at the demo café in a browser and verifies the purchase.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The built site.
    #[arg(long, value_name = "DIR")]
    dist: Option<PathBuf>,
    /// Anvil's program.
    #[arg(long, value_name = "FILE")]
    anvil: Option<PathBuf>,
    /// The till's program; the one beside this program when not given.
    #[arg(long, value_name = "FILE")]
    till: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = tokio::select! {
        outcome = smoke(Arguments::parse()) => outcome,
        stopped = told_to_stop() => Err(stopped),
    };
    match outcome {
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

async fn told_to_stop() -> JourneyError {
    let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    let (Ok(mut interrupt), Ok(mut terminate)) = signals else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    io::Error::new(io::ErrorKind::Interrupted, "stopped").into()
}

async fn smoke(arguments: Arguments) -> Result<Value> {
    let mut paths = Paths::find();
    paths.dist = arguments.dist.unwrap_or(paths.dist);
    paths.anvil = arguments.anvil.unwrap_or(paths.anvil);
    let options = StackOptions {
        till: arguments.till,
        ..StackOptions::default()
    };
    let world = World::start_with(paths, options).await?;
    let bought = buy(&world).await;
    if bought.is_err() {
        world.browser.take_pictures("smoke").await;
    }
    world.end().await?;
    bought
}

async fn buy(world: &World) -> Result<Value> {
    let payer = world.become_resident().await?;
    let (cafe, pay) = world.order().await?;
    world.pay().order_is_shown().await?;
    world.pay().choose("tUSD").await?;
    let purchase = world.ask_what_is_to_be_paid("Demo dollar (no value)").await?;
    world.pay().approve(PASSWORD).await?;
    let paid = world.pay().receipt().await?;
    world.browser.switch_to(&cafe).await?;
    let (order, transaction) = world.cafe().thanks().await?;
    world.browser.switch_to(&pay).await?;

    let verified = world.verify(&purchase).await?;
    let same = verified["order"] == order.as_str()
        && verified["tx"] == paid.transaction.as_str()
        && transaction == paid.transaction
        && verified["payer"]
            .as_str()
            .is_some_and(|address| address.eq_ignore_ascii_case(&payer));
    // A rate of one and a fee of nothing would prove little.
    let telling = verified["fee_tiyn"] != "0" && verified["rate"]["num"] != verified["rate"]["den"];
    if !same || !telling {
        return Err(JourneyError::Refuted(format!(
            "{verified} is not {order}, {transaction}, {paid:?}, {payer}"
        )));
    }
    Ok(json!({
        "order": verified["order"],
        "tx": verified["tx"],
        "status": verified["status"],
        "approve_to_receipt_ms": paid.approve_to_receipt_ms,
        "payer_wei": verified["payer_wei"],
    }))
}
