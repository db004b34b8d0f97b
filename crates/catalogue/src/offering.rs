use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, B256};
use serde::{Deserialize, Serialize};
use units::{AssetAmount, Tiyn};
use zone::{Bin, LocalText, Validity, deserialize_clean};

use crate::{
    EntryError,
    merchant::{check_identifier, is_web_address},
};

/// Whether an offering can be subscribed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfferingStatus {
    /// Not begun.
    Announced,
    /// Can be subscribed.
    Open,
    /// Over.
    Closed,
}

/// A document of an offering, pinned by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is.
    pub name: LocalText,
    /// Where.
    pub url: String,
    /// SHA-256 of its bytes.
    pub sha256: B256,
}

/// How an offering is subscribed. Where it is missing, the offering is only shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionTerms {
    /// The contract that sells the units and holds the money until the end. Its documents' hash is that of the offering's
    /// first document.
    pub contract: Address,
    /// Who registers subscriptions: an operator's identifier in the registry.
    #[serde(deserialize_with = "deserialize_clean")]
    pub registrar: String,
    /// CAIP-19 of what is paid with.
    #[serde(deserialize_with = "deserialize_clean")]
    pub asset: String,
    /// One unit, base units of the asset.
    pub unit_price: AssetAmount,
    /// One investor holds no more units.
    pub maximum_per_investor: u64,
    /// Version of the risks that are to be acknowledged.
    pub risks_version: u32,
}

/// An investment offering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offering {
    /// Stable identifier.
    #[serde(deserialize_with = "deserialize_clean")]
    pub identifier: String,
    /// What is offered.
    pub name: LocalText,
    /// Who offers.
    pub issuer: LocalText,
    /// BIN of the issuer.
    #[serde(rename = "taxID")]
    pub bin: Bin,
    /// What it is about.
    pub description: LocalText,
    /// What can go wrong; never empty.
    pub risks: LocalText,
    /// Papers.
    pub documents: Vec<Document>,
    /// The least that is taken, in tiyn.
    pub minimum_tiyn: Tiyn,
    /// One unit, in tiyn.
    pub price_tiyn: Tiyn,
    /// CAIP-19 of the token that is delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// How it is subscribed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription: Option<SubscriptionTerms>,
    /// Whether it can be subscribed.
    pub status: OfferingStatus,
    /// From when until when.
    pub validity: Validity,
    /// Made up.
    #[serde(default)]
    pub test: bool,
}

impl Offering {
    /// Checks what types do not.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn check(&self) -> Result<(), EntryError> {
        check_identifier(&self.identifier)?;
        if self.risks.all().into_iter().any(|text| text.trim().is_empty()) {
            return Err(EntryError::NoRisks);
        }
        if self.price_tiyn.get() == 0 || self.minimum_tiyn < self.price_tiyn {
            return Err(EntryError::Figures);
        }
        if let Some(terms) = &self.subscription {
            check_identifier(&terms.registrar)?;
            let nothing = terms.unit_price.get().is_zero() || terms.maximum_per_investor == 0;
            // Whoever subscribes agrees to a document.
            if nothing || self.documents.is_empty() {
                return Err(EntryError::Figures);
            }
        }
        if self
            .documents
            .iter()
            .any(|document| !is_web_address(&document.url))
        {
            return Err(EntryError::Url);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use alloy_primitives::U256;

    use super::*;
    use crate::{Entry, EntryKind};

    /// As catalogues had it before offerings could be subscribed.
    const SHOWN_ONLY: &str = r#"{"identifier":"o-1","name":{"kk":"а","ru":"б","en":"c"},"issuer":{"kk":"а","ru":"б","en":"c"},
        "taxID":"260940000014","description":{"kk":"а","ru":"б","en":"c"},"risks":{"kk":"а","ru":"б","en":"c"},
        "documents":[],"minimumTiyn":"100","priceTiyn":"100","status":"open","validity":{"from":1}}"#;

    fn offering() -> Offering {
        let line = SHOWN_ONLY.replace('\n', " ");
        match Entry::parse(EntryKind::Offerings, line.as_bytes()) {
            Ok(Entry::Offering(offering)) => offering,
            other => panic!("{other:?}"),
        }
    }

    fn terms() -> SubscriptionTerms {
        SubscriptionTerms {
            contract: Address::repeat_byte(7),
            registrar: "demo-exchange".into(),
            asset: "eip155:31337/erc20:0x2222222222222222222222222222222222222222".into(),
            unit_price: AssetAmount::new(U256::from(100)),
            maximum_per_investor: 30,
            risks_version: 1,
        }
    }

    #[test]
    fn an_offering_without_subscription_is_read_as_before() {
        let offering = offering();
        assert_eq!(offering.subscription, None);
        let written = serde_json::to_value(&offering).unwrap();
        assert!(!written.to_string().contains("subscription"));
    }

    #[test]
    fn who_subscribes_agrees_to_a_document_and_pays_something() {
        let mut offering = offering();
        offering.subscription = Some(terms());
        assert_eq!(offering.check(), Err(EntryError::Figures));
        offering.documents.push(Document {
            name: offering.name.clone(),
            url: "https://zone.invalid/a.txt".into(),
            sha256: B256::repeat_byte(1),
        });
        assert_eq!(offering.check(), Ok(()));
        let again: Offering = serde_json::from_str(&serde_json::to_string(&offering).unwrap()).unwrap();
        assert_eq!(again, offering);
        let with = |change: fn(&mut SubscriptionTerms)| {
            let mut terms = terms();
            change(&mut terms);
            Offering {
                subscription: Some(terms),
                ..offering.clone()
            }
            .check()
        };
        assert_eq!(
            with(|terms| terms.unit_price = AssetAmount::ZERO),
            Err(EntryError::Figures)
        );
        assert_eq!(
            with(|terms| terms.maximum_per_investor = 0),
            Err(EntryError::Figures)
        );
        assert_eq!(
            with(|terms| terms.registrar = "a b".into()),
            Err(EntryError::Identifier)
        );
    }
}
