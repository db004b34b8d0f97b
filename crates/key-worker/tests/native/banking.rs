//! Credentials, top-ups and cash-outs of an operator: verified before they are shown, and only what was shown is signed.

use chain::authorization_digest;
use deals::{
    BankDetails, CashOutQuote, CashOutTerms, Credential, Iban, IdentityTier, QuotedRate, SignedPaper,
    TopUpQuote, TopUpTerms,
};
use key_worker::protocol::{
    Failure, PayRequest, PrepareCashOutRequest, PrepareTopUpRequest, Request, Response,
    ShowCredentialRequest, SignPreparedRequest, SignedView,
};
use rust_decimal::Decimal;
use sig::{Address, B256, Signer, U256};
use units::{AssetAmount, Bps, Rate, Tiyn};

use crate::support::{Bench, NOW, Shop};

const IBAN: &str = "KZ86125KZT5004100100";

fn iban() -> Iban {
    IBAN.parse().unwrap()
}

fn resident(bench: &mut Bench) -> Address {
    let status = bench.status(&Request::Pay(PayRequest::Status), "").unwrap();
    status.accounts[0].address
}

fn quoted() -> QuotedRate {
    QuotedRate {
        rate: Rate::from_tenge_per_unit(Decimal::new(53_890, 2)).unwrap(),
        source: "test".into(),
        time: NOW,
        fee_bps: Bps::new(75).unwrap(),
    }
}

fn cash_out(shop: &Shop, resident: Address) -> CashOutQuote {
    CashOutQuote::new(CashOutTerms {
        operator_id: "demo-exchange".into(),
        resident,
        operator: shop.keys.settlement.address(),
        asset: shop.registry.assets[0].id,
        decimals: 6,
        amount: AssetAmount::new(U256::from(10_000_000)),
        quoted: quoted(),
        iban: iban(),
        simulated: true,
        issued_at: NOW,
        expires_at: NOW + 900,
        salt: B256::repeat_byte(3),
    })
    .unwrap()
}

fn prepare_cash_out(shop: &Shop, quote: SignedPaper, iban: Iban) -> Request {
    Request::PrepareCashOut(PrepareCashOutRequest {
        registry: shop.registry_request(),
        account: 0,
        iban,
        quote,
    })
}

#[test]
fn the_signed_cash_out_is_the_one_shown() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let resident = resident(&mut bench);
    let home = shop.registry.home_chain;
    let quote = cash_out(&shop, resident);
    let signed = quote.sign(home, &shop.keys.quote);
    let request = prepare_cash_out(&shop, signed, iban());
    let Response::CashOut(view) = bench.ask(&request, "").unwrap().0 else {
        panic!("a cash-out");
    };
    assert_eq!(view.iban, "KZ•• •••• •••• •••• 0100");
    assert_eq!((view.worth_tiyn.get(), view.paid_tiyn.get()), (538_900, 534_858));
    assert!(view.simulated);
    let sign = Request::SignPrepared(SignPreparedRequest {
        handle: view.handle,
        allow_unlimited: false,
    });
    let Response::SignedRequest(SignedView::Message { signature }) = bench.ask(&sign, "").unwrap().0 else {
        panic!("a signature");
    };
    let asset = &shop.registry.assets[0];
    let domain = chain::token_domain(
        &asset.domain_name,
        &asset.domain_version,
        asset.id.chain.number(),
        asset.id.token,
    );
    let authorization = quote.authorization(home);
    assert_eq!(authorization.to, shop.keys.settlement.address());
    assert_eq!(
        signature.recover(&authorization_digest(&authorization, &domain)),
        Ok(resident)
    );
    // Once.
    assert_eq!(bench.ask(&sign, "").unwrap_err(), Failure::UnknownHandle);
}

#[test]
fn a_quote_that_does_not_hold_is_not_shown() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let resident = resident(&mut bench);
    let home = shop.registry.home_chain;
    let good = cash_out(&shop, resident);
    let change = |change: fn(&mut CashOutQuote)| {
        let mut quote = good.clone();
        change(&mut quote);
        quote.sign(home, &shop.keys.quote)
    };
    let mut tampered = change(|_| {});
    tampered.content = tampered.content.replace("534858", "934858");
    let cases = [
        (
            change(|quote| quote.fee_tiyn = Tiyn::default()),
            Failure::QuoteForged,
        ),
        (
            change(|quote| quote.resident = Address::repeat_byte(1)),
            Failure::QuoteForged,
        ),
        (
            change(|quote| quote.operator = Address::repeat_byte(1)),
            Failure::OperatorNotLicensed,
        ),
        (change(|quote| quote.expires_at = NOW), Failure::QuoteExpired),
        (change(|quote| quote.issued_at = NOW + 1), Failure::QuoteExpired),
        (tampered, Failure::OperatorNotLicensed),
        (
            good.sign(home, &shop.keys.settlement),
            Failure::OperatorNotLicensed,
        ),
    ];
    for (number, (quote, failure)) in cases.into_iter().enumerate() {
        let request = prepare_cash_out(&shop, quote, iban());
        assert_eq!(bench.ask(&request, "").unwrap_err(), failure, "{number}");
    }
    // Another account at the bank than its owner typed.
    let mut other = good.clone();
    other.iban_hash = B256::repeat_byte(9);
    let request = prepare_cash_out(&shop, other.sign(home, &shop.keys.quote), iban());
    assert_eq!(bench.ask(&request, "").unwrap_err(), Failure::QuoteForged);
}

#[test]
fn a_top_up_is_shown_as_it_was_signed() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let home = shop.registry.home_chain;
    let quote = TopUpQuote::new(TopUpTerms {
        operator_id: "demo-exchange".into(),
        resident: resident(&mut bench),
        operator: shop.keys.settlement.address(),
        asset: shop.registry.assets[0].id,
        decimals: 6,
        paid_tiyn: Tiyn::new(1_000_000).unwrap(),
        quoted: quoted(),
        reference: "CC-1".into(),
        pay_to: BankDetails {
            beneficiary: "Demo".into(),
            bin: "260940000507".parse().unwrap(),
            bank: "Demo bank".into(),
            iban: iban(),
            simulated: true,
        },
        issued_at: NOW,
        expires_at: NOW + 900,
        salt: B256::repeat_byte(3),
    })
    .unwrap();
    let request = |quote: SignedPaper| {
        Request::PrepareTopUp(PrepareTopUpRequest {
            registry: shop.registry_request(),
            account: 0,
            quote,
        })
    };
    let shown = bench.ask(&request(quote.sign(home, &shop.keys.quote)), "");
    let Response::TopUp(view) = shown.unwrap().0 else {
        panic!("a top-up");
    };
    assert_eq!(view.hash, quote.hash(home));
    assert_eq!((view.fee_tiyn.get(), view.amount), (7_500, quote.amount));
    assert!(view.pay_to.simulated);
    // A paper of one kind is none of another, and a better amount is not believed.
    let foreign = cash_out(&shop, quote.resident).sign(home, &shop.keys.quote);
    assert_eq!(
        bench.ask(&request(foreign), "").unwrap_err(),
        Failure::QuoteForged
    );
    let better = TopUpQuote {
        amount: AssetAmount::new(U256::from(1_000_000_000u64)),
        ..quote
    };
    let better = better.sign(home, &shop.keys.quote);
    assert_eq!(bench.ask(&request(better), "").unwrap_err(), Failure::QuoteForged);
}

#[test]
fn a_credential_is_shown_while_it_holds() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let home = shop.registry.home_chain;
    let credential = Credential {
        version: Credential::VERSION,
        operator_id: "demo-exchange".into(),
        address: resident(&mut bench),
        tier: IdentityTier::Basic,
        limit_tiyn: Tiyn::new(200_000_000).unwrap(),
        issued_at: NOW,
        expires_at: NOW + 100,
        salt: B256::repeat_byte(3),
    };
    let show = |bench: &mut Bench, credential: SignedPaper| {
        let request = Request::ShowCredential(ShowCredentialRequest {
            registry: shop.registry_request(),
            account: 0,
            credential,
        });
        match bench.ask(&request, "").unwrap().0 {
            Response::Credential(view) => view,
            other => panic!("{other:?}"),
        }
    };
    let signed = credential.sign(home, &shop.keys.quote);
    let view = show(&mut bench, signed.clone()).unwrap();
    assert_eq!(
        (view.tier, view.limit_tiyn),
        (IdentityTier::Basic, credential.limit_tiyn)
    );
    let by_another = credential.sign(home, &shop.keys.settlement);
    assert!(show(&mut bench, by_another).is_none());
    let of_another = Credential {
        address: Address::repeat_byte(1),
        ..credential
    };
    assert!(show(&mut bench, of_another.sign(home, &shop.keys.quote)).is_none());
    bench.clock.set(NOW + 100);
    assert!(show(&mut bench, signed).is_none());
}
