use catalogue::Document;
use city::protocol::OfferingView;
use deals::OfferingTerms;
use sig::U256;
use units::{AssetAmount, Tiyn};

/// What of an offering of the signed catalogue is needed to subscribe it, the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offered {
    /// What the key worker judges subscriptions by.
    pub(crate) terms: OfferingTerms,
    /// One subscription is for no fewer units.
    pub(crate) least_units: u64,
    /// Version of the risks that are acknowledged.
    pub(crate) risks_version: u32,
    /// Papers; the first one's hash is the contract's.
    pub(crate) documents: Vec<Document>,
}

impl Offered {
    /// Reads it, `None` when the offering cannot be subscribed.
    pub(crate) fn of(view: &OfferingView) -> Option<Self> {
        let terms = view.subscription.as_ref()?;
        let document = view.documents.first()?;
        Some(Self {
            terms: OfferingTerms {
                offering: view.id.clone(),
                contract: terms.contract,
                registrar: terms.registrar.clone(),
                asset: terms.asset.parse().ok()?,
                unit_price: terms.unit_price,
                unit_tiyn: view.price,
                maximum_per_investor: terms.maximum_per_investor,
                documents_hash: document.sha256,
            },
            least_units: view.minimum.get().div_ceil(view.price.get().max(1)).max(1),
            risks_version: terms.risks_version,
            documents: view.documents.clone(),
        })
    }

    /// What so many units are worth at the offering's price; the largest sum when it does not fit.
    pub(crate) fn worth(&self, units: u64) -> Tiyn {
        let worth = self.terms.unit_tiyn.get().checked_mul(units);
        worth.and_then(|worth| Tiyn::new(worth).ok()).unwrap_or(Tiyn::MAX)
    }

    /// What they cost, base units of the asset.
    pub(crate) fn cost(&self, units: u64) -> AssetAmount {
        AssetAmount::new(U256::from(units).saturating_mul(self.terms.unit_price.get()))
    }
}

#[cfg(test)]
mod tests {
    use catalogue::{OfferingStatus, SubscriptionTerms};
    use sig::{Address, B256};
    use zone::{LocalText, Validity};

    use super::*;

    fn view() -> OfferingView {
        let text = LocalText {
            kk: "а".into(),
            ru: "б".into(),
            en: "c".into(),
        };
        OfferingView {
            id: "demo-o-solar".into(),
            name: String::new(),
            issuer: String::new(),
            bin: "260940000014".parse().unwrap(),
            description: String::new(),
            risks: String::new(),
            documents: vec![Document {
                name: text,
                url: "https://zone.invalid/a.txt".into(),
                sha256: B256::repeat_byte(7),
            }],
            minimum: Tiyn::new(2_500).unwrap(),
            price: Tiyn::new(1_000).unwrap(),
            token: None,
            subscription: Some(SubscriptionTerms {
                contract: Address::repeat_byte(1),
                registrar: "demo-exchange".into(),
                asset: "eip155:31337/erc20:0x2222222222222222222222222222222222222222".into(),
                unit_price: AssetAmount::new(U256::from(1_000)),
                maximum_per_investor: 30,
                risks_version: 1,
            }),
            status: OfferingStatus::Open,
            validity: Validity {
                valid_from: 0,
                valid_until: None,
            },
            test: true,
        }
    }

    #[test]
    fn a_minimum_between_two_units_asks_for_the_next_whole_one() {
        let offered = Offered::of(&view()).unwrap();
        assert_eq!(offered.least_units, 3);
        assert_eq!(offered.terms.documents_hash, B256::repeat_byte(7));
        assert_eq!(offered.worth(3).get(), 3_000);
        assert_eq!(offered.worth(u64::MAX), Tiyn::MAX);
        assert_eq!(offered.cost(3), AssetAmount::new(U256::from(3_000)));
    }

    #[test]
    fn what_names_no_contract_no_document_or_no_asset_is_only_shown() {
        let mut shown = view();
        shown.subscription = None;
        assert_eq!(Offered::of(&shown), None);
        let mut shown = view();
        shown.documents.clear();
        assert_eq!(Offered::of(&shown), None);
        let mut shown = view();
        if let Some(terms) = &mut shown.subscription {
            terms.asset = "tenge".into();
        }
        assert_eq!(Offered::of(&shown), None);
    }
}
