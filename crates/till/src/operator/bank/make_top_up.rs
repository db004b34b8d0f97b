use deals::{AskTopUp, BankDetails, SignedPaper, TopUpQuote, TopUpTerms, open_top_up};
use sig::{B256, Signer};

use super::{
    quote::{Basis, QuoteError, basis, offered},
    top_ups,
};
use crate::operator::{Operator, identification::require, inventory};

/// Makes a firm quote. What it promises is set aside until it is sent or too late.
pub(super) async fn make_top_up(operator: &Operator, ask: &AskTopUp) -> Result<SignedPaper, QuoteError> {
    let (bank, key) = offered(operator).ok_or(QuoteError::NotOffered)?;
    let now = operator.clock.now();
    let verified = operator.registry.verified();
    let registry = verified.registry();
    let Basis {
        asset,
        quoted,
        expires_at,
        salt,
    } = basis(operator, registry, ask.asset, now)?;
    let quote = TopUpQuote::new(TopUpTerms {
        operator_id: operator.config.operator_id.clone(),
        resident: ask.resident,
        operator: key.address(),
        asset: asset.id,
        decimals: asset.decimals,
        paid_tiyn: ask.tiyn,
        quoted,
        reference: reference(salt),
        pay_to: BankDetails {
            beneficiary: bank.beneficiary.clone(),
            bin: bank.bin,
            bank: bank.bank.clone(),
            iban: bank.iban.clone(),
            simulated: true,
        },
        issued_at: now,
        expires_at,
        salt,
    })?;
    let signed = quote.sign(registry.home_chain, &operator.config.quote_key);
    // What a wallet would refuse is not offered.
    open_top_up(&signed, registry, ask.resident, now).map_err(QuoteError::Refused)?;
    require(
        operator,
        registry,
        ask.credential.as_ref(),
        ask.resident,
        ask.tiyn,
    )
    .await?;

    let _guard = operator.locks.lock(inventory::lock_name(asset.id)).await?;
    let left = inventory::left(operator, asset.id, key.address(), now).await?;
    if left < quote.amount {
        return Err(QuoteError::OutOfInventory { left });
    }
    let issued_block = operator.rpc.block_number().await?;
    let hash = quote.hash(registry.home_chain);
    top_ups::insert(&operator.pool, (&quote, hash), &signed, issued_block).await?;
    tracing::info!(quote = %hash, "top-up quoted");
    Ok(signed)
}

/// What people type into their bank's form: short, and told apart by 48 random bits.
fn reference(salt: B256) -> String {
    format!("CC-{}", hex::encode_upper(&salt[..6]))
}
