use deals::{AskCashOut, CashOutQuote, CashOutTerms, SignedPaper, open_cash_out};
use sig::Signer;

use super::{
    cash_outs,
    quote::{Basis, QuoteError, basis, offered},
};
use crate::operator::{Operator, identification::require};

/// Makes a firm quote.
pub(super) async fn make_cash_out(operator: &Operator, ask: &AskCashOut) -> Result<SignedPaper, QuoteError> {
    let (_, key) = offered(operator).ok_or(QuoteError::NotOffered)?;
    let now = operator.clock.now();
    let verified = operator.registry.verified();
    let registry = verified.registry();
    let Basis {
        asset,
        quoted,
        expires_at,
        salt,
    } = basis(operator, registry, ask.asset, now)?;
    let quote = CashOutQuote::new(CashOutTerms {
        operator_id: operator.config.operator_id.clone(),
        resident: ask.resident,
        operator: key.address(),
        asset: asset.id,
        decimals: asset.decimals,
        amount: ask.amount,
        quoted,
        iban: ask.iban.clone(),
        simulated: true,
        issued_at: now,
        expires_at,
        salt,
    })?;
    let signed = quote.sign(registry.home_chain, &operator.config.quote_key);
    // What a wallet would refuse is not offered.
    open_cash_out(&signed, registry, (ask.resident, &ask.iban), now).map_err(QuoteError::Refused)?;
    let worth = quote.worth_tiyn;
    require(operator, registry, ask.credential.as_ref(), ask.resident, worth).await?;
    let issued_block = operator.rpc.block_number().await?;
    let hash = quote.hash(registry.home_chain);
    cash_outs::insert(&operator.pool, (&quote, hash), &signed, &ask.iban, issued_block).await?;
    tracing::info!(quote = %hash, "cash-out quoted");
    Ok(signed)
}
