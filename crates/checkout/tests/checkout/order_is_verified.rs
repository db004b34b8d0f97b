use checkout::{
    VerifyOrderError, derive_authorization, derive_order_nonce, x402::decode_header, x402::encode_header,
};
use sig::Signer;
use zone::RuleError;

use crate::support::{CAFE, NOW, Purchase, line, payer};

#[test]
fn an_order_of_the_demo_cafe_is_payable_in_both_assets() {
    let purchase = Purchase::new();
    let verified = purchase.verify().unwrap();
    assert_eq!(verified.certificate, purchase.certificate);
    assert_eq!(verified.order.total_tiyn.get(), 225_000);
    assert_eq!(
        verified.order_hash,
        purchase.order.order.hash(purchase.registry.home_chain)
    );
    let offers: Vec<_> = verified
        .offers
        .iter()
        .map(|offer| {
            (
                offer.asset.symbol.as_str(),
                offer.quote.amount.get().to_string(),
                offer.accept_index,
            )
        })
        .collect();
    // 2250 / 538.90 = 4.1751716…, rounded up at the sixth decimal.
    assert_eq!(
        offers,
        [
            ("tUSD", "4175172".to_owned(), 0),
            ("tKZT", "225000".to_owned(), 1)
        ]
    );
    assert_eq!(verified.offers[0].quote.fee_tiyn.get(), 1_688);
    assert_eq!(verified.offers[0].operator.id, "demo-exchange");
}

#[test]
fn the_header_carries_it_unchanged() {
    let required = Purchase::new().required();
    let header = encode_header(&required).unwrap();
    assert_eq!(decode_header(&header), Ok(required));
}

#[test]
fn a_link_without_an_opener_needs_no_attested_origin() {
    let mut purchase = Purchase::new();
    purchase.opened_by = None;
    assert_eq!(purchase.verify().unwrap().order.origin, CAFE);
}

#[test]
fn goods_without_vat_may_stand_beside_goods_with_vat() {
    let mut purchase = Purchase::new();
    purchase.order(|terms| terms.lines.push(line("Кітап", 1000, 100, 0)));
    assert!(purchase.verify().is_ok());
}

#[test]
fn one_bad_quote_leaves_the_other_way_to_pay() {
    let mut purchase = Purchase::new();
    purchase.registry.assets[0].permitted_uses.clear();
    let verified = purchase.verify().unwrap();
    assert_eq!(verified.offers.len(), 1);
    assert_eq!(
        (
            verified.offers[0].accept_index,
            verified.offers[0].asset.symbol.as_str()
        ),
        (1, "tKZT")
    );
    purchase.registry.assets[1].permitted_uses.clear();
    let first = purchase.registry.assets[0].id.to_string();
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::AssetNotPermitted { asset: first })
    );
}

#[test]
fn the_authorization_pays_the_quoted_amount_and_names_the_order() {
    let verified = Purchase::new().verify().unwrap();
    let offer = &verified.offers[0];
    let authorization = derive_authorization(&verified, offer, payer().address(), NOW).unwrap();
    assert_eq!(
        (authorization.to, authorization.value),
        (offer.quote.pay_to, offer.quote.amount)
    );
    assert_eq!(authorization.nonce, derive_order_nonce(verified.order_hash));
    assert_eq!(
        (authorization.valid_after, authorization.valid_before),
        (0, NOW + 900)
    );
    let late = derive_authorization(&verified, offer, payer().address(), NOW + 600).unwrap();
    assert_eq!(
        late.valid_before,
        NOW + 960,
        "a minute after the quote, for the block"
    );
}

#[test]
fn nothing_is_signed_in_the_last_seconds_of_a_quote() {
    let verified = Purchase::new().verify().unwrap();
    let at = |now| derive_authorization(&verified, &verified.offers[0], payer().address(), now);
    assert!(at(NOW + 870).is_ok());
    assert!(at(NOW + 871).is_err());
}
