//! The demo: starts the stack, says where it is, and ends it on Ctrl-C.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use clap::Parser;
use demo::{Addresses, CitySize, Ports, STAFF, Stack, StackError, StackOptions};
use tokio::{
    signal::unix::{SignalKind, signal},
    time::sleep,
};

/// Starts chain, tills, wallet site and café on this machine.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The built site.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    dist: PathBuf,
    /// Anvil's program; looked up on PATH when not given.
    #[arg(long, value_name = "FILE")]
    anvil: Option<PathBuf>,
    /// The till's program; the one beside this program when not given.
    #[arg(long, value_name = "FILE")]
    till: Option<PathBuf>,
    /// Port of the wallet; 0 takes a free one, here and below.
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    wallet_port: u16,
    /// Port of the café.
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    cafe_port: u16,
    /// Port of the merchant till.
    #[arg(long, value_name = "PORT", default_value_t = 8082)]
    merchant_port: u16,
    /// Port of the operator till.
    #[arg(long, value_name = "PORT", default_value_t = 8083)]
    operator_port: u16,
    /// Port of the chain's node.
    #[arg(long, value_name = "PORT", default_value_t = 8545)]
    anvil_port: u16,
    /// Port of the operator's deposit desk.
    #[arg(long, value_name = "PORT", default_value_t = 8084)]
    desk_port: u16,
    /// How many merchants are made up around the café.
    #[arg(long, value_name = "N", default_value_t = CitySize::CITY.merchants)]
    merchants: u32,
    /// How many property listings are made up.
    #[arg(long, value_name = "N", default_value_t = CitySize::CITY.listings)]
    listings: u32,
    /// The same seed makes the same city.
    #[arg(long, value_name = "N", default_value_t = CitySize::CITY.seed)]
    seed: u64,
    /// Where databases, configuration and logs go; what an earlier demo left there is removed.
    #[arg(long, value_name = "DIR", default_value = ".demo")]
    state_dir: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), StackError> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let options = StackOptions {
        dist: arguments.dist,
        anvil: arguments.anvil,
        till: arguments.till,
        state_dir: Some(arguments.state_dir),
        ports: Ports {
            wallet: arguments.wallet_port,
            cafe: arguments.cafe_port,
            merchant: arguments.merchant_port,
            operator: arguments.operator_port,
            anvil: arguments.anvil_port,
            desk: arguments.desk_port,
        },
        city: CitySize {
            merchants: arguments.merchants,
            listings: arguments.listings,
            seed: arguments.seed,
        },
        more_origins: Vec::new(),
        merchant_public_url: None,
    };
    let mut told = std::pin::pin!(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    });
    let mut stack = tokio::select! {
        // The children of a half-started stack are killed as it is dropped.
        () = &mut told => return Ok(()),
        started = Stack::start(options) => started?,
    };
    say(stack.addresses())?;
    let ended = loop {
        tokio::select! {
            () = &mut told => break Ok(()),
            () = sleep(Duration::from_millis(500)) => {}
        }
        if let Err(error) = stack.check() {
            // A terminal's Ctrl-C reaches the children too, sometimes first.
            break tokio::select! {
                () = &mut told => Ok(()),
                () = sleep(Duration::from_millis(300)) => Err(error),
            };
        }
    };
    stack.stop().await;
    ended
}

fn say(addresses: &Addresses) -> io::Result<()> {
    let Addresses {
        wallet,
        cafe,
        merchant,
        ..
    } = addresses;
    let staff = STAFF.map(|member| format!("{} / {}", member.login, member.password));
    let staff = staff.join("   ");
    let text = format!(
        "\nThe demo is running. Nothing in it has any value.\n\n  \
         wallet  {wallet}\n  \
         café    {cafe}\n  \
         till    {merchant}/staff   {staff}\n\n\
         What to try:\n  \
         1. Open the wallet, create one, and take demo money from the tap.\n  \
         2. Open the café in another tab, choose something and press the payment button.\n  \
         3. Look who is paid, at which rate and fee, pay in tUSD with your password, and see the receipt.\n  \
         4. Pay again in tKZT, or switch the language: kk, ru, en.\n  \
         5. Close the payment window before paying: the café still waits, and the order can be paid later.\n  \
         6. Agree a deposit for a home under Property or {wallet}/deposits, and play all three sides yourself.\n  \
         7. Sign in at the till as the cashier, type an amount, and pay it from the wallet by the code or the customer's page.\n  \
         8. Sign in as the owner: orders, receipts, refunds, statements, keys.\n  \
         9. Subscribe units of the solar plant under Investments, {wallet}/invest/demo-o-solar.\n\n\
         Ctrl-C ends everything.\n"
    );
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
