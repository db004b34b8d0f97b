//! What pages and the worker say to each other. Secrets are never in these types: password and words travel beside them
//! as transferred buffers.
//!
//! ## Where a new request goes
//! Into [`Request`] and [`Response`], with its types in a file of its own: only the wallet and its worker link them.
//! [`PayRequest`] and [`PayResponse`] are all that the pay page and its small worker know (`Request::Pay` holds them for
//! the wallet); they have a tight size budget and change only with the pay page. Every answer is
//! `Result<Response, Failure>`. The bytes are [postcard](https://postcard.jamesmunns.com/wire-format), which knows no field
//! names: no `tag`, `untagged`, `flatten`, `skip_serializing_if` or JSON values in a type that is sent here, and both sides are
//! always of one build.
//!
//! ## Organization
//! - `pay` – what the pay page asks and is answered; `status`, `view` – what its screens render
//! - `request`, `response` – all that the wallet asks and is answered; `custody` – about the vault; `signing` – transfers,
//!   messages, typed data, proofs; `exchange` – offers of operators; `subscription` – units of an offering; `bank` –
//!   operators' credentials, top-ups and cash-outs; `rules` – what transfers are judged by
//! - `x402` – payments to servers without a CryptoCity order
//! - `failure` – every reason for a refusal, with its data
//! - `wire` – messages as bytes

#[cfg(feature = "wallet")]
mod bank;
#[cfg(feature = "wallet")]
mod custody;
#[cfg(feature = "wallet")]
mod deposit;
#[cfg(feature = "wallet")]
mod exchange;
mod failure;
mod pay;
#[cfg(feature = "wallet")]
mod request;
#[cfg(feature = "wallet")]
mod response;
#[cfg(feature = "wallet")]
mod rules;
mod session;
#[cfg(feature = "wallet")]
mod signing;
mod status;
#[cfg(feature = "wallet")]
mod subscription;
mod view;
mod wire;
#[cfg(feature = "wallet")]
mod x402;

#[cfg(feature = "wallet")]
pub use bank::{
    CashOutView, CredentialView, PrepareCashOutRequest, PrepareTopUpRequest, ShowCredentialRequest, TopUpView,
};
#[cfg(feature = "wallet")]
pub use custody::{
    AccountRequest, AddAccountsRequest, AddPasskeyRequest, DraftView, FileRequest, HideAccountRequest,
    MakeWordsRequest, OrderAccountsRequest, PreviewAccountsRequest, PreviewView, ReadAddressRequest,
    ReadWordsRequest, RenameAccountRequest, SessionPolicyRequest, SessionPolicyView, SourceRequest,
    StrengthLevel, StrengthView, SuggestWordsRequest, WeaknessKind,
};
#[cfg(feature = "wallet")]
pub use deposit::{
    DepositDeskView, DepositRefusal, DepositRulesView, DepositStepView, NotaryFeeView, PrepareDepositRequest,
    ShowDepositRulesRequest, SignDepositRequest, SignedDepositView,
};
#[cfg(feature = "wallet")]
pub use exchange::{ExchangeView, PrepareExchangeRequest};
pub use failure::{Failure, RequestFailure};
pub use pay::{
    CheckSettlementRequest, OpenRegistryRequest, PasskeyRequest, PayRequest, PayResponse,
    PreparePaymentRequest, SignPaymentRequest,
};
#[cfg(feature = "wallet")]
pub use request::Request;
#[cfg(feature = "wallet")]
pub use response::Response;
#[cfg(feature = "wallet")]
pub use rules::{ChainView, ConversionView, LimitsView, OperatorRuleView, RulesView};
pub use session::{SessionAnswer, SessionAsk};
#[cfg(feature = "wallet")]
pub use signing::{
    PrepareAuthorizationRequest, PrepareMessageRequest, PrepareProofRequest, PrepareTransferRequest,
    SignPreparedRequest, SignedView, SigningView, SpendingView,
};
pub use status::{AccountKind, AccountView, LockState, PasskeyView, SourceView, StatusView};
#[cfg(feature = "wallet")]
pub use subscription::{PrepareSubscriptionRequest, SubscriptionView};
pub use view::{
    AssetView, LineView, MerchantView, OfferView, OperatorView, PaymentView, RegistryView, SettlementView,
    SignedPaymentView,
};
pub use wire::{decode, encode};
#[cfg(feature = "wallet")]
pub use x402::{PrepareX402Request, SignX402Request, X402Answer, X402OfferView, X402Refusal, X402View};
