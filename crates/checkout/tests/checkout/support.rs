use alloy_primitives::U256;
use checkout::{
    LineRequest, Order, OrderContext, OrderId, OrderTerms, Quote, QuoteTerms, SignedOrder, SignedQuote,
    VerifiedOrder, VerifyOrderError, verify_order,
    x402::{
        CRYPTOCITY, CryptoCityInfo, PaymentRequired, PaymentRequirements, ResourceInfo, VERSION,
        cryptocity_extension,
    },
};
use k256::ecdsa::SigningKey;
use sig::Signer;
use testkit::{DemoKeys, DemoZone};
use units::{Bps, QuantityMilli, Rate, Tiyn};
use zone::{
    Asset, MerchantCertificate, Registry, SettlementMode, Use, VerifiedRegistry, demo_trust_root,
    verify_registry,
};

/// 2026-11-18, in Almaty.
pub(crate) const NOW: u64 = 1_795_000_000;
/// The page of the demo merchant.
pub(crate) const CAFE: &str = "http://127.0.0.1:8081";

/// A 402 answer in parts. Tests change a part and look at what becomes of the whole.
pub(crate) struct Purchase {
    pub(crate) keys: DemoKeys,
    pub(crate) registry: Registry,
    pub(crate) certificate: MerchantCertificate,
    pub(crate) order: SignedOrder,
    pub(crate) quotes: Vec<SignedQuote>,
    pub(crate) accepts: Vec<PaymentRequirements>,
    pub(crate) opened_by: Option<&'static str>,
    pub(crate) now: u64,
}

impl Purchase {
    /// Two coffees and a bun of the demo café, payable in tUSD and tKZT.
    pub(crate) fn new() -> Self {
        let (zone, keys) = (DemoZone::for_tests(NOW), DemoKeys::derive());
        let (registry, certificate) = (zone.registry(&keys), zone.certificate(&keys));
        let order = Order::new(terms())
            .unwrap()
            .sign(registry.home_chain, &keys.merchant);
        let (quotes, accepts) = (Vec::new(), Vec::new());
        let mut purchase = Self {
            keys,
            registry,
            certificate,
            order,
            quotes,
            accepts,
            opened_by: Some(CAFE),
            now: NOW,
        };
        purchase.quote(|_| {});
        purchase
    }

    /// Orders anew with a change, signs and quotes it.
    pub(crate) fn order(&mut self, change: impl FnOnce(&mut OrderTerms)) {
        let mut terms = terms();
        change(&mut terms);
        self.order = Order::new(terms)
            .unwrap()
            .sign(self.registry.home_chain, &self.keys.merchant);
        self.quote(|_| {});
    }

    /// Quotes anew with a change to each quote.
    pub(crate) fn quote(&mut self, change: impl Fn(&mut QuoteTerms)) {
        let (home, order) = (self.registry.home_chain, &self.order.order);
        let quoted = |asset: &Asset| {
            let mut terms = quote_terms(order, order.hash(home), asset, self.keys.settlement.address());
            change(&mut terms);
            Quote::new(terms).unwrap()
        };
        let quotes: Vec<Quote> = self.registry.assets.iter().map(quoted).collect();
        self.offer(quotes);
    }

    /// Signs these quotes, one per asset of the registry, and states them in `accepts`.
    pub(crate) fn offer(&mut self, quotes: Vec<Quote>) {
        self.accepts = quotes
            .iter()
            .zip(&self.registry.assets)
            .map(|(quote, asset)| PaymentRequirements::for_quote(quote, asset))
            .collect();
        self.quotes = quotes
            .into_iter()
            .map(|quote| quote.sign(self.registry.home_chain, &self.keys.quote))
            .collect();
    }

    /// The whole answer of the till.
    pub(crate) fn required(&self) -> PaymentRequired {
        let info = CryptoCityInfo {
            certificate: DemoZone::sign_certificate(&self.certificate, &self.keys),
            order: self.order.clone(),
            quotes: self.quotes.clone(),
        };
        let extension = cryptocity_extension(&info).unwrap();
        PaymentRequired {
            x402_version: VERSION,
            error: None,
            resource: ResourceInfo {
                url: format!("http://127.0.0.1:8082/pay/{}", self.order.order.id),
                description: None,
                mime_type: None,
            },
            accepts: self.accepts.clone(),
            extensions: Some([(CRYPTOCITY.to_owned(), extension)].into()),
        }
    }

    pub(crate) fn verified_registry(&self) -> VerifiedRegistry {
        let envelope = serde_json::to_vec(&DemoZone::sign_registry(&self.registry, &self.keys)).unwrap();
        verify_registry(&envelope, &demo_trust_root(), 0, self.now).unwrap()
    }

    pub(crate) fn verify(&self) -> Result<VerifiedOrder, VerifyOrderError> {
        self.verify_answer(&self.required())
    }

    pub(crate) fn verify_answer(
        &self,
        required: &PaymentRequired,
    ) -> Result<VerifiedOrder, VerifyOrderError> {
        let context = OrderContext {
            attested_origin: self.opened_by,
            now: self.now,
            purpose: Use::Retail,
        };
        verify_order(required, &self.verified_registry(), context)
    }

    /// Why the order is refused.
    pub(crate) fn refusal(&self) -> VerifyOrderError {
        self.verify().expect_err("the order should be refused")
    }
}

/// The account that pays in these tests.
pub(crate) fn payer() -> SigningKey {
    SigningKey::from_slice(&[9; 32]).unwrap()
}

pub(crate) fn line(name: &str, milli: u64, unit_tiyn: u64, vat_bps: u16) -> LineRequest {
    LineRequest {
        name: name.into(),
        quantity_milli: QuantityMilli::new(milli),
        unit_tiyn: Tiyn::new(unit_tiyn).unwrap(),
        vat_bps: Bps::new(vat_bps).unwrap(),
    }
}

fn terms() -> OrderTerms {
    OrderTerms {
        id: OrderId::from_random([7; 16]),
        merchant_id: "alatau-coffee".into(),
        origin: CAFE.into(),
        lines: vec![
            line("Латте", 2000, 95_000, 1600),
            line("Бауырсақ", 1000, 35_000, 1600),
        ],
        settlement: SettlementMode::KztViaOperator,
        created_at: NOW,
        expires_at: NOW + 900,
    }
}

fn quote_terms(
    order: &Order,
    order_hash: alloy_primitives::B256,
    asset: &Asset,
    pay_to: alloy_primitives::Address,
) -> QuoteTerms {
    // A dollar costs 538.90 ₸, a tenge one.
    let (num, den) = if asset.symbol == "tUSD" {
        (10u16, 5389u16)
    } else {
        (1, 1)
    };
    QuoteTerms {
        order_hash,
        total_tiyn: order.total_tiyn,
        asset: asset.id,
        decimals: asset.decimals,
        rate: Rate::new(U256::from(num), U256::from(den)).unwrap(),
        rate_source: "demo".into(),
        rate_time: NOW,
        fee_bps: Bps::new(75).unwrap(),
        pay_to,
        issued_at: NOW,
        expires_at: NOW + 900,
    }
}
