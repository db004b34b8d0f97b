//! The desk over a real Anvil with the committed contracts: three people, no coin of their own.
#![cfg(test)]

mod support;

use deals::{
    ActInDeposit, Building, DecideDeposit, DepositAction, DepositDecision, DepositKind, DepositRole,
    DepositStatus, DepositStep, ReviewAnswers,
};
use support::{DEPOSIT, World};
use units::Tiyn;

#[tokio::test]
async fn a_zadatok_is_completed_by_the_notary() {
    let world = World::start().await;
    let record = world.agree(DepositKind::Zadatok).await;
    assert_eq!(record.state.status, DepositStatus::Open);
    world.fund(&record, DepositRole::Buyer).await.unwrap();
    let active = world.fund(&record, DepositRole::Seller).await.unwrap();
    assert_eq!(active.state.status, DepositStatus::Active);
    // The same again changes nothing.
    let again = world.fund(&record, DepositRole::Seller).await;
    assert_eq!(again.unwrap().events, active.events);
    let over = world.decide(&active, DepositDecision::Completed).await.unwrap();
    assert_eq!(over.state.status, DepositStatus::Completed);
    assert!(
        over.events
            .iter()
            .any(|event| event.step == DepositStep::PaidOut(DepositRole::Seller))
    );
    assert_eq!(world.balance(DepositRole::Buyer).await, -DEPOSIT);
    assert_eq!(world.balance(DepositRole::Seller).await, DEPOSIT);
}

#[tokio::test]
async fn a_seller_who_withdraws_returns_a_zadatok_double() {
    let world = World::start().await;
    let record = world.agree(DepositKind::Zadatok).await;
    world.fund(&record, DepositRole::Buyer).await.unwrap();
    let active = world.fund(&record, DepositRole::Seller).await.unwrap();
    let over = world
        .act(&active, DepositRole::Seller, DepositAction::Withdraw)
        .await
        .unwrap();
    assert_eq!(over.state.status, DepositStatus::SellerWithdrew);
    assert_eq!(world.balance(DepositRole::Buyer).await, DEPOSIT);
    assert_eq!(world.balance(DepositRole::Seller).await, -DEPOSIT);
}

#[tokio::test]
async fn an_avans_comes_back_and_a_kept_signature_is_worth_nothing() {
    let world = World::start().await;
    let record = world.agree(DepositKind::Avans).await;
    let active = world.fund(&record, DepositRole::Buyer).await.unwrap();
    assert_eq!(active.state.status, DepositStatus::Active);
    let agreed = world.sign_action(&active, DepositRole::Seller, DepositAction::AgreeToCancel);
    world.post_action(&active, &agreed).await.unwrap();
    let replay = world.post_action(&active, &agreed).await.unwrap_err();
    assert_eq!(replay, "reverted");
    let over = world
        .act(&active, DepositRole::Buyer, DepositAction::Withdraw)
        .await
        .unwrap();
    assert_eq!(over.state.status, DepositStatus::BuyerWithdrew);
    assert_eq!(world.balance(DepositRole::Buyer).await, 0);
    let late = world.decide(&over, DepositDecision::Completed).await.unwrap_err();
    assert_eq!(late, "reverted");
}

#[tokio::test]
async fn time_alone_gives_the_deposit_back() {
    let world = World::start().await;
    let record = world.agree(DepositKind::Zadatok).await;
    world.fund(&record, DepositRole::Buyer).await.unwrap();
    assert_eq!(world.expire(&record).await.unwrap_err(), "reverted");
    world.pass_days(4).await;
    let over = world.expire(&record).await.unwrap();
    assert_eq!(over.state.status, DepositStatus::Expired);
    assert_eq!(world.balance(DepositRole::Buyer).await, 0);
}

#[tokio::test]
async fn others_signatures_homes_and_notaries_are_refused() {
    let world = World::start().await;
    let proposal = world.proposal(DepositKind::Zadatok);
    let mut unbuilt = proposal.clone();
    unbuilt.home = support::home("home-unbuilt", Building::UnderConstruction);
    assert_eq!(world.propose(&unbuilt).await.unwrap_err(), "under_construction");
    let mut other = proposal.clone();
    other.home.price_tiyn = Tiyn::new(1_000_000_000).unwrap();
    assert_eq!(world.propose(&other).await.unwrap_err(), "other_home");
    other.home.listing = String::new();
    assert!(world.propose(&other).await.is_ok());
    let mut stranger = proposal.clone();
    stranger.notary = stranger.buyer.account;
    assert_eq!(world.propose(&stranger).await.unwrap_err(), "unknown_notary");
    let record = world.propose(&proposal).await.unwrap();
    let record = world.join(&record).await.unwrap();
    let mut forged = world.sign(&record, DepositRole::Buyer);
    forged.role = DepositRole::Seller;
    assert_eq!(
        world.post_signature(&record, &forged).await.unwrap_err(),
        "signature"
    );
    assert_eq!(
        world.fund(&record, DepositRole::Buyer).await.unwrap_err(),
        "reverted"
    );
    let acted: ActInDeposit = world.sign_action(&record, DepositRole::Buyer, DepositAction::Confirm);
    assert_eq!(world.post_action(&record, &acted).await.unwrap_err(), "reverted");
    let decided: DecideDeposit = world.sign_decision(&record, DepositDecision::Completed);
    assert_eq!(
        world.post_decision(&record, &decided).await.unwrap_err(),
        "reverted"
    );
}

#[tokio::test]
async fn the_statement_is_the_licensed_operators() {
    let world = World::start().await;
    let statement = world.statement().await;
    let registry = &world.registry;
    let (desk, operator) = statement.open(registry, support::now()).unwrap();
    assert_eq!(operator.id, "demo-exchange");
    assert_eq!(desk.contract, world.contract);
    let mut changed = statement.clone();
    changed.content = changed.content.replace("DEMO-0001", "DEMO-0002");
    assert_eq!(
        changed.open(registry, support::now()).unwrap_err(),
        deals::DeskError::NotLicensed
    );
    assert_eq!(
        statement.open(registry, support::now() + 7_200).unwrap_err(),
        deals::DeskError::OutOfDate
    );
}

#[tokio::test]
async fn answers_for_financial_monitoring_are_asked_for_and_told_to_nobody() {
    let world = World::start().await;
    let mut large = world.proposal(DepositKind::Avans);
    large.home.listing = String::new();
    large.home.price_tiyn = Tiyn::new(5_000_000_000).unwrap();
    assert_eq!(world.propose(&large).await.unwrap_err(), "review_needed");
    let mut review = ReviewAnswers {
        funds: " ".into(),
        phone: "+7 701 000 00 00".into(),
        public_person: false,
    };
    large.review = Some(review.clone());
    assert_eq!(world.propose(&large).await.unwrap_err(), "review_needed");
    review.funds = "Жинақ".into();
    large.review = Some(review);
    let record = world.propose(&large).await.unwrap();
    assert_eq!(record.proposal.review, None);
    assert_eq!(world.join(&record).await.unwrap_err(), "review_needed");
    let kept = std::fs::read_dir(world.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(kept.into_iter().any(|name| name.ends_with(".buyer.review")));
}
