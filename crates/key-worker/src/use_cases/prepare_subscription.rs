use clearsign::{Fact, Intent, Label, Statement, Value};
use deals::{OpenedSubscription, SubscriptionError, open_subscription, receive_digest};
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, PrepareSubscriptionRequest, Response, SubscriptionView},
    use_cases::{
        open_registry::{asset_view, operator_view},
        prepare_signing::{Prepared, PreparedSigning, context, keep},
    },
    worker::{Clock, KeyWorker},
};

/// Verifies a registrar's subscription and shows it. What `SignPrepared` then signs lets the offering's contract take the
/// price of these units, and only while it delivers them.
pub(crate) async fn prepare_subscription<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareSubscriptionRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let (registry, account) = context(worker, &request.registry, request.account).await?;
    let registry = registry.registry();
    if now >= registry.expires_at {
        return Err(Failure::RegistryExpired);
    }
    let (signed, terms) = (&request.subscription, &request.offering);
    let opened = open_subscription(signed, terms, registry, (account, request.units), now)?;
    let domain = opened.asset.domain();
    let digest = receive_digest(&signed.payment(), &domain);
    let mut view = view(&opened, &request);
    view.handle = keep(
        worker,
        PreparedSigning {
            needs_owner: false,
            what: Prepared::Message(digest),
            account: request.account,
            signer: account,
            statement: statement(&view),
        },
    );
    Ok(Response::Subscription(Box::new(view)))
}

fn statement(view: &SubscriptionView) -> Statement {
    let amount = Value::Token {
        amount: view.amount,
        decimals: view.asset.decimals,
        symbol: view.asset.symbol.clone(),
    };
    Statement {
        intent: Intent::CityPaper,
        facts: vec![
            Fact {
                label: Label::Amount,
                value: amount,
            },
            Fact {
                label: Label::To,
                value: Value::Address(view.contract),
            },
        ],
        warnings: Vec::new(),
    }
}

fn view(opened: &OpenedSubscription<'_>, request: &PrepareSubscriptionRequest) -> SubscriptionView {
    let subscription = opened.subscription;
    SubscriptionView {
        handle: 0,
        account: subscription.investor,
        operator: operator_view(opened.operator),
        units: subscription.units,
        asset: asset_view(opened.asset),
        amount: subscription.amount,
        worth_tiyn: opened.worth_tiyn,
        documents_hash: subscription.documents_hash,
        contract: request.offering.contract,
        expires_at: subscription.expires_at,
    }
}

impl From<SubscriptionError> for Failure {
    fn from(error: SubscriptionError) -> Self {
        match error {
            SubscriptionError::NotLicensed => Self::OperatorNotLicensed,
            SubscriptionError::Rule(rule) => rule.into(),
            SubscriptionError::OutOfDate => Self::QuoteExpired,
            SubscriptionError::OtherOffering
            | SubscriptionError::OtherAccount
            | SubscriptionError::OtherDocuments
            | SubscriptionError::OtherUnits
            | SubscriptionError::Sum
            | SubscriptionError::AboveMaximum { .. } => Self::QuoteForged,
        }
    }
}
