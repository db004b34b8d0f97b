use chain::{AssetId, Authorization, ChainId, authorization_digest, token_domain};
use checkout::{
    LineRequest, Order, OrderId, OrderReceipt, OrderTerms, Quote, QuoteTerms, TengeCredit,
    derive_order_nonce,
    x402::{Offer, PaymentRequirements, X402Receipt},
};
use serde_json::{Value, json};
use sig::Signer;
use units::{AssetAmount, Bps, QuantityMilli, Rate, Tiyn};
use zone::SettlementMode;

use super::seeded::Seeded;

const NAMES: [&str; 6] = [
    "Latte",
    "Қаймақ қосылған шәй",
    "Плов «Алатау», 350 г",
    "\"quoted\" \\ and \u{0}\u{7f}",
    "☕️ 👩🏽\u{200d}🍳 e\u{301}",
    " leading and trailing ",
];

/// Whole purchases: order, quote, authorization and all papers, each with its digest and signature.
pub(super) fn vectors() -> Vec<Value> {
    (0..32)
        .map(|case| purchase(&mut Seeded::new("purchase", case)))
        .collect()
}

fn purchase(seeded: &mut Seeded) -> Value {
    let home = ChainId::new(seeded.one_of(&[1, 31337, 137, 8453, u64::MAX]));
    let ((merchant, merchant_key), (operator, operator_key), (payer, payer_key)) =
        (seeded.key(), seeded.key(), seeded.key());
    let token = AssetId {
        chain: home,
        token: seeded.address(),
    };

    let order = order(seeded);
    let hash = order.hash(home);
    let signed_order = order.clone().sign(home, &merchant);
    let quote = quote(seeded, &order, hash, token);
    let signed_quote = quote.clone().sign(home, &operator);

    let nonce = derive_order_nonce(hash);
    let authorization = Authorization {
        from: payer.address(),
        to: quote.pay_to,
        value: AssetAmount::new(seeded.word()),
        valid_after: seeded.below(1 << 32),
        valid_before: seeded.one_of(&[u64::MAX, 1, 1_795_000_900]),
        nonce,
    };
    let (name, version) = (seeded.one_of(&NAMES), seeded.one_of(&["1", "2"]));
    let digest = authorization_digest(
        &authorization,
        &token_domain(name, version, home.number(), token.token),
    );

    let transaction = seeded.hash();
    let papers = papers(seeded, &order, &quote, home, payer.address(), transaction);
    json!({
        "chainId": home.number().to_string(),
        "keys": { "merchant": merchant_key, "operator": operator_key, "payer": payer_key },
        "addresses": {
            "merchant": merchant.address().to_checksum(None),
            "operator": operator.address().to_checksum(None),
            "payer": payer.address().to_checksum(None),
        },
        "order": { "value": order, "digest": hash, "signature": signed_order.signature },
        "quote": {
            "value": quote,
            "digest": quote.digest(home).to_b256(),
            "signature": signed_quote.signature,
        },
        "nonce": nonce,
        "authorization": {
            "token": { "name": name, "version": version, "address": token.token.to_checksum(None) },
            "value": checkout::x402::ExactAuthorization::from(authorization),
            "digest": digest.to_b256(),
            "signature": payer.sign(&digest),
        },
        "receipt": {
            "value": papers.receipt,
            "digest": papers.receipt.digest(home).to_b256(),
            "signature": papers.receipt.clone().sign(home, &merchant).signature,
        },
        "credit": {
            "value": papers.credit,
            "digest": papers.credit.digest(home).to_b256(),
            "signature": papers.credit.clone().sign(home, &operator).signature,
        },
        "offer": {
            "value": papers.offer,
            "digest": papers.offer.digest().to_b256(),
            "signature": papers.offer.clone().sign(0, &operator).signature,
        },
        "x402Receipt": {
            "value": papers.x402,
            "digest": papers.x402.digest().to_b256(),
            "signature": papers.x402.sign(&operator).signature,
        },
    })
}

fn order(seeded: &mut Seeded) -> Order {
    let line = |seeded: &mut Seeded| LineRequest {
        name: seeded.one_of(&NAMES).into(),
        quantity_milli: QuantityMilli::new(1 + seeded.below(100_000)),
        unit_tiyn: Tiyn::new(seeded.one_of(&[1, 95_000, 999_999_999, 9_007_199_254_740_993])).unwrap(),
        vat_bps: Bps::new(seeded.one_of(&[0, 500, 1600, 10_000])).unwrap(),
    };
    let created_at = seeded.below(1 << 40);
    Order::new(OrderTerms {
        id: OrderId::from_random(seeded.bytes()),
        merchant_id: seeded.one_of(&NAMES).into(),
        origin: "https://кафе.example:8443".into(),
        lines: (0..=seeded.below(5)).map(|_| line(seeded)).collect(),
        settlement: seeded.one_of(&[SettlementMode::KztViaOperator, SettlementMode::DirectAsset]),
        created_at,
        expires_at: created_at + 1 + seeded.below(86_400),
    })
    .unwrap()
}

fn quote(seeded: &mut Seeded, order: &Order, order_hash: sig::B256, asset: AssetId) -> Quote {
    let issued_at = order.created_at;
    Quote::new(QuoteTerms {
        order_hash,
        total_tiyn: order.total_tiyn,
        asset,
        decimals: seeded.one_of(&[0, 2, 6, 18]),
        rate: Rate::new(
            alloy_primitives::U256::from(1 + seeded.below(1 << 62)),
            alloy_primitives::U256::from(1 + seeded.below(1 << 62)),
        )
        .unwrap(),
        rate_source: seeded.one_of(&NAMES).into(),
        rate_time: seeded.below(1 << 40),
        fee_bps: Bps::new(seeded.one_of(&[0, 1, 75, 10_000])).unwrap(),
        pay_to: seeded.address(),
        issued_at,
        expires_at: issued_at + 300,
    })
    .unwrap()
}

struct Papers {
    receipt: OrderReceipt,
    credit: TengeCredit,
    offer: Offer,
    x402: X402Receipt,
}

fn papers(
    seeded: &mut Seeded,
    order: &Order,
    quote: &Quote,
    home: ChainId,
    payer: sig::Address,
    transaction: sig::B256,
) -> Papers {
    let issued_at = order.created_at + 5;
    let url = format!("https://till.example/pay/{}", order.id);
    let requirements = PaymentRequirements {
        scheme: "exact".into(),
        network: home.to_string(),
        amount: quote.amount,
        asset: quote.asset.token.to_checksum(None),
        pay_to: quote.pay_to.to_checksum(None),
        max_timeout_seconds: 300,
        extra: None,
    };
    Papers {
        receipt: OrderReceipt {
            order_hash: quote.order_hash,
            payer,
            asset: quote.asset,
            amount: quote.amount,
            transaction,
            block_number: seeded.below(1 << 53),
            total_tiyn: order.total_tiyn,
            vat_tiyn: order.vat_tiyn,
            fee_tiyn: quote.fee_tiyn,
            operator_id: seeded.one_of(&NAMES).into(),
            registry_version: seeded.below(1 << 53),
            order_bound: seeded.one_of(&[true, false]),
            issued_at,
        },
        credit: TengeCredit {
            order_hash: quote.order_hash,
            merchant_id: order.merchant_id.clone(),
            total_tiyn: order.total_tiyn,
            fee_tiyn: quote.fee_tiyn,
            merchant_tiyn: quote.merchant_tiyn,
            transaction,
            issued_at,
        },
        offer: Offer::new(&url, &requirements, quote.expires_at),
        x402: X402Receipt::new(&home.to_string(), &url, payer, transaction, issued_at),
    }
}
