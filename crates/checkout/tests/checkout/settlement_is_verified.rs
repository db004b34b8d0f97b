use chain::ChainId;
use checkout::{
    OrderReceipt, SettledResponse, TengeCredit, VerifiedOrder, VerifySettlementError, verify_settlement,
    x402::X402Receipt,
};
use sig::{Address, B256, Signer};
use testkit::DemoKeys;
use units::{AssetAmount, Tiyn};
use zone::Registry;

use crate::support::{NOW, Purchase, payer};

/// The papers of a settlement before they are signed.
struct Papers {
    order: VerifiedOrder,
    registry: Registry,
    keys: DemoKeys,
    receipt: OrderReceipt,
    credit: TengeCredit,
    x402: X402Receipt,
}

const TRANSACTION: B256 = B256::repeat_byte(0xab);

impl Papers {
    fn new() -> Self {
        let purchase = Purchase::new();
        let order = purchase.verify().unwrap();
        let (quote, transaction) = (&order.offers[0].quote, TRANSACTION);
        let receipt = OrderReceipt {
            order_hash: order.order_hash,
            payer: payer().address(),
            asset: quote.asset,
            amount: quote.amount,
            transaction,
            block_number: 12,
            total_tiyn: order.order.total_tiyn,
            vat_tiyn: order.order.vat_tiyn,
            fee_tiyn: quote.fee_tiyn,
            operator_id: "demo-exchange".into(),
            registry_version: 1,
            order_bound: true,
            issued_at: NOW + 5,
        };
        let credit = TengeCredit {
            order_hash: order.order_hash,
            merchant_id: "alatau-coffee".into(),
            total_tiyn: order.order.total_tiyn,
            fee_tiyn: quote.fee_tiyn,
            merchant_tiyn: quote.merchant_tiyn,
            transaction,
            issued_at: NOW + 5,
        };
        let url = purchase.required().resource.url;
        let x402 = X402Receipt::new("eip155:31337", &url, payer().address(), transaction, NOW + 5);
        Self {
            order,
            registry: purchase.registry,
            keys: purchase.keys,
            receipt,
            credit,
            x402,
        }
    }

    fn home(&self) -> ChainId {
        self.registry.home_chain
    }

    /// What the tills answer when everybody signs with the right key.
    fn signed(&self) -> SettledResponse {
        SettledResponse {
            order_id: self.order.order.id,
            state: checkout::OrderState::Settled,
            receipt: self.receipt.clone().sign(self.home(), &self.keys.merchant),
            x402_receipt: self.x402.clone().sign(&self.keys.quote),
            credit: self.credit.clone().sign(self.home(), &self.keys.quote),
        }
    }

    fn verify(&self, settled: &SettledResponse) -> Result<B256, VerifySettlementError> {
        verify_settlement(
            settled,
            &self.order,
            &self.order.offers[0],
            payer().address(),
            &self.registry,
        )
    }

    /// What becomes of papers that were changed before they were signed.
    fn with(change: impl FnOnce(&mut Self)) -> Result<B256, VerifySettlementError> {
        let mut papers = Self::new();
        change(&mut papers);
        papers.verify(&papers.signed())
    }
}

#[test]
fn the_papers_of_a_settlement_give_its_transaction() {
    assert_eq!(Papers::with(|_| {}), Ok(TRANSACTION));
}

#[test]
fn a_retired_key_still_proves_an_old_receipt() {
    let retired = Papers::with(|papers| {
        papers.order.certificate.order_keys[0].validity.valid_until = Some(NOW);
        papers.order.offers[0].operator.quote_keys[0].validity.valid_until = Some(NOW);
    });
    assert_eq!(retired, Ok(TRANSACTION));
}

#[test]
fn a_receipt_about_something_else() {
    let changes: [fn(&mut OrderReceipt); 9] = [
        |receipt| receipt.order_hash = B256::ZERO,
        |receipt| receipt.payer = Address::ZERO,
        |receipt| receipt.asset.token = Address::ZERO,
        |receipt| receipt.amount = AssetAmount::ZERO,
        |receipt| receipt.transaction = B256::ZERO,
        |receipt| receipt.total_tiyn = Tiyn::ZERO,
        |receipt| receipt.vat_tiyn = Tiyn::ZERO,
        |receipt| receipt.fee_tiyn = Tiyn::ZERO,
        |receipt| receipt.operator_id = "another".into(),
    ];
    for change in changes {
        assert_eq!(
            Papers::with(|papers| change(&mut papers.receipt)),
            Err(VerifySettlementError::Mismatch)
        );
    }
}

#[test]
fn a_credit_about_something_else() {
    let changes: [fn(&mut TengeCredit); 6] = [
        |credit| credit.order_hash = B256::ZERO,
        |credit| credit.merchant_id = "another".into(),
        |credit| credit.total_tiyn = Tiyn::ZERO,
        |credit| credit.fee_tiyn = Tiyn::ZERO,
        |credit| credit.merchant_tiyn = Tiyn::ZERO,
        |credit| credit.transaction = B256::ZERO,
    ];
    for change in changes {
        assert_eq!(
            Papers::with(|papers| change(&mut papers.credit)),
            Err(VerifySettlementError::Mismatch)
        );
    }
}

#[test]
fn an_x402_receipt_about_something_else() {
    let changes: [fn(&mut X402Receipt); 3] = [
        |receipt| receipt.payer = Address::ZERO.to_checksum(None),
        |receipt| receipt.transaction = B256::ZERO.to_string(),
        |receipt| receipt.transaction = "0x".into(),
    ];
    for change in changes {
        assert_eq!(
            Papers::with(|papers| change(&mut papers.x402)),
            Err(VerifySettlementError::Mismatch)
        );
    }
}

#[test]
fn an_answer_about_another_order() {
    let papers = Papers::new();
    let settled = SettledResponse {
        order_id: checkout::OrderId::from_random([1; 16]),
        ..papers.signed()
    };
    assert_eq!(papers.verify(&settled), Err(VerifySettlementError::Mismatch));
}

#[test]
fn papers_signed_by_the_wrong_key() {
    let papers = Papers::new();
    let (home, keys) = (papers.home(), &papers.keys);
    let receipt = papers.receipt.clone().sign(home, &keys.quote);
    let by_operator = SettledResponse {
        receipt,
        ..papers.signed()
    };
    assert_eq!(
        papers.verify(&by_operator),
        Err(VerifySettlementError::ReceiptSignature)
    );
    let credit = papers.credit.clone().sign(home, &keys.merchant);
    let by_merchant = SettledResponse {
        credit,
        ..papers.signed()
    };
    assert_eq!(
        papers.verify(&by_merchant),
        Err(VerifySettlementError::OperatorSignature)
    );
    let x402_receipt = papers.x402.clone().sign(&keys.merchant);
    let by_merchant = SettledResponse {
        x402_receipt,
        ..papers.signed()
    };
    assert_eq!(
        papers.verify(&by_merchant),
        Err(VerifySettlementError::OperatorSignature)
    );
}

#[test]
fn papers_changed_after_signing() {
    let papers = Papers::new();
    let mut settled = papers.signed();
    settled.receipt.receipt.block_number += 1;
    assert_eq!(
        papers.verify(&settled),
        Err(VerifySettlementError::ReceiptSignature)
    );
    let mut settled = papers.signed();
    settled.credit.credit.issued_at += 1;
    assert_eq!(
        papers.verify(&settled),
        Err(VerifySettlementError::OperatorSignature)
    );
    let mut settled = papers.signed();
    settled.x402_receipt.payload.issued_at += 1;
    assert_eq!(
        papers.verify(&settled),
        Err(VerifySettlementError::OperatorSignature)
    );
}
