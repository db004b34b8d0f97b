//! A server without a CryptoCity order: what is offered for payment, and what is not.

use alloy_primitives::{Address, B256, U256};
use checkout::{
    AssetRate, GenericOffer, VerifyGenericError, generic_authorization, verify_generic,
    x402::{PaymentRequired, PaymentRequirements},
};
use serde_json::json;
use units::Rate;
use zone::{RuleError, Use};

use crate::support::{NOW, Purchase};

const PAYEE: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

/// What a server of somebody else asks for, and the registry it is judged by.
struct Asked {
    purchase: Purchase,
    required: PaymentRequired,
    rates: Vec<AssetRate>,
}

impl Asked {
    fn new() -> Self {
        let purchase = Purchase::new();
        let mut required = purchase.required();
        required.extensions = None;
        required.resource.url = "https://data.example/weather".into();
        required.accepts.truncate(1);
        let accepted = &mut required.accepts[0];
        accepted.pay_to = PAYEE.into();
        accepted.amount = "10000".parse().unwrap();
        accepted.max_timeout_seconds = 300;
        let rates = vec![AssetRate {
            asset: purchase.registry.assets[0].id,
            // 538.90 ₸ for one.
            rate: Rate::new(U256::from(10), U256::from(5389)).unwrap(),
            source: "test".into(),
        }];
        Self {
            purchase,
            required,
            rates,
        }
    }

    fn change(mut self, change: impl FnOnce(&mut PaymentRequirements)) -> Self {
        change(&mut self.required.accepts[0]);
        self
    }

    fn offers(&self) -> Result<Vec<GenericOffer>, VerifyGenericError> {
        verify_generic(
            &self.required,
            &self.purchase.verified_registry(),
            &self.rates,
            NOW,
        )
    }

    fn refusal(&self) -> VerifyGenericError {
        self.offers().unwrap_err()
    }
}

#[test]
fn a_permitted_asset_is_offered_with_its_worth() {
    let offers = Asked::new().offers().unwrap();
    let [offer] = offers.as_slice() else {
        panic!("{offers:?}")
    };
    // A hundredth of a dollar at 538.90.
    assert_eq!((offer.worth.get(), offer.seconds), (538, 300));
    assert_eq!(offer.pay_to.to_string(), PAYEE);
    let nonce = B256::repeat_byte(5);
    let signed = generic_authorization(offer, Address::repeat_byte(1), nonce, NOW);
    assert_eq!(
        (
            signed.value,
            signed.valid_after,
            signed.valid_before,
            signed.nonce
        ),
        (offer.amount, 0, NOW + 300, nonce)
    );
}

#[test]
fn a_signature_for_somebody_unknown_lives_a_quarter_of_an_hour_at_most() {
    let asked = Asked::new().change(|accepted| accepted.max_timeout_seconds = 31_536_000);
    assert_eq!(asked.offers().unwrap()[0].seconds, 900);
    let asked = Asked::new().change(|accepted| accepted.max_timeout_seconds = 14);
    assert_eq!(asked.refusal(), VerifyGenericError::TooShort);
}

#[test]
fn an_order_of_the_city_is_left_to_the_pay_page() {
    let mut asked = Asked::new();
    asked.required.extensions = asked.purchase.required().extensions;
    assert_eq!(asked.refusal(), VerifyGenericError::CityOrder);
}

#[test]
fn another_version_scheme_method_or_flow() {
    let mut asked = Asked::new();
    asked.required.x402_version = 1;
    assert_eq!(asked.refusal(), VerifyGenericError::Version);

    let asked = Asked::new().change(|accepted| accepted.scheme = "upto".into());
    assert_eq!(asked.refusal(), VerifyGenericError::Unsupported);
    for (name, value) in [
        ("assetTransferMethod", json!("permit2")),
        ("assetTransferMethod", json!(1)),
        ("paymentFlow", json!("escrow")),
    ] {
        let asked = Asked::new().change(|accepted| {
            accepted.extra.as_mut().unwrap().insert(name.into(), value);
        });
        assert_eq!(asked.refusal(), VerifyGenericError::Unsupported, "{name}");
    }
    let mut asked = Asked::new();
    asked.required.accepts.clear();
    assert_eq!(asked.refusal(), VerifyGenericError::Unsupported);
}

#[test]
fn another_chain() {
    for network in ["eip155:1", "eip155:031337", "solana:mainnet", "31337"] {
        let asked = Asked::new().change(|accepted| accepted.network = network.into());
        assert_eq!(
            asked.refusal(),
            VerifyGenericError::OtherChain {
                network: network.into()
            }
        );
    }
}

#[test]
fn a_token_that_is_not_permitted() {
    let asked = Asked::new().change(|accepted| accepted.asset = PAYEE.into());
    assert!(matches!(
        asked.refusal(),
        VerifyGenericError::Rule(RuleError::AssetNotPermitted { .. })
    ));
    let mut asked = Asked::new();
    asked.purchase.registry.assets[0].permitted_uses = vec![Use::Exchange];
    assert!(matches!(
        asked.refusal(),
        VerifyGenericError::Rule(RuleError::AssetNotPermitted { .. })
    ));
}

#[test]
fn a_domain_that_is_not_the_registered_one() {
    for (name, value) in [
        ("name", json!("USD Coin")),
        ("version", json!("2")),
        ("version", json!(1)),
    ] {
        let asked = Asked::new().change(|accepted| {
            accepted.extra.as_mut().unwrap().insert(name.into(), value);
        });
        assert_eq!(asked.refusal(), VerifyGenericError::OtherDomain, "{name}");
    }
    let asked = Asked::new().change(|accepted| accepted.extra = None);
    assert_eq!(asked.refusal(), VerifyGenericError::OtherDomain);
}

#[test]
fn a_payee_or_an_amount_that_cannot_be_right() {
    let token = Asked::new().required.accepts[0].asset.clone();
    let wrong_checksum = PAYEE.replace("5aA", "5AA");
    let nobody = format!("0x{}", "0".repeat(40));
    for pay_to in ["", "shop.eth", &nobody, &token, &wrong_checksum] {
        let asked = Asked::new().change(|accepted| accepted.pay_to = pay_to.into());
        assert_eq!(asked.refusal(), VerifyGenericError::Malformed, "{pay_to}");
    }
    let asked = Asked::new().change(|accepted| accepted.amount = "0".parse().unwrap());
    assert_eq!(asked.refusal(), VerifyGenericError::Malformed);
}

#[test]
fn the_limit_of_one_payment_holds_and_needs_a_price() {
    // 500,000 ₸ is the demo zone's limit; 928 dollars are 500,099 ₸.
    let asked = Asked::new().change(|accepted| accepted.amount = "928000000".parse().unwrap());
    assert!(matches!(
        asked.refusal(),
        VerifyGenericError::Rule(RuleError::AboveLimit { .. })
    ));
    let most = "9".repeat(77);
    let asked = Asked::new().change(|accepted| accepted.amount = most.parse().unwrap());
    assert!(matches!(
        asked.refusal(),
        VerifyGenericError::Rule(RuleError::AboveLimit { .. })
    ));
    let mut asked = Asked::new();
    asked.rates.clear();
    assert_eq!(asked.refusal(), VerifyGenericError::NoRate);
}

#[test]
fn the_reason_is_the_one_nearest_to_a_payment() {
    let mut asked = Asked::new().change(|accepted| accepted.network = "eip155:1".into());
    let mut second = Asked::new().required.accepts.remove(0);
    second.pay_to = "nobody".into();
    asked.required.accepts.push(second);
    assert_eq!(asked.refusal(), VerifyGenericError::Malformed);
}

#[test]
fn an_expired_registry_offers_nothing() {
    let mut asked = Asked::new();
    asked.purchase.registry.expires_at = NOW;
    assert_eq!(asked.refusal(), VerifyGenericError::RegistryExpired);
}
