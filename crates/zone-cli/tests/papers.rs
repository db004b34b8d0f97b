//! `enrol` and `verify-receipt` from outside.
#![cfg(test)]

mod support;

use std::{
    fs,
    time::{SystemTime, UNIX_EPOCH},
};

use checkout::{
    LineRequest, Order, OrderId, OrderReceipt, OrderState, OrderTerms, Quote, QuoteTerms, RECEIPT_FILE,
    ReceiptFile, SettledResponse, TengeCredit,
    x402::{
        CRYPTOCITY, CryptoCityInfo, PaymentRequired, ResourceInfo, X402Receipt, cryptocity_extension,
        encode_header,
    },
};
use k256::ecdsa::SigningKey;
use sig::{Address, B256, Signer};
use support::{Folder, told};
use testkit::{DemoKeys, DemoZone};
use units::{Bps, QuantityMilli, Rate, Tiyn};
use zone::{
    APPLICATION_KIND, Application, Envelope, LocalText, RegistryFile, SettlementMode, verify_certificate,
};

/// Writes a paper into the folder; gives its path.
fn write(folder: &Folder, name: &str, value: &impl serde::Serialize) -> String {
    let path = folder.path(name);
    fs::write(&path, serde_json::to_vec(value).unwrap()).unwrap();
    path
}

fn now() -> u64 {
    #[allow(clippy::disallowed_methods, reason = "the command knows no other clock")]
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

#[test]
fn who_applies_is_certified_in_the_demo_zone_and_marked() {
    let folder = Folder::new("enrol");
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let application = Application {
        kind: APPLICATION_KIND.into(),
        id: "tau-bakery".into(),
        bin: "260940000014".parse().unwrap(),
        names: LocalText {
            kk: "Тау наубайханасы".into(),
            ru: "Пекарня Тау".into(),
            en: "Tau Bakery".into(),
        },
        origins: vec!["https://tau.example".into()],
        vat_payer: true,
        contact: "tau@bakery.example".into(),
        order_key: Address::ZERO,
        applied_at: now(),
        signature: None,
    }
    .sign(&key);
    let (file, out) = (
        write(&folder, "application.json", &application),
        folder.path("certificate.json"),
    );
    let (code, text) = told(&["enrol", &file, "--out", &out]);
    assert!(code == 0 && text.contains("marked TEST"), "{text}");
    let envelope: Envelope = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    let registry = DemoZone::for_tests(now()).registry(&DemoKeys::derive());
    let certificate = verify_certificate(&envelope, &registry, now()).unwrap();
    assert!(certificate.test && certificate.has_order_key(key.address(), now()));

    let mut forged = application;
    forged.bin = "260940000507".parse().unwrap();
    let file = write(&folder, "forged.json", &forged);
    let (code, text) = told(&["enrol", &file, "--out", &folder.path("forged-certificate.json")]);
    assert!(
        code == 1 && text.contains("not signed by the order key"),
        "{text}"
    );
    assert!(!fs::exists(folder.path("forged-certificate.json")).unwrap());
}

/// The file of a coffee that was paid.
fn receipt_file(now: u64) -> ReceiptFile {
    let (zone, keys) = (DemoZone::for_tests(now), DemoKeys::derive());
    let registry = zone.registry(&keys);
    let (home, asset) = (registry.home_chain, &registry.assets[0]);
    let (payer, transaction) = (Address::repeat_byte(0x55), B256::repeat_byte(0xab));
    let order = Order::new(OrderTerms {
        id: OrderId::from_random([7; 16]),
        merchant_id: "alatau-coffee".into(),
        origin: "http://127.0.0.1:8081".into(),
        lines: vec![LineRequest {
            name: "Латте".into(),
            quantity_milli: QuantityMilli::new(1000),
            unit_tiyn: Tiyn::new(95_000).unwrap(),
            vat_bps: Bps::new(1600).unwrap(),
        }],
        settlement: SettlementMode::KztViaOperator,
        created_at: now - 60,
        expires_at: now + 600,
    })
    .unwrap();
    let quote = Quote::new(QuoteTerms {
        order_hash: order.hash(home),
        total_tiyn: order.total_tiyn,
        asset: asset.id,
        decimals: asset.decimals,
        rate: Rate::from_tenge_per_unit("538.90".parse().unwrap()).unwrap(),
        rate_source: "demo".into(),
        rate_time: now - 60,
        fee_bps: Bps::new(75).unwrap(),
        pay_to: keys.settlement.address(),
        issued_at: now - 60,
        expires_at: now + 600,
    })
    .unwrap();
    let receipt = OrderReceipt {
        order_hash: quote.order_hash,
        payer,
        asset: asset.id,
        amount: quote.amount,
        transaction,
        block_number: 12,
        total_tiyn: order.total_tiyn,
        vat_tiyn: order.vat_tiyn,
        fee_tiyn: quote.fee_tiyn,
        operator_id: "demo-exchange".into(),
        registry_version: 1,
        order_bound: true,
        issued_at: now,
    };
    let credit = TengeCredit {
        order_hash: quote.order_hash,
        merchant_id: order.merchant_id.clone(),
        total_tiyn: order.total_tiyn,
        fee_tiyn: quote.fee_tiyn,
        merchant_tiyn: quote.merchant_tiyn,
        transaction,
        issued_at: now,
    };
    let x402 = X402Receipt::new("eip155:31337", "http://till/pay", payer, transaction, now);
    ReceiptFile {
        kind: RECEIPT_FILE.into(),
        certificate: DemoZone::sign_certificate(&zone.certificate(&keys), &keys),
        settled: SettledResponse {
            order_id: order.id,
            state: OrderState::Settled,
            receipt: receipt.sign(home, &keys.merchant),
            x402_receipt: x402.sign(&keys.quote),
            credit: credit.sign(home, &keys.quote),
        },
        order: order.sign(home, &keys.merchant),
        quote: quote.sign(home, &keys.quote),
        refunds: Vec::new(),
        terms_version: Some("2026-11".into()),
        fiscal_url: None,
        registry: Some(RegistryFile {
            envelope: DemoZone::sign_registry(&registry, &keys),
            roots: Vec::new(),
        }),
    }
}

/// What the pay page saves of the same payment.
fn wallet_file(file: &ReceiptFile) -> serde_json::Value {
    let info = CryptoCityInfo {
        certificate: file.certificate.clone(),
        order: file.order.clone(),
        quotes: vec![file.quote.clone()],
    };
    let required = PaymentRequired {
        x402_version: 2,
        error: None,
        resource: ResourceInfo {
            url: "http://till/pay".into(),
            description: None,
            mime_type: None,
        },
        accepts: Vec::new(),
        extensions: Some([(CRYPTOCITY.into(), cryptocity_extension(&info).unwrap())].into()),
    };
    serde_json::json!({
        "type": "cryptocity-receipt", "version": 1, "paymentRequired": encode_header(&required).unwrap(),
        "paymentSignature": "", "acceptIndex": 0, "signedAt": 0, "settled": file.settled,
    })
}

#[test]
fn a_receipt_that_the_pay_page_saved_is_verified_with_a_registry() {
    let folder = Folder::new("wallet-receipt");
    let file = receipt_file(now());
    let registry = write(&folder, "registry.json", file.registry.as_ref().unwrap());
    let saved = write(&folder, "saved.json", &wallet_file(&file));
    let (code, text) = told(&["verify-receipt", &saved, "--registry", &registry]);
    assert!(code == 0 && text.contains("The receipt holds."), "{text}");
    let mut changed = wallet_file(&file);
    changed["settled"]["receipt"]["receipt"]["totalTiyn"] = "1".into();
    let changed = write(&folder, "changed.json", &changed);
    assert_eq!(told(&["verify-receipt", &changed, "--registry", &registry]).0, 1);
    let mut other_way = wallet_file(&file);
    other_way["acceptIndex"] = 1.into();
    let other_way = write(&folder, "other-way.json", &other_way);
    assert_eq!(
        told(&["verify-receipt", &other_way, "--registry", &registry]).0,
        1
    );
}

#[test]
fn a_receipt_is_verified_with_nothing_beside_it_and_says_what_is_not_verified() {
    let folder = Folder::new("receipt");
    let file = receipt_file(now());
    let (code, text) = told(&["verify-receipt", &write(&folder, "receipt.json", &file)]);
    assert_eq!(code, 0, "{text}");
    for said in [
        "The receipt holds.",
        "Alatau Coffee (BIN 260940000507, TEST)",
        "Латте: 950.00 KZT",
        "of which VAT 131.03 KZT",
        "licence DEMO-0001",
        "Not verified here:",
        "ask a node",
        "demo zone",
        "not a fiscal receipt",
    ] {
        assert!(text.contains(said), "no {said:?} in {text}");
    }
    let registry = write(&folder, "registry.json", file.registry.as_ref().unwrap());
    let bare = ReceiptFile {
        registry: None,
        ..file.clone()
    };
    let bare = write(&folder, "bare.json", &bare);
    assert_eq!(told(&["verify-receipt", &bare, "--registry", &registry]).0, 0);
    let (code, text) = told(&["verify-receipt", &bare]);
    assert!(code == 1 && text.contains("name one with --registry"), "{text}");

    let mut changed = file;
    changed.settled.receipt.receipt.total_tiyn = Tiyn::new(1).unwrap();
    let (code, text) = told(&["verify-receipt", &write(&folder, "changed.json", &changed)]);
    assert!(code == 1 && text.contains("not signed by the merchant"), "{text}");
}
