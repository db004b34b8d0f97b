//! Asks the operator what it owes this shop and what it paid.

use sig::{Signer, personal_message_digest};

use super::{Merchant, operator_client::OperatorError};
use crate::operator::{MerchantStatement, StatementRequest, statement_message};

/// Asks under the order key: the operator tells the books of a merchant to nobody else.
pub(super) async fn ask_statement(merchant: &Merchant) -> Result<MerchantStatement, OperatorError> {
    let asked_at = merchant.clock.now();
    let message = statement_message(&merchant.certificate.id, asked_at);
    let request = StatementRequest {
        certificate: merchant.envelope.clone(),
        asked_at,
        signature: merchant
            .config
            .order_key
            .sign(&personal_message_digest(message.as_bytes())),
    };
    merchant.operator.statement(&request).await
}
