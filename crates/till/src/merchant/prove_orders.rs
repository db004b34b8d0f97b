//! Proves every order once more: its papers by their signatures, its payment against the chain, its state against the
//! operator. Trusts neither this till's database nor the operator.

use chain::{ChainId, HttpError, RpcClient, RpcError, transfer_topic};
use checkout::{OrderState, SettledResponse, SignedQuote};
use http_native::HttpClient;
use sig::{B256, U256};
use sqlx::AnyPool;
use zone::{
    Envelope, EnvelopeError, MerchantCertificate, Registry, VerifyCertificateError, verify_certificate,
};

use super::{
    operator_client::{OperatorClient, OperatorError},
    order_store::{self, StoredOrder},
};
use crate::{Clock, LoadRegistryError, MerchantConfig, Report, registry::RegistryHandle, storage};

/// As many orders at a time.
const PAGE: i64 = 500;
/// What is on its way for longer than this is reported, in seconds.
const LONG: u64 = 3600;

/// Why a reconciliation came to no end.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileMerchantError {
    /// No node is named, neither here nor in the registry.
    #[error("no node: give one with --rpc, or name one in the registry")]
    NoNode,
    /// The node cannot be asked.
    #[error("the node cannot be used: {0}")]
    Rpc(#[from] RpcError),
    /// No HTTP client.
    #[error("no HTTP client: {0}")]
    Http(#[from] HttpError),
    /// The registry.
    #[error(transparent)]
    Registry(#[from] LoadRegistryError),
    /// The certificate's file.
    #[error("the certificate cannot be read: {0}")]
    Envelope(#[from] EnvelopeError),
    /// The certificate does not hold.
    #[error("the certificate does not hold: {0}")]
    Certificate(#[from] VerifyCertificateError),
    /// The operator's till cannot be asked.
    #[error("the operator's till cannot be used: {0}")]
    Operator(String),
    /// The database.
    #[error("the database cannot be read: {0}")]
    Storage(#[from] sqlx::Error),
    /// The report cannot be written, or the certificate not be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What orders are compared with.
struct Proof {
    pool: AnyPool,
    rpc: RpcClient<HttpClient>,
    operator: OperatorClient,
    registry: Registry,
    certificate: MerchantCertificate,
    now: u64,
}

/// Reads all orders of a merchant and reports what differs. Changes nothing; the till may run meanwhile.
///
/// # Errors
/// [`ReconcileMerchantError`].
pub async fn reconcile_merchant(
    config: &MerchantConfig,
    rpc: Option<&str>,
    report: &mut Report<'_>,
) -> Result<(), ReconcileMerchantError> {
    let proof = open(config, rpc).await?;
    let mut after = String::new();
    loop {
        let page = order_store::page(&proof.pool, &after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id().to_string();
        for order in &page {
            report.checked();
            check(&proof, order, report).await?;
        }
    }
}

async fn open(config: &MerchantConfig, rpc: Option<&str>) -> Result<Proof, ReconcileMerchantError> {
    let (http, clock) = (HttpClient::new()?, Clock::default());
    let pool = storage::connect(&config.database, 2).await?;
    let (handle, reread) =
        RegistryHandle::start(config.registry.clone(), http.clone(), pool.clone(), clock.clone()).await?;
    reread.abort();
    let registry = handle.verified().registry().clone();
    let envelope = Envelope::from_json(&tokio::fs::read(&config.certificate).await?)?;
    let certificate = verify_certificate(&envelope, &registry, clock.now())?;
    let chain: ChainId = registry.home_chain;
    let urls = match rpc {
        Some(url) => vec![url.to_owned()],
        None => registry
            .chain(chain)
            .map(|entry| entry.rpc.clone())
            .unwrap_or_default(),
    };
    if urls.is_empty() {
        return Err(ReconcileMerchantError::NoNode);
    }
    let rpc = RpcClient::with_endpoints(http.clone(), urls, chain);
    rpc.check_chain().await?;
    Ok(Proof {
        pool,
        rpc,
        operator: OperatorClient::new(http, &config.operator_url),
        registry,
        certificate,
        now: clock.now(),
    })
}

async fn check(
    proof: &Proof,
    order: &StoredOrder,
    report: &mut Report<'_>,
) -> Result<(), ReconcileMerchantError> {
    let subject = format!("order {}", order.id());
    let settled = matches!(
        order.state,
        OrderState::Settled | OrderState::Over | OrderState::Final | OrderState::Refunded
    );
    let credit = match proof.operator.credit(order.order_hash).await {
        Ok(credit) => Some(credit),
        // Never quoted.
        Err(OperatorError::Refused { .. }) => None,
        Err(OperatorError::Unavailable(reason)) => return Err(ReconcileMerchantError::Operator(reason)),
    };
    let there = credit.as_ref().and_then(|credit| credit.settlement.as_ref());
    let name = order_store::state_name(order.state);
    match (settled, there, &order.settled) {
        (true, there, Some((_, papers))) => {
            let quote = credit.as_ref().and_then(|credit| credit.quote.as_ref());
            if let Some(problem) = signatures(proof, order, papers, quote) {
                report.differs(subject.clone(), "papers", problem)?;
            }
            let transaction = papers.receipt.receipt.transaction;
            if there.and_then(|there| there.transaction.parse::<B256>().ok()) != Some(transaction) {
                let found = format!("{name} here by {transaction}, not so at the operator");
                report.differs(subject.clone(), "operator_differs", found)?;
            }
            if let Some(problem) = on_chain(proof, order, papers).await? {
                report.differs(subject, "not_proven", problem)?;
            }
        }
        (true, _, None) => report.differs(subject, "no_papers", format!("{name} without papers"))?,
        (false, Some(there), _) if order.state != OrderState::Submitted => {
            let found = format!("{name} here, paid at the operator by {}", there.transaction);
            report.differs(subject, "operator_differs", found)?;
        }
        (false, ..) => {
            let under_way = matches!(order.state, OrderState::Authorized | OrderState::Submitted);
            let since = proof.now.saturating_sub(order.signed.order.created_at);
            if under_way && since > LONG {
                report.differs(subject, "under_way", format!("{name} for {since} seconds"))?;
            }
        }
    }
    Ok(())
}

/// Who signed the papers, and that they speak of this order.
fn signatures(
    proof: &Proof,
    order: &StoredOrder,
    papers: &SettledResponse,
    quote: Option<&SignedQuote>,
) -> Option<String> {
    let home = proof.registry.home_chain;
    let (receipt, credit) = (&papers.receipt.receipt, &papers.credit.credit);
    let of_merchant = papers.receipt.signer(home).is_ok_and(|key| {
        proof
            .certificate
            .order_keys
            .iter()
            .any(|entry| entry.address == key)
    });
    if !of_merchant {
        return Some("the receipt is not signed by a key of the certificate".into());
    }
    let operator = papers
        .credit
        .signer(home)
        .ok()
        .and_then(|key| proof.registry.operator_of_key(key));
    if operator.is_none_or(|operator| operator.id != receipt.operator_id) {
        return Some("the credit is not signed by the operator of the receipt".into());
    }
    if order.order_hash != order.signed.order.hash(home) {
        return Some("the stored order has another hash".into());
    }
    let agrees = receipt.order_hash == order.order_hash
        && credit.order_hash == order.order_hash
        && receipt.total_tiyn == order.signed.order.total_tiyn
        && credit.total_tiyn == receipt.total_tiyn
        && receipt.vat_tiyn == order.signed.order.vat_tiyn
        && credit.fee_tiyn == receipt.fee_tiyn
        && credit.total_tiyn.checked_sub(credit.fee_tiyn) == Ok(credit.merchant_tiyn)
        && credit.transaction == receipt.transaction
        && quote.is_none_or(|quote| {
            quote.quote.fee_tiyn == credit.fee_tiyn && quote.quote.asset == receipt.asset
        });
    (!agrees).then(|| "order, receipt and credit do not agree".into())
}

/// The receipt's transaction moved the receipt's amount from its payer to the operator, or to the order's own address.
async fn on_chain(
    proof: &Proof,
    order: &StoredOrder,
    papers: &SettledResponse,
) -> Result<Option<String>, RpcError> {
    let paper = &papers.receipt.receipt;
    let Some(receipt) = proof.rpc.receipt(paper.transaction).await? else {
        return Ok(Some(format!(
            "the chain has no transaction {}",
            paper.transaction
        )));
    };
    if !receipt.succeeded {
        return Ok(Some(format!("{} was reverted", paper.transaction)));
    }
    let operator = proof
        .registry
        .operators
        .iter()
        .find(|operator| operator.id == paper.operator_id);
    let payees: Vec<_> = operator
        .map(|operator| operator.settlement_addresses.as_slice())
        .unwrap_or_default()
        .iter()
        .chain(order.deposit.as_ref().map(|deposit| &deposit.address))
        .map(|address| address.into_word())
        .collect();
    let value = U256::to_be_bytes::<32>(&paper.amount.get());
    let by_hand = order.payment.is_none() && order.deposit.is_some();
    let paid = receipt.logs.iter().any(|log| {
        log.address == paper.asset.token
            && log.topics.first() == Some(&transfer_topic())
            && log.topics.get(2).is_some_and(|to| payees.contains(to))
            && (by_hand
                || (log.topics.get(1) == Some(&paper.payer.into_word()) && log.data.as_ref() == value))
    });
    Ok((!paid).then(|| format!("{} does not pay what the receipt says", paper.transaction)))
}
