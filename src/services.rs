//! What the views ask for. No views here.

mod call_bank;
mod call_desk;
mod call_exchange;
mod call_identification;
mod call_operator;
mod call_registrar;
mod call_till;
mod city;
mod deposit_book;
mod fetch_registry;
mod find_spot;
mod find_used_accounts;
mod key_client;
mod known_offerings;
mod known_passkeys;
mod looks_private;
mod pay_url;
mod random_name;
mod read_chain;
mod read_deposit;
mod read_offering;
mod save_file;
mod send_payer_data;
mod theme;

pub use call_bank::{
    BankAnswer, accept_cash_out, ask_cash_out, ask_top_up, request_cash_out, request_top_up, simulate_payment,
};
pub use call_desk::{
    DeskCallError, DeskStep, propose_deposit, request_deposit, request_desk, send_deposit_step,
};
pub use call_exchange::{ExchangeAnswer, accept_exchange, ask_exchange, read_prices};
pub use call_identification::{
    IdentificationAnswer, IdentityTerms, PersonData, SealedPerson, apply_for_identification,
    ask_identity_terms, request_identification, seal_person,
};
pub use call_operator::{OperatorError, ask_until};
pub use call_registrar::{
    Refusal, RegistrarError, SubscriptionAnswer, accept_subscription, ask_refund, ask_subscription,
    read_retail_limit,
};
pub use call_till::{
    PaidAnswer, TillError, relay_transfer, request_order, request_rates, request_tokens, send_payment,
};
pub use city::{
    CityError, ask_city, ask_city_text, ask_entry, find_listing, find_listing_and_contact, watch_city,
};
pub use deposit_book::{KnownDeposit, forget_deposit, keep_deposit, known_deposits};
pub use fetch_registry::{
    FetchRegistryError, fetch_registry, keep_registry, kept_registry, remember_registry,
};
pub use find_spot::find_spot;
pub use find_used_accounts::find_used_accounts;
pub use key_client::{KeyError, PayKeys, WalletKeys};
pub use known_offerings::{keep_offerings, known_offerings};
pub use known_passkeys::known_passkeys;
pub use looks_private::looks_private;
pub use pay_url::is_payable;
pub use random_name::random_name;
pub use read_chain::{ReadChainError, has_code, read_balance, read_domain_separator};
pub use read_deposit::{DepositOnChain, read_deposit_on_chain};
pub use read_offering::{OfferingOnChain, read_offering, read_units_held};
pub use save_file::{save_bytes, save_file};
pub use send_payer_data::{PayerData, TravelTerms, ask_travel_terms, send_payer_data};
pub use theme::{Theme, read_theme, write_theme};
