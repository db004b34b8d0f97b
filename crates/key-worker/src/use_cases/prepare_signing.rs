use chain::{
    Authorization, ChainId, Transaction, TransactionRequest, TxKind, encode_unsigned, transfer_call,
};
use clearsign::{
    AddressProof, Fact, Intent, KnownToken, Label, Mode, RefusedRequest, SignIn, SignInError, Statement,
    TokenBook, TypedDataError, Value, describe_message, describe_transaction, describe_typed_data,
    is_harmless,
};
use sig::{Address, AddressError, Digest, U256, parse_address};
use vault::{RandomPort, VaultStore};
use zone::{LimitPeriod, Registry, RuleError, Spent, VerifiedRegistry, check_limits};

use crate::{
    protocol::{
        Failure, PrepareMessageRequest, PrepareProofRequest, PrepareTransferRequest, RequestFailure,
        Response, SigningView, SpendingView,
    },
    use_cases::{open_registry::verified, prepare_payment::payer},
    worker::{Clock, KeyWorker},
};

/// Something that was shown, and that `SignPrepared` may sign.
pub(crate) struct PreparedSigning {
    /// Whether it takes money away: then the owner proves anew to be here.
    pub(crate) needs_owner: bool,
    pub(crate) what: Prepared,
    pub(crate) account: u32,
    pub(crate) signer: Address,
    pub(crate) statement: Statement,
}

/// The exact bytes.
pub(crate) enum Prepared {
    /// Of an unsigned transaction.
    Transaction(Vec<u8>),
    /// Of a message or typed data, hashed.
    Message(Digest),
    /// A transfer for somebody else to submit, and its digest.
    Authorization(Authorization, Digest),
    /// A proof and its digest.
    Proof(AddressProof, Digest),
}

/// At most this many are kept; a page needs one.
const MOST_PREPARED: usize = 16;
/// A proof is told at once.
const PROOF_SECONDS: u64 = 600;
const LONGEST_PURPOSE: usize = 200;
/// No chain of the zone asks for a hundredth of a coin a million gas units; whoever says so is wrong.
const MOST_FEE_PER_GAS: u128 = 10_000_000_000_000;

/// Builds a transfer, decodes its bytes again, and shows what they say.
pub(crate) async fn prepare_transfer<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareTransferRequest,
) -> Result<Response, Failure> {
    let (registry, signer) = context(worker, &request.registry, request.account).await?;
    let registry = registry.registry();
    check_chain(registry, request.chain)?;
    let to = recipient(&request.to)?;
    check_spending(registry, request.spending.as_ref())?;
    let fee = |fee: U256| {
        u128::try_from(fee)
            .ok()
            .filter(|fee| *fee <= MOST_FEE_PER_GAS)
            .ok_or(RequestFailure::Fee)
    };
    let (to, value, input) = match request.asset {
        None => (to, request.amount.get(), chain::Bytes::new()),
        Some(asset) => {
            if asset.chain != request.chain {
                return Err(RequestFailure::OtherChain.into());
            }
            registry.asset(asset).ok_or_else(|| Failure::AssetNotPermitted {
                asset: asset.to_string(),
            })?;
            (asset.token, U256::ZERO, transfer_call(to, request.amount))
        }
    };
    let transaction = Transaction::from(TransactionRequest {
        chain: request.chain,
        nonce: request.nonce,
        gas_limit: request.gas_limit,
        max_fee_per_gas: fee(request.max_fee_per_gas.get())?,
        max_priority_fee_per_gas: fee(request.max_priority_fee_per_gas.get())?,
        to: TxKind::Call(to),
        value,
        input,
    });
    let bytes = encode_unsigned(&transaction);
    let (statement, _) = describe_transaction(&bytes, request.chain, &book(registry), Mode::Payment)?;
    Ok(shown(
        worker,
        PreparedSigning {
            needs_owner: true,
            what: Prepared::Transaction(bytes),
            account: request.account,
            signer,
            statement,
        },
    ))
}

/// Reads a text that is to be signed, and shows it.
pub(crate) async fn prepare_message<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareMessageRequest,
) -> Result<Response, Failure> {
    let (registry, signer) = context(worker, &request.registry, request.account).await?;
    check_chain(registry.registry(), request.chain)?;
    if request.paying && !SignIn::is_meant(&request.text) {
        return Err(RequestFailure::NotUnderstood.into());
    }
    let origin = request.origin.as_deref();
    let (statement, digest) = describe_message(request.text.as_bytes(), origin, request.chain, signer)?;
    Ok(shown(
        worker,
        PreparedSigning {
            needs_owner: false,
            what: Prepared::Message(digest),
            account: request.account,
            signer,
            statement,
        },
    ))
}

/// Decodes typed data that is to be signed, and shows it.
pub(crate) async fn prepare_typed_data<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareMessageRequest,
) -> Result<Response, Failure> {
    let (registry, signer) = context(worker, &request.registry, request.account).await?;
    check_chain(registry.registry(), request.chain)?;
    let mode = if request.paying { Mode::Payment } else { Mode::Open };
    let book = book(registry.registry());
    let (mut statement, digest) = describe_typed_data(&request.text, request.chain, signer, &book, mode)?;
    if let Some(origin) = request.origin {
        statement.facts.insert(
            0,
            Fact {
                label: Label::Site,
                value: Value::Text(origin),
            },
        );
    }
    Ok(shown(
        worker,
        PreparedSigning {
            // A permit moves tokens without another signature.
            needs_owner: true,
            what: Prepared::Message(digest),
            account: request.account,
            signer,
            statement,
        },
    ))
}

/// Shows which operator of the registry asks whose address this is, and what it would learn.
pub(crate) async fn prepare_proof<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareProofRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let (registry, signer) = context(worker, &request.registry, request.account).await?;
    let registry = registry.registry();
    let operator = registry
        .operators
        .iter()
        .find(|operator| operator.id == request.operator_id && operator.licence.validity.holds_at(now))
        .ok_or(Failure::OperatorNotLicensed)?;
    let fits = !request.purpose.is_empty() && request.purpose.chars().count() <= LONGEST_PURPOSE;
    if !fits || !is_harmless(&request.purpose) {
        return Err(RequestFailure::Malformed.into());
    }
    let proof = AddressProof {
        account: signer,
        operator_id: request.operator_id,
        purpose: request.purpose,
        challenge: request.challenge,
        issued_at: now,
        expires_at: now.saturating_add(PROOF_SECONDS),
    };
    let fact = |label, value| Fact { label, value };
    let statement = Statement {
        intent: Intent::ProveAddress,
        facts: vec![
            fact(Label::Requester, Value::Text(operator.name.kk.clone())),
            fact(Label::Purpose, Value::Text(proof.purpose.clone())),
            fact(Label::Account, Value::Address(signer)),
            fact(Label::ValidBefore, Value::Time(proof.expires_at)),
        ],
        warnings: Vec::new(),
    };
    let digest = proof.digest(registry.home_chain);
    Ok(shown(
        worker,
        PreparedSigning {
            needs_owner: false,
            what: Prepared::Proof(proof, digest),
            account: request.account,
            signer,
            statement,
        },
    ))
}

/// Reads who is paid.
pub(crate) fn recipient(text: &str) -> Result<Address, Failure> {
    parse_address(text).map_err(|error| {
        Failure::Request(match error {
            AddressError::Checksum(_) => RequestFailure::Checksum,
            AddressError::Malformed(_) => RequestFailure::Malformed,
        })
    })
}

/// Refuses what the registry's limits do not allow. How much it is worth and how much was spent before, the page says:
/// it knows the rates and the activity.
pub(crate) fn check_spending(registry: &Registry, spending: Option<&SpendingView>) -> Result<(), Failure> {
    let Some(spending) = spending else { return Ok(()) };
    let spent = Spent {
        today: spending.today,
        this_month: spending.this_month,
    };
    check_limits(registry, spending.worth, spent).map_err(|error| match error {
        RuleError::AboveTotalLimit {
            period: LimitPeriod::Day,
            limit,
            ..
        } => RequestFailure::AboveDay { limit }.into(),
        RuleError::AboveTotalLimit { limit, .. } => RequestFailure::AboveMonth { limit }.into(),
        _ => Failure::AboveLimit {
            limit: registry.limits.per_payment_tiyn,
        },
    })
}

pub(crate) async fn context<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    registry: &crate::protocol::OpenRegistryRequest,
    account: u32,
) -> Result<(VerifiedRegistry, Address), Failure> {
    let registry = verified(worker, registry, worker.clock.now_seconds())?;
    Ok((registry, payer(worker, account).await?))
}

fn check_chain(registry: &Registry, chain: ChainId) -> Result<(), Failure> {
    match registry.chain(chain) {
        Some(_) => Ok(()),
        None => Err(RequestFailure::OtherChain.into()),
    }
}

pub(crate) fn book(registry: &Registry) -> TokenBook {
    let known = registry.assets.iter().map(|asset| KnownToken {
        id: asset.id,
        symbol: asset.symbol.clone(),
        decimals: asset.decimals,
    });
    TokenBook(known.collect())
}

/// Keeps something and shows it.
pub(crate) fn shown<S, R, C>(worker: &mut KeyWorker<S, R, C>, prepared: PreparedSigning) -> Response {
    let (signer, statement) = (prepared.signer, prepared.statement.clone());
    let needs_owner = prepared.needs_owner;
    Response::Signing(Box::new(SigningView {
        handle: keep(worker, prepared),
        signer,
        statement,
        needs_owner,
    }))
}

/// Keeps what was shown until it is signed, and gives its handle.
pub(crate) fn keep<S, R, C>(worker: &mut KeyWorker<S, R, C>, prepared: PreparedSigning) -> u32 {
    let handle = worker.next_handle;
    worker.next_handle = worker.next_handle.wrapping_add(1);
    while worker.signing.len() >= MOST_PREPARED {
        worker.signing.pop_first();
    }
    worker.signing.insert(handle, prepared);
    handle
}

impl From<RequestFailure> for Failure {
    fn from(failure: RequestFailure) -> Self {
        Self::Request(failure)
    }
}

impl From<RefusedRequest> for Failure {
    fn from(refused: RefusedRequest) -> Self {
        Self::Request(match refused {
            RefusedRequest::Transaction(chain::DecodeTransactionError::TipAboveFee) => RequestFailure::Fee,
            RefusedRequest::TypedData(TypedDataError::Checksum(_)) => RequestFailure::Checksum,
            RefusedRequest::SignIn(SignInError::OtherSite { .. } | SignInError::UnknownSite) => {
                RequestFailure::OtherSite
            }
            RefusedRequest::SignIn(SignInError::OtherAccount) | RefusedRequest::OtherAccount => {
                RequestFailure::OtherAccount
            }
            RefusedRequest::SignIn(SignInError::OtherChain) | RefusedRequest::OtherChain => {
                RequestFailure::OtherChain
            }
            RefusedRequest::NotUnderstood => RequestFailure::NotUnderstood,
            RefusedRequest::Transaction(_)
            | RefusedRequest::TypedData(_)
            | RefusedRequest::SignIn(SignInError::Malformed)
            | RefusedRequest::NotText
            | RefusedRequest::Reserved => RequestFailure::Malformed,
        })
    }
}
