use alloc::{string::String, vec::Vec};

use alloy_primitives::B256;
use zone::{
    Asset, Envelope, Freshness, LocalText, MerchantCertificate, Operator, Registry, RuleError,
    SettlementMode, Use, VerifiedRegistry, VerifyCertificateError, check_asset, check_limit, check_operator,
    check_vat, verify_certificate,
};

use crate::{
    Order, OrderError, Quote, QuoteError, SignedOrder, SignedQuote, lock_seconds,
    x402::{
        CRYPTOCITY, CryptoCityInfo, PaymentRequired, PaymentRequirements, SCHEME_EXACT, VERSION, read_info,
    },
};

/// What the wallet knows besides the document.
#[derive(Debug, Clone, Copy)]
pub struct OrderContext<'a> {
    /// The origin the browser attests (opener or Payment Handler), if any.
    pub attested_origin: Option<&'a str>,
    /// Unix seconds.
    pub now: u64,
    /// What is bought.
    pub purpose: Use,
}

/// Why an order is not shown for payment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyOrderError {
    /// Another x402 version, or no CryptoCity order inside.
    #[error("not a CryptoCity order")]
    NotAnOrder,
    /// The registry is past its date.
    #[error("the registry has expired")]
    RegistryExpired,
    /// The merchant's certificate does not hold.
    #[error(transparent)]
    Certificate(#[from] VerifyCertificateError),
    /// Not signed by a key of the certificate.
    #[error("the order is not signed by the merchant")]
    OrderSignature,
    /// The order names another merchant.
    #[error("the order names another merchant than the certificate")]
    OtherMerchant,
    /// The order's origin is not in the certificate.
    #[error("the certificate does not name the origin {origin}")]
    OriginNotCertified {
        /// The order's origin.
        origin: String,
    },
    /// The page that opened the wallet is not the order's origin.
    #[error("opened by {attested}, but the order is of {expected}")]
    OtherOrigin {
        /// The origin the browser attests.
        attested: String,
        /// The order's origin.
        expected: String,
    },
    /// The numbers are wrong.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// The merchant is not certified for this way of settlement.
    #[error("the merchant is not certified for this settlement")]
    Settlement,
    /// VAT is shown by a merchant who is not a payer of VAT.
    #[error("the merchant is not a payer of VAT")]
    NotVatPayer,
    /// Past its time.
    #[error("the order has expired")]
    OrderExpired,
    /// Past its time.
    #[error("the quote has expired")]
    QuoteExpired,
    /// Not for this order, wrong numbers, or not the one in `accepts`.
    #[error("the quote does not fit the order")]
    QuoteMismatch,
    /// Numbers of a quote.
    #[error(transparent)]
    Quote(#[from] QuoteError),
    /// A rule of the zone.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

impl VerifyOrderError {
    /// The reason as the tills name it on the wire.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NotAnOrder => "not_an_order",
            Self::RegistryExpired => "registry_expired",
            Self::Certificate(VerifyCertificateError::Revoked { .. }) => "certificate_revoked",
            Self::Certificate(VerifyCertificateError::Suspended { .. }) => "merchant_suspended",
            Self::Certificate(VerifyCertificateError::NotValid) => "certificate_not_valid",
            Self::Certificate(_) => "certificate_invalid",
            Self::OrderSignature => "order_signature",
            Self::OtherMerchant => "other_merchant",
            Self::OriginNotCertified { .. } => "origin_not_certified",
            Self::OtherOrigin { .. } => "other_origin",
            Self::Order(_) => "order_invalid",
            Self::Settlement => "settlement_not_certified",
            Self::NotVatPayer => "not_a_vat_payer",
            Self::OrderExpired => "order_expired",
            Self::QuoteExpired => "quote_expired",
            Self::QuoteMismatch | Self::Quote(_) => "quote_mismatch",
            Self::Rule(rule) => rule.name(),
        }
    }
}

/// One payable way of a verified order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedOffer {
    /// Which entry of `accepts`.
    pub accept_index: usize,
    /// The quote.
    pub quote: Quote,
    /// The asset's entry in the registry.
    pub asset: Asset,
    /// The operator's entry in the registry.
    pub operator: Operator,
}

/// An order of which every signature, number and rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedOrder {
    /// The payee.
    pub certificate: MerchantCertificate,
    /// The order.
    pub order: Order,
    /// Its EIP-712 digest.
    pub order_hash: B256,
    /// At least one way to pay.
    pub offers: Vec<VerifiedOffer>,
    /// The zone's notice.
    pub notice: LocalText,
}

/// Verifies everything about an order before it is shown: payee, origin, numbers, rules, quotes. Ways to pay that fail
/// are left out; when none remains, the first failure is the reason.
///
/// # Errors
/// [`VerifyOrderError`].
pub fn verify_order(
    required: &PaymentRequired,
    registry: &VerifiedRegistry,
    context: OrderContext<'_>,
) -> Result<VerifiedOrder, VerifyOrderError> {
    let info: CryptoCityInfo =
        read_info(required.extensions.as_ref(), CRYPTOCITY).ok_or(VerifyOrderError::NotAnOrder)?;
    if required.x402_version != VERSION || info.quotes.len() != required.accepts.len() {
        return Err(VerifyOrderError::NotAnOrder);
    }
    let VerifiedTerms {
        certificate,
        order_hash,
    } = verify_terms(&info.certificate, &info.order, registry, context)?;
    let order = &info.order.order;
    let registry = registry.registry();
    let mut offers = Vec::new();
    let mut first_failure = None;
    for (accept_index, (signed, accepted)) in info.quotes.iter().zip(&required.accepts).enumerate() {
        match check_offer(signed, accepted, order, order_hash, registry, context) {
            Ok((asset, operator)) => {
                offers.push(VerifiedOffer {
                    accept_index,
                    quote: signed.quote.clone(),
                    asset,
                    operator,
                });
            }
            Err(failure) => first_failure = first_failure.or(Some(failure)),
        }
    }
    if offers.is_empty() {
        return Err(first_failure.unwrap_or(VerifyOrderError::NotAnOrder));
    }
    Ok(VerifiedOrder {
        certificate,
        order: info.order.order,
        order_hash,
        offers,
        notice: registry.notice.clone(),
    })
}

/// An order of which everything but the quotes holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedTerms {
    /// The payee.
    pub certificate: MerchantCertificate,
    /// The order's EIP-712 digest.
    pub order_hash: B256,
}

/// Verifies payee, signature, origin, numbers and rules of an order, without any quote: what an operator checks before
/// it quotes, and a merchant before it asks.
///
/// # Errors
/// [`VerifyOrderError`].
pub fn verify_terms(
    certificate: &Envelope,
    signed: &SignedOrder,
    registry: &VerifiedRegistry,
    context: OrderContext<'_>,
) -> Result<VerifiedTerms, VerifyOrderError> {
    let current = registry.freshness() == Freshness::Current && context.now < registry.registry().expires_at;
    if !current {
        return Err(VerifyOrderError::RegistryExpired);
    }
    let registry = registry.registry();
    let certificate = verify_certificate(certificate, registry, context.now)?;
    let signer = signed
        .signer(registry.home_chain)
        .map_err(|_| VerifyOrderError::OrderSignature)?;
    if !certificate.has_order_key(signer, context.now) {
        return Err(VerifyOrderError::OrderSignature);
    }
    check_terms(&signed.order, &certificate, registry, context)?;
    Ok(VerifiedTerms {
        certificate,
        order_hash: signed.order.hash(registry.home_chain),
    })
}

fn check_terms(
    order: &Order,
    certificate: &MerchantCertificate,
    registry: &Registry,
    context: OrderContext<'_>,
) -> Result<(), VerifyOrderError> {
    if order.merchant_id != certificate.id {
        return Err(VerifyOrderError::OtherMerchant);
    }
    if !certificate.origins.contains(&order.origin) {
        return Err(VerifyOrderError::OriginNotCertified {
            origin: order.origin.clone(),
        });
    }
    if let Some(attested) = context
        .attested_origin
        .filter(|attested| *attested != order.origin)
    {
        return Err(VerifyOrderError::OtherOrigin {
            attested: attested.into(),
            expected: order.origin.clone(),
        });
    }
    if order.settlement != SettlementMode::KztViaOperator
        || !certificate.settlement.contains(&order.settlement)
    {
        return Err(VerifyOrderError::Settlement);
    }
    order.check()?;
    for line in &order.lines {
        check_vat(registry, line.vat_bps, context.now)?;
        if line.vat_bps.get() > 0 && !certificate.vat_payer {
            return Err(VerifyOrderError::NotVatPayer);
        }
    }
    if context.now >= order.expires_at {
        return Err(VerifyOrderError::OrderExpired);
    }
    check_limit(registry, order.total_tiyn)?;
    Ok(())
}

fn check_offer(
    signed: &SignedQuote,
    accepted: &PaymentRequirements,
    order: &Order,
    order_hash: B256,
    registry: &Registry,
    context: OrderContext<'_>,
) -> Result<(Asset, Operator), VerifyOrderError> {
    let quote = &signed.quote;
    let asset = check_asset(registry, quote.asset, context.purpose, context.now)?;
    let signer = signed
        .signer(registry.home_chain)
        .map_err(|_| RuleError::OperatorNotLicensed)?;
    let operator = check_operator(registry, signer, quote.fee_bps, quote.pay_to, context.now)?;
    if quote.order_hash != order_hash || *accepted != PaymentRequirements::for_quote(quote, asset) {
        return Err(VerifyOrderError::QuoteMismatch);
    }
    quote.check(order.total_tiyn, asset.decimals)?;
    // A rate is locked for minutes, not for as long as an operator likes.
    if quote.expires_at.saturating_sub(quote.issued_at) > lock_seconds(asset.kind) {
        return Err(VerifyOrderError::QuoteMismatch);
    }
    if context.now >= quote.expires_at {
        return Err(VerifyOrderError::QuoteExpired);
    }
    Ok((asset.clone(), operator.clone()))
}

impl PaymentRequirements {
    /// The entry of `accepts` that a quote stands behind.
    #[must_use]
    pub fn for_quote(quote: &Quote, asset: &Asset) -> Self {
        let extra = [
            ("name", asset.domain_name.as_str()),
            ("version", asset.domain_version.as_str()),
            ("assetTransferMethod", "eip3009"),
        ];
        Self {
            scheme: SCHEME_EXACT.into(),
            network: alloc::format!("{}", quote.asset.chain),
            amount: quote.amount,
            asset: quote.asset.token.to_checksum(None),
            pay_to: quote.pay_to.to_checksum(None),
            max_timeout_seconds: quote.expires_at.saturating_sub(quote.issued_at),
            extra: Some(
                extra
                    .into_iter()
                    .map(|(key, value)| (key.into(), value.into()))
                    .collect(),
            ),
        }
    }
}
