//! Steps of a deposit: checked against registry, desk and agreement, shown, and signed once by somebody who is here.

use alloy_primitives::U256;
use deals::{
    Agreement, Building, DepositKind, DepositRole, DepositState, DepositStatus, Desk, Home, NotaryIdentity,
    PartyIdentity, SigningStep, receive_digest,
};
use key_worker::protocol::{
    DepositRefusal, DepositRulesView, DepositStepView, Failure, PayRequest, PrepareDepositRequest, Request,
    Response, ShowDepositRulesRequest, SignDepositRequest,
};
use sig::{Address, B256, EvmSignature, Signer as _};
use units::{AssetAmount, Tiyn};
use zone::LocalText;

use crate::support::{Bench, NOW, PASSWORD, Shop};

const CONTRACT: Address = Address::repeat_byte(0xde);

fn text(all: &str) -> LocalText {
    LocalText {
        kk: all.into(),
        ru: all.into(),
        en: all.into(),
    }
}

/// The demo zone with a desk, and an agreement whose buyer is the bench's account.
struct Deal {
    shop: Shop,
    desk: Desk,
    agreement: Agreement,
}

impl Deal {
    fn new(bench: &mut Bench) -> Self {
        let mut shop = Shop::new();
        shop.zone.deposits = Some(("http://127.0.0.1:8084".into(), CONTRACT));
        shop.registry = shop.zone.registry(&shop.keys);
        let status = bench.status(&Request::Pay(PayRequest::Status), "").unwrap();
        let party = |name: &str, account| PartyIdentity {
            name: name.into(),
            number: "971240001315".parse().unwrap(),
            account,
        };
        let registered = &shop.registry.real_estate.notaries[0];
        let notary = NotaryIdentity {
            name: registered.name.clone(),
            licence: registered.licence.clone(),
            account: registered.account,
        };
        let home = Home {
            listing: "home-1".into(),
            title: text("2 бөлмелі пәтер"),
            address: text("Алатау қ., Жаңа к-сі, 5"),
            cadastral_number: "03-046-012-1234:5:17".into(),
            building: Building::Finished,
            price_tiyn: Tiyn::new(2_650_000_000).unwrap(),
        };
        let asset = shop.registry.assets[1].id;
        let agreement = Agreement {
            version: 1,
            home: home.clone(),
            buyer: party("Айгерім Сапарова", status.accounts[0].address),
            seller: party("Нұрлан Оспанов", Address::repeat_byte(2)),
            notary: notary.clone(),
            kind: DepositKind::Zadatok,
            deposit_tiyn: Tiyn::new(5_000_000).unwrap(),
            asset,
            amount: AssetAmount::new(U256::from(5_000_000)),
            contract: CONTRACT,
            funding_deadline: NOW + 3 * 86_400,
            closing_deadline: NOW + 30 * 86_400,
            salt: B256::repeat_byte(7),
        };
        let desk = Desk {
            contract: CONTRACT,
            asset,
            notaries: vec![notary],
            homes: vec![home],
            aml_threshold_tiyn: Tiyn::new(5_000_000_000).unwrap(),
            issued_at: NOW,
            expires_at: NOW + 3_600,
        };
        Self {
            shop,
            desk,
            agreement,
        }
    }

    fn request(&self, step: SigningStep, state: DepositState) -> Request {
        let home = self.shop.registry.home_chain;
        Request::PrepareDeposit(Box::new(PrepareDepositRequest {
            registry: self.shop.registry_request(),
            account: 0,
            desk: self.desk.sign(home, &self.shop.keys.quote),
            agreement: self.agreement.clone(),
            step,
            state,
        }))
    }
}

fn prepare(bench: &mut Bench, request: &Request) -> Result<DepositStepView, DepositRefusal> {
    match bench.ask(request, "").unwrap().0 {
        Response::Deposit(answer) => answer.map(|view| *view),
        other => panic!("{other:?}"),
    }
}

fn sign(bench: &mut Bench, handle: u32) -> Result<EvmSignature, Failure> {
    let request = Request::SignDeposit(SignDepositRequest { handle });
    match bench.ask(&request, "")?.0 {
        Response::SignedDeposit(signed) => Ok(signed.signature),
        other => panic!("{other:?}"),
    }
}

fn prove(bench: &mut Bench) {
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
}

fn open() -> DepositState {
    DepositState {
        status: DepositStatus::Open,
        ..DepositState::unknown()
    }
}

#[test]
fn the_signature_is_over_the_agreement_that_was_shown() {
    let mut bench = Bench::with_vault();
    let deal = Deal::new(&mut bench);
    let view = prepare(
        &mut bench,
        &deal.request(SigningStep::Agree, DepositState::unknown()),
    )
    .unwrap();
    assert_eq!(view.role, DepositRole::Buyer);
    assert_eq!(view.agreement, deal.agreement);
    assert_eq!(view.agreement_hash, deal.agreement.hash());
    assert!(view.home_listed);
    prove(&mut bench);
    let signature = sign(&mut bench, view.handle).unwrap();
    let terms = deal.agreement.terms();
    let id = terms.id(deal.agreement.asset.chain, CONTRACT);
    assert_eq!(id.to_b256(), view.id);
    assert_eq!(signature.recover(&id), Ok(view.signer));
    prove(&mut bench);
    assert_eq!(sign(&mut bench, view.handle), Err(Failure::UnknownHandle));
}

#[test]
fn money_is_authorized_for_this_contract_and_deposit_only() {
    let mut bench = Bench::with_vault();
    let deal = Deal::new(&mut bench);
    let view = prepare(&mut bench, &deal.request(SigningStep::Fund, open())).unwrap();
    let authorization = view.authorization.unwrap();
    assert_eq!(
        (authorization.to, authorization.value),
        (CONTRACT, deal.agreement.amount)
    );
    prove(&mut bench);
    let signature = sign(&mut bench, view.handle).unwrap();
    let asset = &deal.shop.registry.assets[1];
    let domain = chain::token_domain(
        &asset.domain_name,
        &asset.domain_version,
        asset.id.chain.number(),
        asset.id.token,
    );
    assert_eq!(
        signature.recover(&receive_digest(&authorization, &domain)),
        Ok(view.signer)
    );
}

#[test]
fn an_unlock_of_a_while_ago_signs_nothing() {
    let mut bench = Bench::with_vault();
    let deal = Deal::new(&mut bench);
    prove(&mut bench);
    let view = prepare(
        &mut bench,
        &deal.request(SigningStep::Agree, DepositState::unknown()),
    )
    .unwrap();
    bench.clock.set(NOW + 200);
    assert_eq!(sign(&mut bench, view.handle), Err(Failure::AuthenticateAgain));
    // The step stays prepared, and one proof signs one step.
    prove(&mut bench);
    assert!(sign(&mut bench, view.handle).is_ok());
    let next = prepare(&mut bench, &deal.request(SigningStep::Fund, open())).unwrap();
    assert_eq!(sign(&mut bench, next.handle), Err(Failure::AuthenticateAgain));
    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    assert_eq!(sign(&mut bench, next.handle), Err(Failure::UnknownHandle));
}

#[test]
fn what_the_registry_forbids_is_refused_with_its_reason() {
    let mut bench = Bench::with_vault();
    let mut refused = |change: &dyn Fn(&mut Deal)| {
        let mut deal = Deal::new(&mut bench);
        change(&mut deal);
        prepare(
            &mut bench,
            &deal.request(SigningStep::Agree, DepositState::unknown()),
        )
        .unwrap_err()
    };
    let law = refused(&|deal| deal.agreement.home.building = Building::UnderConstruction);
    assert!(
        matches!(&law, DepositRefusal::OffPlan(law) if law.contains("486-V")),
        "{law:?}"
    );
    assert!(matches!(
        refused(&|deal| {
            deal.agreement.deposit_tiyn = Tiyn::new(60_000_000).unwrap();
            deal.agreement.amount = AssetAmount::new(U256::from(60_000_000));
        }),
        DepositRefusal::Limit(_)
    ));
    assert_eq!(
        refused(&|deal| deal.agreement.notary.account = Address::repeat_byte(3)),
        DepositRefusal::Notary
    );
    assert_eq!(
        refused(&|deal| deal.agreement.contract = Address::repeat_byte(4)),
        DepositRefusal::Contract
    );
    assert_eq!(
        refused(&|deal| deal.agreement.buyer.account = Address::repeat_byte(5)),
        DepositRefusal::NotAParty
    );
    assert_eq!(
        refused(&|deal| deal.agreement.funding_deadline = NOW),
        DepositRefusal::Deadlines
    );
    assert_eq!(
        refused(&|deal| deal.agreement.home.price_tiyn = Tiyn::new(1).unwrap()),
        DepositRefusal::Home
    );
    assert_eq!(
        refused(&|deal| deal.desk.expires_at = NOW),
        DepositRefusal::DeskOutOfDate
    );
    assert_eq!(
        refused(&|deal| deal.shop.registry.expires_at = NOW),
        DepositRefusal::RegistryExpired
    );
}

#[test]
fn the_rules_are_shown_and_a_desk_only_when_it_holds() {
    let mut bench = Bench::with_vault();
    let deal = Deal::new(&mut bench);
    let mut show = |desk| -> DepositRulesView {
        let request = Request::ShowDepositRules(ShowDepositRulesRequest {
            registry: deal.shop.registry_request(),
            desk,
        });
        match bench.ask(&request, "").unwrap().0 {
            Response::DepositRules(rules) => *rules,
            other => panic!("{other:?}"),
        }
    };
    let rules = show(None);
    assert_eq!(rules.desks[0].url, "http://127.0.0.1:8084");
    assert_eq!(rules.notaries[0].account, deal.shop.keys.notary.address());
    assert!(rules.off_plan_law.is_some() && rules.desk.is_none());
    assert_eq!(rules.notary_fees[0].fee_tiyn, Tiyn::new(5_190_000).unwrap());
    let home = deal.shop.registry.home_chain;
    let (desk, asset) = show(Some(deal.desk.sign(home, &deal.shop.keys.quote)))
        .desk
        .unwrap();
    assert_eq!((desk, asset.symbol.as_str()), (deal.desk.clone(), "tKZT"));
    assert!(
        show(Some(deal.desk.sign(home, &deal.shop.keys.merchant)))
            .desk
            .is_none()
    );
}
