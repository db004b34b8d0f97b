//! How many orders a second both tills create, quote, verify and settle over a development node, and whether it stays so
//! with many orders stored. `cargo xtask bench till`; with `TILL_TEST_POSTGRES` on PostgreSQL.
//!
//! `load [ORDERS] [STORED]`: that many orders are paid, before and after that many more are put into both databases.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::redundant_clone,
    dead_code,
    unused_imports,
    reason = "a measurement: it panics where it cannot go on, prints, reads the clock, and shares the tests' support"
)]

#[path = "../tests/till/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use reqwest::Method;
use sig::Signer as _;
use sqlx::AssertSqlSafe;
use support::{Payer, Stack, TUSD, order_body};

/// As many requests at once.
const AT_ONCE: usize = 8;
/// More than an order costs, in base units of the dollar.
const ORDER: u64 = 10_000_000;
/// As many rows a statement.
const BATCH: usize = 500;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|text| !text.starts_with('-'));
    let mut number = |default| arguments.next().map_or(default, |text| text.parse().unwrap());
    let (orders, stored): (usize, usize) = (number(100), number(100_000));
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(measure(orders, stored));
}

async fn measure(orders: usize, stored: usize) {
    let stack = Stack::start().await;
    let kind = if stack.databases.0.contains("://") {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    println!("{kind}, {orders} orders, {AT_ONCE} at once");
    round(&stack, orders, "few stored").await;
    let begun = Instant::now();
    fill(&stack, stored).await;
    println!("{stored} orders put in within {:.1?}", begun.elapsed());
    round(&stack, orders, "many stored").await;
}

async fn round(stack: &Stack, orders: usize, name: &str) {
    println!("-- {name}");
    let payer = Payer::with_tokens(stack, 0).await;
    let (key, payee) = (&stack.keys.deployer, payer.key.address());
    testnode::mint(
        &stack.rpc,
        key,
        stack.tusd,
        payee,
        ORDER * u64::try_from(orders).unwrap(),
    )
    .await;
    let created = phase("create", 0..orders, |_| async {
        let answer = stack.post_order(&[], order_body()).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json::<checkout::CreateOrderResponse>()
    })
    .await;
    let asked = phase("quote (402)", &created, |order| stack.ask(order)).await;
    let payloads: Vec<_> = asked
        .iter()
        .map(|asked| payer.payload(stack, asked, TUSD))
        .collect();
    phase(
        "verify",
        asked.iter().zip(&payloads),
        |(asked, payload)| async move {
            let url = format!("{}/verify", stack.operator_url);
            let body = asked.facilitator_body(payload);
            let answer = stack.call(Method::POST, &url, &[], body).await;
            assert_eq!(answer.body["isValid"], true, "{}", answer.body);
        },
    )
    .await;
    phase(
        "settle",
        created.iter().zip(&payloads),
        |(order, payload)| async move {
            stack.pay(order, payload).await.settled();
        },
    )
    .await;
    phase("status", &created, |order| stack.status(order)).await;
}

/// Does one thing for all, some at once, and says how fast it was.
async fn phase<I, T, F>(name: &str, items: I, act: impl Fn(I::Item) -> F) -> Vec<T>
where
    I: IntoIterator,
    F: Future<Output = T>,
{
    let begun = Instant::now();
    let done: Vec<(Duration, T)> = stream::iter(items)
        .map(|item| {
            let doing = act(item);
            async move {
                let begun = Instant::now();
                let done = doing.await;
                (begun.elapsed(), done)
            }
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    let elapsed = begun.elapsed();
    let mut times: Vec<Duration> = done.iter().map(|(time, _)| *time).collect();
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    let a_second = u128::try_from(times.len()).unwrap() * 1000 / elapsed.as_millis().max(1);
    println!(
        "{name:12} {a_second:5} a second, p50 {:.1?}, p95 {:.1?}",
        at(50),
        at(95)
    );
    done.into_iter().map(|(_, done)| done).collect()
}

/// Copies a final order, its quotes, payment and ledger rows under other names.
async fn fill(stack: &Stack, count: usize) {
    stack.node.call("evm_mine", serde_json::json!([])).await;
    let mut at_merchant = stack.database(&stack.databases.1).await;
    let mut at_operator = stack.database(&stack.databases.0).await;
    let mut done = 0;
    while done < count {
        let last = done + BATCH.min(count - done);
        // PostgreSQL and SQLite both know VALUES lists; generate_series only one of them.
        let names: Vec<String> = (done..last).map(|n| format!("({n})")).collect();
        let names = format!("(SELECT column1 AS n FROM (VALUES {}) AS v)", names.join(","));
        for (of_merchant, statement) in [
            (
                true,
                format!(
                    "INSERT INTO orders (id, order_hash, client, request_hash, signed_order, state, total_tiyn, created_at, \
                     expires_at, payment_id, transaction_hash, settle_response, settled_response, check_at) \
                     SELECT 'copy-' || s.n, 'copy-' || s.n, client, request_hash, signed_order, 'final', total_tiyn, created_at - s.n, \
                     expires_at, payment_id, transaction_hash, settle_response, settled_response, check_at FROM {names} s \
                     CROSS JOIN (SELECT * FROM orders WHERE settled_response IS NOT NULL LIMIT 1) o"
                ),
            ),
            (
                false,
                format!(
                    "INSERT INTO quotes (order_hash, order_nonce, merchant_id, resource_url, total_tiyn, signed_quote, offer, \
                     requirement, issued_block, expires_at) SELECT 'copy-' || s.n, 'copy-' || s.n, merchant_id, 'copy-' || s.n, \
                     total_tiyn, signed_quote, offer, requirement, issued_block, expires_at FROM {names} s \
                     CROSS JOIN (SELECT * FROM quotes LIMIT 1) q"
                ),
            ),
            (
                false,
                format!(
                    "INSERT INTO payments (network, token, payer, nonce, payment_id, order_hash, quote_id, payload, amount, \
                     order_bound, state, transaction_hash, block_number, block_hash, settle_response, stored_at, watch_until, \
                     is_final) SELECT network, token, payer, 'copy-' || s.n, payment_id, 'copy-' || s.n, quote_id, payload, amount, \
                     order_bound, 'settled', transaction_hash, block_number, block_hash, settle_response, stored_at, watch_until, \
                     1 FROM {names} s CROSS JOIN (SELECT * FROM payments WHERE state = 'settled' LIMIT 1) p"
                ),
            ),
            (
                false,
                format!(
                    "INSERT INTO ledger (entry, order_hash, account, tiyn, booked_at) SELECT 'payment:copy-' || s.n, \
                     'copy-' || s.n, account, tiyn, booked_at - s.n FROM {names} s CROSS JOIN (SELECT * FROM ledger WHERE entry = \
                     (SELECT min(entry) FROM ledger)) l"
                ),
            ),
        ] {
            let connection = if of_merchant {
                &mut at_merchant
            } else {
                &mut at_operator
            };
            sqlx::query(AssertSqlSafe(statement))
                .execute(connection)
                .await
                .unwrap();
        }
        done = last;
    }
}
