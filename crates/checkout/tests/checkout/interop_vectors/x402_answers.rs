use chain::{PaymentProof, authorization_digest, token_domain};
use checkout::{
    TengeCredit, derive_authorization, payment_payload,
    x402::{
        CRYPTOCITY, FacilitatorRequest, OFFER_RECEIPT, Offer, PaymentRequired, SettleResponse,
        SettlementInfo, SupportedKind, SupportedResponse, VerifyResponse, X402Receipt, cryptocity_extension,
        encode_header,
    },
};
use serde_json::{Value, json};
use sig::{B256, Signer};

use crate::support::{NOW, Purchase, payer};

const TRANSACTION: B256 = B256::repeat_byte(0xab);

/// Every x402 document of one purchase at the demo café, as our types write them.
pub(super) fn vectors() -> Value {
    let purchase = Purchase::new();
    let required = with_offers(&purchase);
    let order = purchase.verify_answer(&required).unwrap();
    let offer = &order.offers[0];
    let authorization = derive_authorization(&order, offer, payer().address(), NOW).unwrap();
    let domain = token_domain(
        &offer.asset.domain_name,
        &offer.asset.domain_version,
        31337,
        offer.asset.id.token,
    );
    let signature = Signer::sign(&payer(), &authorization_digest(&authorization, &domain));
    let payload = payment_payload(&required, offer.accept_index, authorization, signature).unwrap();
    let settled = settle_response(&purchase, &required, offer);
    let facilitator_request = FacilitatorRequest {
        x402_version: 2,
        payment_payload: payload.clone(),
        payment_requirements: required.accepts[0].clone(),
        order_hash: Some(order.order_hash),
    };
    let error = PaymentRequired {
        error: Some("invalid_exact_evm_signature".into()),
        ..required.clone()
    };
    json!({
        "paymentRequired": required,
        "paymentRequiredHeader": encode_header(&required).unwrap(),
        "paymentRefused": error,
        "paymentPayload": payload,
        "paymentSignatureHeader": encode_header(&payload).unwrap(),
        "settleResponse": settled,
        "paymentResponseHeader": encode_header(&settled).unwrap(),
        "settleRefused": SettleResponse {
            success: false,
            error_reason: Some("invalid_exact_evm_signature".into()),
            error_message: Some("the signature is not the payer's".into()),
            payer: Some(payer().address()),
            transaction: String::new(),
            network: "eip155:31337".into(),
            amount: None,
            extensions: None,
        },
        "verifyResponse": VerifyResponse {
            is_valid: true,
            invalid_reason: None,
            invalid_message: None,
            payer: Some(payer().address()),
        },
        "verifyRefused": VerifyResponse {
            is_valid: false,
            invalid_reason: Some("invalid_exact_evm_signature".into()),
            invalid_message: Some("the signature is not the payer's".into()),
            payer: None,
        },
        "supportedResponse": SupportedResponse {
            kinds: vec![SupportedKind {
                x402_version: 2,
                scheme: "exact".into(),
                network: "eip155:31337".into(),
            }],
            extensions: vec![OFFER_RECEIPT.into(), CRYPTOCITY.into()],
            signers: [("eip155:*".into(), vec![purchase.keys.operator_gas.address()])].into(),
        },
        "facilitatorRequest": facilitator_request,
    })
}

/// The till's answer with the offer-receipt extension beside ours.
fn with_offers(purchase: &Purchase) -> PaymentRequired {
    let mut required = purchase.required();
    let url = required.resource.url.clone();
    required.resource.description = Some("Алатау кофе".into());
    required.resource.mime_type = Some("application/json".into());
    let offers: Vec<_> = required
        .accepts
        .iter()
        .enumerate()
        .map(|(index, accepted)| Offer::new(&url, accepted, NOW + 900).sign(index, &purchase.keys.quote))
        .collect();
    let extension = cryptocity_extension(&json!({ "offers": offers })).unwrap();
    required
        .extensions
        .as_mut()
        .unwrap()
        .insert(OFFER_RECEIPT.into(), extension);
    required
}

fn settle_response(
    purchase: &Purchase,
    required: &PaymentRequired,
    offer: &checkout::VerifiedOffer,
) -> SettleResponse {
    let (order, home) = (&purchase.order.order, purchase.registry.home_chain);
    let credit = TengeCredit {
        order_hash: order.hash(home),
        merchant_id: order.merchant_id.clone(),
        total_tiyn: order.total_tiyn,
        fee_tiyn: offer.quote.fee_tiyn,
        merchant_tiyn: offer.quote.merchant_tiyn,
        transaction: TRANSACTION,
        issued_at: NOW + 5,
    };
    let info = SettlementInfo {
        credit: credit.sign(home, &purchase.keys.quote),
        proof: PaymentProof {
            transaction: TRANSACTION,
            block_number: 12,
            block_hash: B256::repeat_byte(0xcd),
        },
    };
    let receipt = X402Receipt::new(
        "eip155:31337",
        &required.resource.url,
        payer().address(),
        TRANSACTION,
        NOW + 5,
    )
    .sign(&purchase.keys.quote);
    let extensions = [
        (CRYPTOCITY.to_owned(), cryptocity_extension(&info).unwrap()),
        (
            OFFER_RECEIPT.to_owned(),
            cryptocity_extension(&json!({ "receipt": receipt })).unwrap(),
        ),
    ];
    SettleResponse {
        success: true,
        error_reason: None,
        error_message: None,
        payer: Some(payer().address()),
        transaction: TRANSACTION.to_string(),
        network: "eip155:31337".into(),
        amount: Some(offer.quote.amount),
        extensions: Some(extensions.into()),
    }
}
