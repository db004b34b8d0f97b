use std::sync::Arc;

use chain::PaymentProof;
use key_worker::protocol::{X402OfferView, X402Refusal, X402View};
use leptos::prelude::*;
use units::AssetAmount;

use crate::{
    i18n::{I18n, Key, format_amount},
    pages::wallet::{Wallet, WalletTrouble},
};

/// What the page shows.
#[derive(Debug, Clone)]
pub(super) enum Screen {
    /// No address yet.
    Ask,
    /// Something is being done before anything can be shown.
    Loading(Key),
    /// What would be paid.
    Review(Arc<X402View>),
    /// What was paid.
    Paid(Arc<Paid>),
    /// It did not work.
    Trouble(Trouble),
}

/// A payment that went out, and what came back.
#[derive(Debug, Clone)]
pub(super) struct Paid {
    /// What the chain says, once it says so.
    pub(super) proof: Option<PaymentProof>,
    /// What was paid, when it is still known.
    pub(super) offer: Option<X402OfferView>,
    /// What the server gave.
    pub(super) content: Option<Content>,
}

/// What a server gave for a payment.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    /// The same as text, when it is a short one.
    pub(super) text: Option<String>,
}

/// Everything that can go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Not an address of the web.
    Address,
    /// The server cannot be asked.
    Unreachable,
    /// It asks for payment but shows other origins no details.
    Hidden,
    /// It asks for no payment.
    Free,
    /// It answers something else.
    Status(u16),
    /// What it asks for is not paid.
    Refusal(X402Refusal),
    /// Worker or registry.
    Wallet(WalletTrouble),
    /// The chain does not answer, or is another one.
    Chain(Key),
    /// Not enough of the asset.
    Insufficient {
        balance: AssetAmount,
        needed: AssetAmount,
        decimals: u8,
        symbol: String,
    },
    /// It asks for something else by now.
    Changed,
    /// The journal cannot be written: nothing is sent without it.
    Journal,
    /// The server did not take the payment.
    Refused(String),
    /// Sent, but without a clear answer: the same payment can be sent again.
    Unclear,
}

impl From<WalletTrouble> for Trouble {
    fn from(trouble: WalletTrouble) -> Self {
        Self::Wallet(trouble)
    }
}

impl Trouble {
    /// The sentence for it.
    pub(super) fn text(&self, i18n: I18n) -> String {
        let key = match self {
            Self::Wallet(trouble) => return trouble.text(i18n),
            Self::Status(status) => {
                return i18n.fill(Key::X402ErrorStatus, &[("status", &status.to_string())]);
            }
            Self::Refused(reason) => return i18n.fill(Key::X402ErrorRefused, &[("reason", reason)]),
            Self::Refusal(X402Refusal::OtherChain { network }) => {
                return i18n.fill(Key::X402ErrorOtherChain, &[("network", network)]);
            }
            Self::Insufficient {
                balance,
                needed,
                decimals,
                symbol,
            } => {
                let show = |amount| format_amount(amount, *decimals, symbol, i18n.language());
                let values = [("balance", &*show(*balance)), ("amount", &*show(*needed))];
                return i18n.fill(Key::PayInsufficient, &values);
            }
            Self::Address => Key::X402ErrorAddress,
            Self::Unreachable => Key::X402ErrorUnreachable,
            Self::Hidden => Key::X402ErrorHidden,
            Self::Free => Key::X402ErrorFree,
            Self::Refusal(X402Refusal::NotX402) => Key::X402ErrorNotX402,
            Self::Refusal(X402Refusal::CityOrder) => Key::X402ErrorCityOrder,
            Self::Refusal(X402Refusal::Unsupported) => Key::X402ErrorUnsupported,
            Self::Refusal(X402Refusal::OtherDomain) => Key::X402ErrorOtherDomain,
            Self::Refusal(X402Refusal::Malformed) => Key::X402ErrorMalformed,
            Self::Refusal(X402Refusal::TooShort) => Key::X402ErrorTooShort,
            Self::Refusal(X402Refusal::NoRate) => Key::X402ErrorNoRate,
            Self::Chain(key) => *key,
            Self::Changed => Key::X402ErrorChanged,
            Self::Journal => Key::ErrorStorage,
            Self::Unclear => Key::X402ErrorUnclear,
        };
        i18n.text(key).to_owned()
    }
}

/// The page's state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Model {
    pub(super) wallet: Wallet,
    pub(super) address: RwSignal<String>,
    pub(super) screen: RwSignal<Screen>,
    /// What is being done while the request stays on screen.
    pub(super) busy: RwSignal<Option<Key>>,
    /// What went wrong while it stays on screen.
    pub(super) trouble: RwSignal<Option<Trouble>>,
    /// Whether something was paid at this address before.
    pub(super) known: RwSignal<bool>,
    /// The `PAYMENT-REQUIRED` header on screen.
    pub(super) required: StoredValue<String>,
}

impl Model {
    pub(super) fn new(wallet: Wallet, address: String) -> Self {
        let screen = if address.is_empty() {
            Screen::Ask
        } else {
            Screen::Loading(Key::X402Loading)
        };
        Self {
            wallet,
            address: RwSignal::new(address),
            screen: RwSignal::new(screen),
            busy: RwSignal::new(None),
            trouble: RwSignal::new(None),
            known: RwSignal::new(false),
            required: StoredValue::new(String::new()),
        }
    }
}
