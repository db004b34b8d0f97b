use deals::{Agreement, AgreementError, Building, DepositKind, check_agreement, needs_aml_notice};
use sig::B256;
use units::{AssetAmount, Tiyn};

use crate::sample::{CHAIN, CONTRACT, NOW, agreement};

fn refused(change: impl FnOnce(&mut Agreement)) -> Option<AgreementError> {
    let mut changed = agreement(DepositKind::Zadatok);
    change(&mut changed);
    check_agreement(&changed, NOW).err()
}

#[test]
fn a_sound_agreement_passes() {
    assert_eq!(refused(|_| {}), None);
}

#[test]
fn homes_under_construction_are_refused() {
    assert_eq!(
        refused(|a| a.home.building = Building::UnderConstruction),
        Some(AgreementError::UnderConstruction)
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    assert_eq!(refused(|a| a.version = 2), Some(AgreementError::Version));
    assert_eq!(
        refused(|a| a.home.cadastral_number = "1234".into()),
        Some(AgreementError::CadastralNumber)
    );
    assert_eq!(
        refused(|a| a.buyer.name = "  ".into()),
        Some(AgreementError::Parties)
    );
    assert_eq!(
        refused(|a| a.seller.account = a.buyer.account),
        Some(AgreementError::Parties)
    );
    assert_eq!(
        refused(|a| a.notary.account = a.seller.account),
        Some(AgreementError::Parties)
    );
    assert_eq!(
        refused(|a| a.deposit_tiyn = Tiyn::ZERO),
        Some(AgreementError::Amount)
    );
    assert_eq!(
        refused(|a| a.amount = AssetAmount::ZERO),
        Some(AgreementError::Amount)
    );
    assert_eq!(
        refused(|a| a.home.price_tiyn = Tiyn::new(4_999_999).unwrap()),
        Some(AgreementError::Amount)
    );
    assert_eq!(
        refused(|a| a.funding_deadline = NOW),
        Some(AgreementError::Deadlines)
    );
    assert_eq!(
        refused(|a| a.closing_deadline = a.funding_deadline),
        Some(AgreementError::Deadlines)
    );
    assert_eq!(
        refused(|a| a.closing_deadline = NOW + 400 * 86_400),
        Some(AgreementError::Deadlines)
    );
}

/// Every word of the document is bound: another text is another deposit.
#[test]
fn a_changed_document_is_another_deposit() {
    let original = agreement(DepositKind::Zadatok);
    let id = |a: &Agreement| a.terms().id(CHAIN, CONTRACT).to_b256();
    let mut changed = original.clone();
    changed.home.title.kk.push('.');
    assert_ne!(id(&original), id(&changed));
    let mut other_contract = original.clone();
    other_contract.contract = sig::Address::ZERO;
    assert_ne!(id(&original), id(&other_contract));
    let mut other_salt = original.clone();
    other_salt.salt = B256::ZERO;
    assert_ne!(id(&original), id(&other_salt));
}

#[test]
fn the_document_survives_its_journey() {
    let original = agreement(DepositKind::Avans);
    let read: Agreement = serde_json::from_slice(&original.to_bytes()).unwrap();
    assert_eq!(read, original);
    assert_eq!(read.hash(), original.hash());
}

#[test]
fn the_threshold_itself_needs_the_notice() {
    let price = agreement(DepositKind::Avans).home.price_tiyn;
    assert!(needs_aml_notice(&agreement(DepositKind::Avans), price));
    let above = price.checked_add(Tiyn::new(1).unwrap()).unwrap();
    assert!(!needs_aml_notice(&agreement(DepositKind::Avans), above));
}
