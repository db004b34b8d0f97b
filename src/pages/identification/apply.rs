use deals::{IdentificationState, SignedPaper};
use key_worker::protocol::{
    CredentialView, PrepareProofRequest, Request, Response, ShowCredentialRequest, SignPreparedRequest,
    SignedView,
};
use leptos::prelude::untrack;
use sig::Address;

use crate::{
    i18n::{I18n, Key},
    pages::{
        money::{Identity, Money, MoneyTrouble},
        wallet::WalletTrouble,
    },
    services::{
        IdentificationAnswer, IdentityTerms, KeyError, OperatorError, PersonData, apply_for_identification,
        request_identification, seal_person,
    },
};

/// Why somebody is not identified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum IdentifyTrouble {
    /// The operator.
    Operator(OperatorError),
    /// The wallet.
    Money(MoneyTrouble),
}

impl From<OperatorError> for IdentifyTrouble {
    fn from(error: OperatorError) -> Self {
        Self::Operator(error)
    }
}

impl From<MoneyTrouble> for IdentifyTrouble {
    fn from(trouble: MoneyTrouble) -> Self {
        Self::Money(trouble)
    }
}

impl From<WalletTrouble> for IdentifyTrouble {
    fn from(trouble: WalletTrouble) -> Self {
        Self::Money(trouble.into())
    }
}

impl From<KeyError> for IdentifyTrouble {
    fn from(error: KeyError) -> Self {
        Self::Money(error.into())
    }
}

impl IdentifyTrouble {
    /// The sentence for it.
    pub(super) fn text(&self, i18n: I18n) -> String {
        let key = match self {
            Self::Money(trouble) => return trouble.text(i18n),
            Self::Operator(OperatorError::Unreachable) => Key::IdentityErrorUnreachable,
            Self::Operator(OperatorError::Refused(reason)) => match reason.as_str() {
                "not_found" => Key::IdentityErrorNotOffered,
                "iin_invalid" => Key::IdentityIinWrong,
                "data_unreadable" => Key::IdentityErrorData,
                _ => Key::IdentityErrorRefused,
            },
        };
        i18n.text(key).to_owned()
    }
}

/// How an identification stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Never begun, or no longer valid.
    None,
    /// A person at the operator looks at it.
    Waiting,
    /// The operator said no.
    Refused,
    /// Done.
    Identified(Box<CredentialView>),
}

/// Seals what was typed, proves that the address is the applicant's, and sends both. The credential is kept, encrypted.
pub(super) async fn apply(
    money: Money,
    url: &str,
    terms: &IdentityTerms,
    person: PersonData<'_>,
) -> Result<Standing, IdentifyTrouble> {
    let account = untrack(move || money.wallet.account_view()).ok_or(MoneyTrouble::NoRegistry)?;
    let sealed = seal_person(terms, account.address, person).await?;
    let request = Request::PrepareProof(PrepareProofRequest {
        registry: money.registry_request()?,
        account: account.number,
        operator_id: terms.operator_id.clone(),
        purpose: terms.purpose.clone(),
        challenge: sealed.challenge,
    });
    let Response::Signing(view) = money.wallet.ask(&request).await? else {
        return Err(KeyError::Worker.into());
    };
    let request = Request::SignPrepared(SignPreparedRequest {
        handle: view.handle,
        allow_unlimited: false,
    });
    let Response::SignedRequest(SignedView::Proof { proof, signature }) = money.wallet.ask(&request).await?
    else {
        return Err(KeyError::Worker.into());
    };
    let answer = apply_for_identification(url, &sealed, &proof, signature).await?;
    keep(money, url, account.address, answer).await
}

/// Asks again about an application that waits.
pub(super) async fn look_again(
    money: Money,
    url: &str,
    account: Address,
    identity: Identity,
) -> Result<Standing, IdentifyTrouble> {
    let answer = request_identification(url, identity.application).await?;
    keep(money, url, account, answer).await
}

async fn keep(
    money: Money,
    url: &str,
    account: Address,
    answer: IdentificationAnswer,
) -> Result<Standing, IdentifyTrouble> {
    let identity = Identity {
        application: answer.id,
        credential: answer.credential.clone(),
    };
    money.keep_identity(url, account, identity).await?;
    match (answer.state, answer.credential) {
        (IdentificationState::Approved, Some(credential)) => show(money, credential).await,
        (IdentificationState::Refused, _) => Ok(Standing::Refused),
        _ => Ok(Standing::Waiting),
    }
}

/// Has the key worker verify a credential.
pub(super) async fn show(money: Money, credential: SignedPaper) -> Result<Standing, IdentifyTrouble> {
    let request = Request::ShowCredential(ShowCredentialRequest {
        registry: money.registry_request()?,
        account: money.wallet.account_number().unwrap_or_default(),
        credential,
    });
    match money.wallet.ask(&request).await? {
        Response::Credential(Some(view)) => Ok(Standing::Identified(view)),
        Response::Credential(None) => Ok(Standing::None),
        _ => Err(KeyError::Worker.into()),
    }
}
