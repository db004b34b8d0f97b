use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::{fmt, str::FromStr};

use alloy_primitives::{Address, B128, B256, hex};
use chain::ChainId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sig::{Digest, EvmSignature, SignatureError, Signer, typed_data_digest};
use units::{Bps, QuantityMilli, Tiyn, UnitError};
use zone::SettlementMode;

use crate::typed_data;

/// More lines than this are refused.
const MAX_LINES: usize = 100;
/// Longer names are refused.
const MAX_NAME_BYTES: usize = 200;

/// 128 random bits that name an order, 0x-hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrderId(B128);

/// Why a text is not an order id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an order id is 0x and 32 hex digits")]
pub struct ParseOrderIdError;

impl OrderId {
    /// Takes 16 bytes from a CSPRNG.
    #[must_use]
    pub const fn from_random(bytes: [u8; 16]) -> Self {
        Self(B128::new(bytes))
    }

    /// As it stands in signed data.
    pub(crate) const fn bits(self) -> B128 {
        self.0
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode_prefixed(self.0))
    }
}

impl FromStr for OrderId {
    type Err = ParseOrderIdError;

    fn from_str(text: &str) -> Result<Self, ParseOrderIdError> {
        let mut bytes = [0; 16];
        let digits = text.strip_prefix("0x").ok_or(ParseOrderIdError)?;
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| ParseOrderIdError)?;
        Ok(Self(bytes.into()))
    }
}

impl Serialize for OrderId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for OrderId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// What a merchant asks for in one line; amounts follow from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineRequest {
    /// What is sold.
    pub name: String,
    /// How many thousandths of a piece.
    pub quantity_milli: QuantityMilli,
    /// Gross price of a whole piece, in tiyn.
    pub unit_tiyn: Tiyn,
    /// VAT rate contained in the price.
    pub vat_bps: Bps,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderLine {
    /// What is sold.
    pub name: String,
    /// How many thousandths of a piece.
    pub quantity_milli: QuantityMilli,
    /// Gross price of a whole piece, in tiyn.
    pub unit_tiyn: Tiyn,
    /// VAT rate contained in the price.
    pub vat_bps: Bps,
    /// VAT contained in the line, half-up.
    pub vat_tiyn: Tiyn,
    /// Gross price of the line, half-up.
    pub total_tiyn: Tiyn,
}

/// Everything of an order that is not computed.
#[derive(Debug, Clone)]
pub struct OrderTerms {
    /// Random id.
    pub id: OrderId,
    /// Id of the merchant's certificate.
    pub merchant_id: String,
    /// Web origin of the page that asks.
    pub origin: String,
    /// What is sold.
    pub lines: Vec<LineRequest>,
    /// How the merchant is paid.
    pub settlement: SettlementMode,
    /// Unix seconds.
    pub created_at: u64,
    /// Unix seconds.
    pub expires_at: u64,
}

/// What a merchant asks to be paid, in tenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Random id.
    pub id: OrderId,
    /// Id of the merchant's certificate.
    pub merchant_id: String,
    /// Web origin of the page that asks.
    pub origin: String,
    /// What is sold.
    pub lines: Vec<OrderLine>,
    /// Sum of the lines.
    pub total_tiyn: Tiyn,
    /// Sum of the lines' VAT.
    pub vat_tiyn: Tiyn,
    /// How the merchant is paid.
    pub settlement: SettlementMode,
    /// Unix seconds.
    pub created_at: u64,
    /// Unix seconds.
    pub expires_at: u64,
}

/// Why an order is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// No lines, too many, or a name that is empty or too long.
    #[error("an order has 1 to {MAX_LINES} lines with names of 1 to {MAX_NAME_BYTES} bytes")]
    Lines,
    /// The lines do not add up to the total or the VAT.
    #[error("the lines do not add up to the totals")]
    Sum,
    /// Nothing to pay.
    #[error("the total is zero")]
    Nothing,
    /// Ends before it begins.
    #[error("the order expires before it was created")]
    Dates,
    /// A sum does not fit.
    #[error(transparent)]
    Unit(#[from] UnitError),
}

impl Order {
    /// Computes lines and totals.
    ///
    /// # Errors
    /// [`OrderError`].
    pub fn new(terms: OrderTerms) -> Result<Self, OrderError> {
        if terms.lines.is_empty() || terms.lines.len() > MAX_LINES {
            return Err(OrderError::Lines);
        }
        if terms.expires_at <= terms.created_at {
            return Err(OrderError::Dates);
        }
        let lines = terms
            .lines
            .into_iter()
            .map(compute_line)
            .collect::<Result<Vec<_>, _>>()?;
        let total_tiyn = sum(lines.iter().map(|line| line.total_tiyn))?;
        let vat_tiyn = sum(lines.iter().map(|line| line.vat_tiyn))?;
        if total_tiyn == Tiyn::ZERO {
            return Err(OrderError::Nothing);
        }
        Ok(Self {
            id: terms.id,
            merchant_id: terms.merchant_id,
            origin: terms.origin,
            lines,
            total_tiyn,
            vat_tiyn,
            settlement: terms.settlement,
            created_at: terms.created_at,
            expires_at: terms.expires_at,
        })
    }

    /// Recomputes everything that is computed and compares.
    ///
    /// # Errors
    /// [`OrderError`].
    pub fn check(&self) -> Result<(), OrderError> {
        let lines = self.lines.iter().map(|line| LineRequest {
            name: line.name.clone(),
            quantity_milli: line.quantity_milli,
            unit_tiyn: line.unit_tiyn,
            vat_bps: line.vat_bps,
        });
        let recomputed = Self::new(OrderTerms {
            id: self.id,
            merchant_id: self.merchant_id.clone(),
            origin: self.origin.clone(),
            lines: lines.collect(),
            settlement: self.settlement,
            created_at: self.created_at,
            expires_at: self.expires_at,
        })?;
        if recomputed == *self {
            Ok(())
        } else {
            Err(OrderError::Sum)
        }
    }

    /// The EIP-712 digest of the order on the zone's home chain.
    #[must_use]
    pub fn digest(&self, home_chain: ChainId) -> Digest {
        let lines = self.lines.iter().map(|line| typed_data::Line {
            name: line.name.clone(),
            quantityMilli: line.quantity_milli.get(),
            unitTiyn: line.unit_tiyn.into(),
            vatBps: line.vat_bps.get(),
            vatTiyn: line.vat_tiyn.into(),
            totalTiyn: line.total_tiyn.into(),
        });
        let data = typed_data::Order {
            id: self.id.0,
            merchantId: self.merchant_id.clone(),
            origin: self.origin.clone(),
            lines: lines.collect(),
            totalTiyn: self.total_tiyn.into(),
            vatTiyn: self.vat_tiyn.into(),
            settlement: self.settlement.as_str().into(),
            createdAt: self.created_at,
            expiresAt: self.expires_at,
        };
        typed_data_digest(&data, &typed_data::order_domain(home_chain))
    }

    /// `orderHash`: the digest as a hash.
    #[must_use]
    pub fn hash(&self, home_chain: ChainId) -> B256 {
        self.digest(home_chain).to_b256()
    }

    /// Signs the order with the merchant's order key.
    #[must_use]
    pub fn sign(self, home_chain: ChainId, key: &impl Signer) -> SignedOrder {
        let signature = key.sign(&self.digest(home_chain));
        SignedOrder {
            order: self,
            signature,
        }
    }
}

fn compute_line(request: LineRequest) -> Result<OrderLine, OrderError> {
    if request.name.trim().is_empty() || request.name.len() > MAX_NAME_BYTES {
        return Err(OrderError::Lines);
    }
    let total_tiyn = request.quantity_milli.price(request.unit_tiyn)?;
    Ok(OrderLine {
        name: request.name,
        quantity_milli: request.quantity_milli,
        unit_tiyn: request.unit_tiyn,
        vat_bps: request.vat_bps,
        vat_tiyn: request.vat_bps.vat_within(total_tiyn),
        total_tiyn,
    })
}

fn sum(mut parts: impl Iterator<Item = Tiyn>) -> Result<Tiyn, UnitError> {
    parts.try_fold(Tiyn::ZERO, Tiyn::checked_add)
}

/// An order and the merchant's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOrder {
    /// The order.
    pub order: Order,
    /// The merchant's order key over its digest.
    pub signature: EvmSignature,
}

impl SignedOrder {
    /// The key that signed.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn signer(&self, home_chain: ChainId) -> Result<Address, SignatureError> {
        self.signature.recover(&self.order.digest(home_chain))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    pub(crate) fn line(name: &str, milli: u64, unit: u64) -> LineRequest {
        LineRequest {
            name: name.into(),
            quantity_milli: QuantityMilli::new(milli),
            unit_tiyn: Tiyn::new(unit).unwrap(),
            vat_bps: Bps::new(1600).unwrap(),
        }
    }

    pub(crate) fn terms(lines: Vec<LineRequest>) -> OrderTerms {
        OrderTerms {
            id: OrderId::from_random([7; 16]),
            merchant_id: "alatau-coffee".into(),
            origin: "http://127.0.0.1:8081".into(),
            lines,
            settlement: SettlementMode::KztViaOperator,
            created_at: 1_795_000_000,
            expires_at: 1_795_000_900,
        }
    }

    #[test]
    fn lines_add_up() {
        let order = Order::new(terms(vec![
            line("Латте", 2000, 950_00),
            line("Бауырсақ", 1000, 350_00),
        ]))
        .unwrap();
        assert_eq!(
            (order.total_tiyn.get(), order.vat_tiyn.get()),
            (2250_00, 262_07 + 48_28)
        );
        assert_eq!(order.check(), Ok(()));
    }

    #[test]
    fn a_changed_amount_is_noticed() {
        let mut order = Order::new(terms(vec![line("Латте", 1000, 950_00)])).unwrap();
        order.total_tiyn = Tiyn::new(1).unwrap();
        assert_eq!(order.check(), Err(OrderError::Sum));
    }

    #[test]
    fn empty_and_free_orders_are_refused() {
        assert_eq!(Order::new(terms(vec![])), Err(OrderError::Lines));
        assert_eq!(
            Order::new(terms(vec![line(" ", 1000, 1)])),
            Err(OrderError::Lines)
        );
        assert_eq!(
            Order::new(terms(vec![line("Су", 1000, 0)])),
            Err(OrderError::Nothing)
        );
    }

    proptest! {
        #[test]
        fn what_was_computed_checks(parts in prop::collection::vec((1u64..100_000, 1u64..10_000_000), 1..20)) {
            let lines = parts.into_iter().map(|(milli, unit)| line("x", milli, unit)).collect();
            match Order::new(terms(lines)) {
                Ok(order) => prop_assert_eq!(order.check(), Ok(())),
                Err(error) => prop_assert_eq!(error, OrderError::Nothing),
            }
        }
    }
}
