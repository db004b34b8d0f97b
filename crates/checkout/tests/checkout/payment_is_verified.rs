use chain::{Authorization, authorization_digest, token_domain};
use checkout::{
    VerifiedPayment, VerifyPaymentError, derive_authorization, payment_payload, verify_payment,
    x402::{PaymentPayload, PaymentRequirements},
};
use k256::ecdsa::SigningKey;
use sig::{Address, B256, EvmSignature, Signer};
use units::AssetAmount;

use crate::support::{NOW, Purchase, payer};

/// A payment of the demo order in tUSD, in parts.
struct Payment {
    required: PaymentRequirements,
    order_hash: B256,
    authorization: Authorization,
    payload: PaymentPayload,
    now: u64,
}

impl Payment {
    fn new() -> Self {
        let purchase = Purchase::new();
        let order = purchase.verify().unwrap();
        let offer = &order.offers[0];
        let authorization = derive_authorization(&order, offer, payer().address(), NOW).unwrap();
        let signature = signature(&authorization, &payer(), 31337, offer.asset.id.token);
        let payload =
            payment_payload(&purchase.required(), offer.accept_index, authorization, signature).unwrap();
        let required = purchase.accepts[0].clone();
        Self {
            required,
            order_hash: order.order_hash,
            authorization,
            payload,
            now: NOW,
        }
    }

    /// Signs a changed authorization.
    fn signed(change: impl FnOnce(&mut Authorization), key: &SigningKey) -> Self {
        let mut payment = Self::new();
        change(&mut payment.authorization);
        let signature = signature(&payment.authorization, key, 31337, token(&payment.required));
        payment.payload.payload.authorization = payment.authorization.into();
        payment.payload.payload.signature = signature;
        payment
    }

    fn verify(&self) -> Result<VerifiedPayment, VerifyPaymentError> {
        verify_payment(&self.payload, &self.required, self.order_hash, self.now)
    }

    /// The reason as the x402 API names it.
    fn reason(&self) -> &'static str {
        self.verify().expect_err("the payment should be refused").reason()
    }
}

fn token(required: &PaymentRequirements) -> Address {
    required.asset.parse().unwrap()
}

fn signature(authorization: &Authorization, key: &SigningKey, chain: u64, token: Address) -> EvmSignature {
    let domain = token_domain("Demo dollar (no value)", "1", chain, token);
    Signer::sign(key, &authorization_digest(authorization, &domain))
}

fn units(count: u64) -> AssetAmount {
    AssetAmount::new(alloy_primitives::U256::from(count))
}

#[test]
fn what_the_wallet_signs_the_till_takes() {
    let payment = Payment::new();
    let verified = payment.verify().unwrap();
    assert_eq!(verified.authorization, payment.authorization);
    assert!(verified.order_bound);
}

#[test]
fn a_random_nonce_is_taken_but_not_bound_to_the_order() {
    let payment = Payment::signed(
        |authorization| authorization.nonce = B256::repeat_byte(5),
        &payer(),
    );
    assert!(!payment.verify().unwrap().order_bound);
}

#[test]
fn overpaid_and_underpaid() {
    let reason = "invalid_exact_evm_payload_authorization_value_mismatch";
    for change in [
        (|a: &mut Authorization| a.value = a.value.checked_add(units(1)).unwrap()) as fn(&mut Authorization),
        |a| a.value = a.value.checked_sub(units(1)).unwrap(),
        |a| a.value = AssetAmount::ZERO,
    ] {
        assert_eq!(Payment::signed(change, &payer()).reason(), reason);
    }
}

#[test]
fn pays_somebody_else() {
    let payment = Payment::signed(
        |authorization| authorization.to = Address::repeat_byte(9),
        &payer(),
    );
    assert_eq!(payment.reason(), "invalid_exact_evm_payload_recipient_mismatch");
}

#[test]
fn signed_by_somebody_else() {
    let stranger = SigningKey::from_slice(&[8; 32]).unwrap();
    assert_eq!(
        Payment::signed(|_| {}, &stranger).reason(),
        "invalid_exact_evm_signature"
    );
}

#[test]
fn changed_after_signing() {
    let mut payment = Payment::new();
    payment.payload.payload.authorization.nonce = B256::repeat_byte(5);
    assert_eq!(payment.reason(), "invalid_exact_evm_signature");
}

#[test]
fn signed_for_another_chain_or_token() {
    for (chain, address) in [(1, None), (31337, Some(Address::repeat_byte(9)))] {
        let mut payment = Payment::new();
        let token = address.unwrap_or_else(|| token(&payment.required));
        payment.payload.payload.signature = signature(&payment.authorization, &payer(), chain, token);
        assert_eq!(payment.reason(), "invalid_exact_evm_signature");
    }
}

#[test]
fn too_late() {
    let mut payment = Payment::new();
    payment.now = payment.authorization.valid_before - 6;
    assert!(payment.verify().is_ok());
    payment.now += 1;
    assert_eq!(
        payment.reason(),
        "invalid_exact_evm_payload_authorization_valid_before"
    );
}

#[test]
fn not_valid_yet() {
    let payment = Payment::signed(|authorization| authorization.valid_after = NOW + 1, &payer());
    assert_eq!(
        payment.reason(),
        "invalid_exact_evm_payload_authorization_valid_after"
    );
}

#[test]
fn a_tampered_echo_of_the_requirement() {
    let changes: [fn(&mut PaymentRequirements); 7] = [
        |accepted| accepted.amount = units(1),
        |accepted| accepted.pay_to = accepted.pay_to.to_lowercase(),
        |accepted| accepted.pay_to = Address::repeat_byte(9).to_checksum(None),
        |accepted| accepted.network = "eip155:1".into(),
        |accepted| accepted.scheme = "upto".into(),
        |accepted| accepted.max_timeout_seconds += 1,
        |accepted| accepted.extra = None,
    ];
    for change in changes {
        let mut payment = Payment::new();
        change(&mut payment.payload.accepted);
        assert_eq!(payment.reason(), "invalid_payment_requirements");
    }
}

#[test]
fn an_echo_with_more_than_was_asked_for() {
    let mut payment = Payment::new();
    let extra = payment.payload.accepted.extra.as_mut().unwrap();
    extra.insert("note".into(), "kept by a generic client".into());
    assert!(payment.verify().is_ok());
}

#[test]
fn another_version_or_scheme() {
    let mut payment = Payment::new();
    payment.payload.x402_version = 1;
    assert_eq!(payment.reason(), "unsupported_scheme");
    let mut payment = Payment::new();
    payment.required.scheme = "upto".into();
    payment.payload.accepted.scheme = "upto".into();
    assert_eq!(payment.reason(), "unsupported_scheme");
}

#[test]
fn a_network_that_is_not_evm() {
    let mut payment = Payment::new();
    payment.required.network = "solana:mainnet".into();
    payment.payload.accepted = payment.required.clone();
    assert_eq!(payment.reason(), "invalid_network");
}
