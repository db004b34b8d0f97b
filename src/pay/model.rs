use std::sync::Arc;

use browser::{PasskeyError, WebLock};
use chain::AssetId;
use key_worker::protocol::{
    AccountView, Failure, OpenRegistryRequest, PasskeyRequest, PasskeyView, PaymentView, SettlementView,
};
use leptos::prelude::*;
use sig::{Address, B256};
use units::{AssetAmount, Tiyn};
use zeroize::Zeroizing;
use zone::Bin;

use crate::{
    i18n::Key,
    pay::{opening::Opening, payee::Acquaintance},
    services::{FetchRegistryError, KeyError, PayKeys, ReadChainError, TillError},
};

/// What the page shows.
#[derive(Debug, Clone)]
pub(crate) enum Screen {
    /// Something is being done before anything can be shown.
    Loading(Key),
    /// A verified order.
    Review(Arc<PaymentView>),
    /// A verified receipt.
    Receipt(Arc<SettlementView>, Papers),
    /// Paid by another device while this page showed the way there.
    PaidElsewhere,
    /// No wallet here.
    NoVault,
    /// It did not work.
    Trouble(Trouble),
}

/// A receipt's signed papers, as a file that anybody can verify.
pub(crate) type Papers = Arc<str>;

/// Everything that can go wrong on this page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nobody named an order.
    NoOrder,
    /// The key worker, or its reason.
    Keys(KeyError),
    /// The registry.
    Registry(FetchRegistryError),
    /// The till.
    Till(TillError),
    /// The chain.
    Chain(ReadChainError),
    /// The passkey gave no answer.
    Passkey(PasskeyError),
    /// Not enough of the chosen asset.
    Insufficient {
        balance: AssetAmount,
        needed: AssetAmount,
        decimals: u8,
        symbol: String,
    },
    /// A payment in another asset was refused but could still land; only that asset may be used until it cannot.
    Bound {
        /// The only asset that may be used now.
        symbol: String,
    },
    /// The order is not what was on screen any more; what is there now has to be seen first.
    Changed,
    /// Code stands at the paying account (EIP-7702): tokens would refuse its signature.
    Delegated,
    /// Too many pay pages are open at once; somebody may be opening them.
    TooManyWindows,
    /// The journal cannot be written: nothing is sent without it.
    Journal,
    /// The payer's data did not reach the operator; nothing was signed.
    PayerData,
    /// Sent, but no answer: the same payment can be sent again.
    Unconfirmed,
}

macro_rules! trouble_from {
    ($($error:ident => $variant:ident),*) => {$(
        impl From<$error> for Trouble {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}
trouble_from!(KeyError => Keys, FetchRegistryError => Registry, TillError => Till, ReadChainError => Chain,
    PasskeyError => Passkey);

impl Trouble {
    /// An answer of the key worker of another kind than asked for.
    pub(crate) const fn unexpected_answer() -> Self {
        Self::Keys(KeyError::Worker)
    }

    /// Whether a wrong password or passkey is the cause: the order stays payable.
    pub(crate) const fn is_wrong_password(&self) -> bool {
        matches!(
            self,
            Self::Keys(KeyError::Refused(
                Failure::WrongPassword | Failure::WrongPasskey | Failure::UnknownPasskey
            ))
        )
    }
}

/// What belongs to the order on screen, beside what is shown.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) opening: Opening,
    pub(crate) keys: PayKeys,
    pub(crate) registry: OpenRegistryRequest,
    pub(crate) payment_required: String,
    /// Accounts that can pay.
    pub(crate) accounts: Arc<[AccountView]>,
    /// The one that pays, by its number in the vault.
    pub(crate) account: u32,
    /// Passkeys that open the wallet.
    pub(crate) passkeys: Arc<[PasskeyView]>,
    /// Who was paid at the order's page before.
    pub(crate) acquaintance: Acquaintance,
}

/// What shows that the owner is here.
pub(crate) enum Proof {
    /// The wallet's password.
    Password(Zeroizing<Vec<u8>>),
    /// A passkey and its answer.
    Passkey(PasskeyRequest, Zeroizing<Vec<u8>>),
    /// The wallet is unlocked in another tab, and its owner allows it to sign small payments.
    Session,
}

/// The page's state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Model {
    pub(crate) screen: RwSignal<Screen>,
    /// What is being done while the order stays on screen.
    pub(crate) busy: RwSignal<Option<Key>>,
    /// What went wrong while the order stays on screen.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
    /// Whether other tabs are asked to sign without a password; no more once one did not.
    pub(crate) asks_tabs: StoredValue<bool>,
    /// Held while this window is open, so that other windows can count it.
    pub(crate) window: StoredValue<Option<WebLock>, LocalStorage>,
    /// How the page was opened: known once, kept for every "try again".
    pub(crate) opening: StoredValue<Option<Opening>, LocalStorage>,
    pub(crate) session: StoredValue<Option<Session>, LocalStorage>,
    /// What was typed for the operator of a large payment, in the order of its fields: choosing another asset must not lose it.
    pub(crate) payer_data: StoredValue<[String; 3]>,
}

impl Model {
    pub(crate) fn new() -> Self {
        Self {
            screen: RwSignal::new(Screen::Loading(Key::PayWaiting)),
            busy: RwSignal::new(None),
            trouble: RwSignal::new(None),
            asks_tabs: StoredValue::new(true),
            window: StoredValue::new_local(None),
            opening: StoredValue::new_local(None),
            session: StoredValue::new_local(None),
            payer_data: StoredValue::new(Default::default()),
        }
    }
}

/// What must not change between what is shown and what is signed.
pub(crate) fn terms(view: &PaymentView) -> Option<(B256, Address, AssetId, AssetAmount, Tiyn, Bin)> {
    let offer = view.offers.get(view.chosen)?;
    let (asset, operator) = (offer.asset.id, offer.operator.bin);
    Some((
        view.order_hash,
        view.payer,
        asset,
        offer.amount,
        offer.fee_tiyn,
        operator,
    ))
}
