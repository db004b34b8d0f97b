#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod authorize_payment;
mod nonce;
mod order;
mod quote;
mod receipt;
mod receipt_file;
mod refund;
mod relay;
mod tills;
mod typed_data;
mod verify_generic;
mod verify_order;
mod verify_payment;
mod verify_settlement;
pub mod x402;

pub use authorize_payment::{AuthorizePaymentError, derive_authorization, payment_payload};
pub use nonce::derive_order_nonce;
pub use order::{
    LineRequest, Order, OrderError, OrderId, OrderLine, OrderTerms, ParseOrderIdError, SignedOrder,
};
pub use quote::{Quote, QuoteError, QuoteTerms, SignedQuote, lock_seconds};
pub use receipt::{OrderReceipt, SignedCredit, SignedReceipt, TengeCredit};
pub use receipt_file::{RECEIPT_FILE, ReceiptFile, VerifiedReceipt, VerifyReceiptError, verify_receipt_file};
pub use refund::{RefundReceipt, RefundRequest, SignedRefundReceipt, SignedRefundRequest};
pub use relay::{RelayRequest, RelayResponse};
pub use tills::{
    AssetRate, CreateOrderRequest, CreateOrderResponse, OrderState, OrderStatusResponse, QuotesRequest,
    QuotesResponse, SettledResponse,
};
pub use verify_generic::{GenericOffer, VerifyGenericError, generic_authorization, verify_generic};
pub use verify_order::{
    OrderContext, VerifiedOffer, VerifiedOrder, VerifiedTerms, VerifyOrderError, verify_order, verify_terms,
};
pub use verify_payment::{VerifiedPayment, VerifyPaymentError, verify_payment};
pub use verify_settlement::{VerifySettlementError, verify_settlement};
