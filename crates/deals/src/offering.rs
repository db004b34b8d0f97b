mod calls;
mod on_chain;
mod open_subscription;
mod service;
mod subscription;
mod typed_data;

pub use calls::{refund_units_call, refunded_topic, subscribe_call, subscribed_topic};
pub use on_chain::{
    OfferOnChain, OfferingPhase, offer_call, phase_call, read_offer, read_phase, read_units, total_units_call,
};
pub use open_subscription::{OfferingTerms, OpenedSubscription, SubscriptionError, open_subscription};
pub use service::{
    AcceptSubscription, AskSubscription, RefundStatus, RefundSubscription, RetailLimit, SubscriptionState,
    SubscriptionStatus,
};
pub use subscription::{SignedSubscription, Subscription, offering_domain};
