use chain::Authorization;
use checkout::{
    SignedQuote, derive_order_nonce,
    x402::{FacilitatorRequest, PaymentRequirements, SignedOffer},
};
use sig::B256;
use sqlx::{
    Any, AnyConnection, AnyPool, Row,
    any::{AnyArguments, AnyRow},
    query::Query,
};
use units::Tiyn;

use crate::storage::{from_integer, from_json, to_integer, to_json};

/// A quote as it was given.
#[derive(Debug, Clone)]
pub(super) struct StoredQuote {
    pub(super) id: i64,
    pub(super) merchant_id: String,
    pub(super) resource_url: String,
    pub(super) total_tiyn: Tiyn,
    pub(super) signed: SignedQuote,
    pub(super) offer: SignedOffer,
    pub(super) requirement: PaymentRequirements,
    pub(super) issued_block: u64,
}

/// A quote about to be given.
#[derive(Debug)]
pub(super) struct NewQuote<'a> {
    pub(super) merchant_id: &'a str,
    pub(super) resource_url: &'a str,
    pub(super) total_tiyn: Tiyn,
    pub(super) signed: &'a SignedQuote,
    pub(super) offer: &'a SignedOffer,
    pub(super) requirement: &'a PaymentRequirements,
    pub(super) issued_block: u64,
}

impl StoredQuote {
    pub(super) fn order_hash(&self) -> B256 {
        self.signed.quote.order_hash
    }
}

pub(super) async fn insert(connection: &mut AnyConnection, new: &NewQuote<'_>) -> Result<(), sqlx::Error> {
    let quote = &new.signed.quote;
    sqlx::query(
        "INSERT INTO quotes (order_hash, order_nonce, merchant_id, resource_url, total_tiyn, signed_quote, offer, \
         requirement, issued_block, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(quote.order_hash.to_string())
    .bind(derive_order_nonce(quote.order_hash).to_string())
    .bind(new.merchant_id)
    .bind(new.resource_url)
    .bind(new.total_tiyn.to_i64())
    .bind(to_json(new.signed)?)
    .bind(to_json(new.offer)?)
    .bind(to_json(new.requirement)?)
    .bind(to_integer(new.issued_block))
    .bind(to_integer(quote.expires_at))
    .execute(connection)
    .await?;
    Ok(())
}

/// The quotes of an order that are not replaced, in the order in which they were given.
pub(super) async fn current(pool: &AnyPool, order_hash: B256) -> Result<Vec<StoredQuote>, sqlx::Error> {
    read_all(
        pool,
        sqlx::query("SELECT * FROM quotes WHERE order_hash = $1 AND replaced = 0 ORDER BY id")
            .bind(order_hash.to_string()),
    )
    .await
}

/// The newest quote that an order was given.
pub(super) async fn newest(pool: &AnyPool, order_hash: B256) -> Result<Option<StoredQuote>, sqlx::Error> {
    let query = sqlx::query("SELECT * FROM quotes WHERE order_hash = $1 ORDER BY id DESC LIMIT 1");
    Ok(read_all(pool, query.bind(order_hash.to_string())).await?.pop())
}

pub(super) async fn by_id(pool: &AnyPool, id: i64) -> Result<StoredQuote, sqlx::Error> {
    read(
        &sqlx::query("SELECT * FROM quotes WHERE id = $1")
            .bind(id)
            .fetch_one(pool)
            .await?,
    )
}

/// Finds what a payment is for: the order that the request names, else the order that the nonce names, else the
/// resource that the payer echoes. Of several quotes that ask for the same, the one that holds longest.
pub(super) async fn find(
    pool: &AnyPool,
    request: &FacilitatorRequest,
) -> Result<Option<StoredQuote>, sqlx::Error> {
    let authorization = Authorization::from(&request.payment_payload.payload.authorization);
    let candidates = match request.order_hash {
        Some(order_hash) => {
            let query = sqlx::query("SELECT * FROM quotes WHERE order_hash = $1 ORDER BY expires_at DESC");
            read_all(pool, query.bind(order_hash.to_string())).await?
        }
        None => {
            let query = sqlx::query("SELECT * FROM quotes WHERE order_nonce = $1 ORDER BY expires_at DESC");
            let bound = read_all(pool, query.bind(authorization.nonce.to_string())).await?;
            match &request.payment_payload.resource {
                Some(resource) if bound.is_empty() => {
                    let query =
                        sqlx::query("SELECT * FROM quotes WHERE resource_url = $1 ORDER BY expires_at DESC");
                    read_all(pool, query.bind(resource.url.clone())).await?
                }
                _ => bound,
            }
        }
    };
    Ok(candidates
        .into_iter()
        .find(|quote| asks_for(&quote.requirement, &request.payment_requirements)))
}

fn asks_for(stored: &PaymentRequirements, asked: &PaymentRequirements) -> bool {
    let same_text = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    stored.scheme == asked.scheme
        && stored.network == asked.network
        && stored.amount == asked.amount
        && same_text(&stored.asset, &asked.asset)
        && same_text(&stored.pay_to, &asked.pay_to)
}

async fn read_all<'q>(
    pool: &AnyPool,
    query: Query<'q, Any, AnyArguments>,
) -> Result<Vec<StoredQuote>, sqlx::Error> {
    query.fetch_all(pool).await?.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<StoredQuote, sqlx::Error> {
    let total: i64 = row.try_get("total_tiyn")?;
    Ok(StoredQuote {
        id: row.try_get("id")?,
        merchant_id: row.try_get("merchant_id")?,
        resource_url: row.try_get("resource_url")?,
        total_tiyn: Tiyn::try_from(total).map_err(|error| sqlx::Error::Decode(error.into()))?,
        signed: from_json(row, "signed_quote")?,
        offer: from_json(row, "offer")?,
        requirement: from_json(row, "requirement")?,
        issued_block: from_integer(row, "issued_block")?,
    })
}
