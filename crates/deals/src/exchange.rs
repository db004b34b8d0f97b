mod calls;
mod offer;
mod open_offer;
mod service;
mod typed_data;

pub use calls::{exchanged_topic, settle_exchange_call};
pub use offer::{
    ExchangeAmounts, ExchangeLeg, ExchangeOffer, ExchangeOfferError, ExchangeTerms, SignedExchangeOffer,
};
pub use open_offer::{OpenedOffer, open_exchange_offer};
pub use service::{AcceptExchange, AskExchange, ExchangeState, ExchangeStatus, PriceHistory, PricePoint};
