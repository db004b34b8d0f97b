//! A worker over memory, and an order to pay.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use checkout::{
    LineRequest, Order, OrderId, OrderTerms, Quote, QuoteTerms,
    x402::{
        CRYPTOCITY, CryptoCityInfo, PaymentRequired, PaymentRequirements, ResourceInfo, VERSION,
        cryptocity_extension, encode_header,
    },
};
use futures_executor::block_on;
use key_worker::{
    Clock, KeyWorker,
    protocol::{
        Failure, MakeWordsRequest, OpenRegistryRequest, PayRequest, PayResponse, PreparePaymentRequest,
        Request, Response, StatusView, decode, encode,
    },
};
use rust_decimal::Decimal;
use sig::{B256, Signer as _, domain_separator};
use testkit::{DemoKeys, DemoZone};
use units::{Bps, QuantityMilli, Rate, Tiyn};
use vault::{KdfParameters, RandomError, RandomPort, StoreError, VaultRecord, VaultStore};
use zeroize::Zeroizing;
use zone::{Registry, SettlementMode, demo_trust_root};

pub(crate) const NOW: u64 = 1_795_000_000;
pub(crate) const PASSWORD: &str = "қымыз бен шұбат";
pub(crate) const MAKE_WORDS: Request = Request::MakeWords(MakeWordsRequest { long: false });
const LIGHT: KdfParameters = KdfParameters {
    memory_kib: 19 * 1024,
    iterations: 2,
    parallelism: 1,
};

/// Keeps texts where the test can reach them.
#[derive(Clone, Default)]
pub(crate) struct MemoryStore {
    pub(crate) texts: Rc<RefCell<Vec<String>>>,
    /// What the next writes do.
    pub(crate) fault: Rc<Cell<Option<Fault>>>,
    /// Sealed notes.
    pub(crate) notes: Rc<RefCell<BTreeMap<String, String>>>,
}

/// How a write goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Refused; nothing changes.
    Full,
    /// Said to be written, but it is not.
    Lost,
    /// Written, and then the answer says it was not.
    AnswerLost,
}

impl MemoryStore {
    pub(crate) fn records(&self) -> Vec<VaultRecord> {
        let texts = self.texts.borrow();
        texts
            .iter()
            .filter_map(|text| VaultRecord::parse(text).ok())
            .collect()
    }

    /// Flips a bit of the newest text.
    pub(crate) fn damage_newest(&self) {
        let text = self.texts.borrow()[0].replacen("generation", "generatioN", 1);
        self.texts.borrow_mut()[0] = text;
    }
}

impl VaultStore for MemoryStore {
    type Guard = ();

    async fn exclusive(&self) {}

    async fn load(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.texts.borrow().clone())
    }

    async fn save(&self, text: &str) -> Result<(), StoreError> {
        match self.fault.get() {
            Some(Fault::Full) => return Err(StoreError::Full),
            Some(Fault::Lost) => return Ok(()),
            Some(Fault::AnswerLost) | None => {}
        }
        self.texts.borrow_mut().insert(0, text.to_owned());
        self.texts.borrow_mut().truncate(2);
        match self.fault.get() {
            Some(_) => Err(StoreError::Unavailable("lost".into())),
            None => Ok(()),
        }
    }

    async fn load_note(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.notes.borrow().get(name).cloned())
    }

    async fn save_note(&self, name: &str, sealed: &str) -> Result<(), StoreError> {
        self.notes.borrow_mut().insert(name.into(), sealed.into());
        Ok(())
    }
}

/// Repeats itself: tests only.
pub(crate) struct FixedRandom;

impl RandomPort for FixedRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        buffer.fill(7);
        Ok(())
    }
}

/// Stands where the test puts it.
#[derive(Clone)]
pub(crate) struct FixedClock(Rc<Cell<u64>>);

impl FixedClock {
    pub(crate) fn set(&self, now: u64) {
        self.0.set(now);
    }
}

impl Clock for FixedClock {
    fn now_seconds(&self) -> u64 {
        self.0.get()
    }

    fn now_millis(&self) -> u64 {
        self.0.get() * 1_000
    }
}

pub(crate) struct Bench {
    pub(crate) worker: KeyWorker<MemoryStore, FixedRandom, FixedClock>,
    pub(crate) store: MemoryStore,
    pub(crate) clock: FixedClock,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::over(MemoryStore::default(), NOW)
    }

    pub(crate) fn over(store: MemoryStore, now: u64) -> Self {
        Self::with(store, now, LIGHT)
    }

    pub(crate) fn with_passes(store: MemoryStore, iterations: u32) -> Self {
        Self::with(store, NOW, KdfParameters { iterations, ..LIGHT })
    }

    fn with(store: MemoryStore, now: u64, kdf: KdfParameters) -> Self {
        let clock = FixedClock(Rc::new(Cell::new(now)));
        let worker = KeyWorker::new(store.clone(), FixedRandom, clock.clone(), demo_trust_root(), kdf);
        Self { worker, store, clock }
    }

    pub(crate) fn with_vault() -> Self {
        let mut bench = Self::new();
        bench.ask(&MAKE_WORDS, "").unwrap();
        bench.ask(&Request::CreateVault, PASSWORD).unwrap();
        bench
    }

    pub(crate) fn ask(&mut self, request: &Request, secret: &str) -> Result<(Response, String), Failure> {
        let secret = Zeroizing::new(secret.as_bytes().to_vec());
        let (answer, secret) = block_on(self.worker.handle(&encode(request), secret));
        let answer: Result<Response, Failure> = decode(&answer).unwrap();
        answer.map(|response| (response, String::from_utf8(secret.to_vec()).unwrap()))
    }

    /// Asks for something that answers with the status.
    pub(crate) fn status(&mut self, request: &Request, secret: &str) -> Result<StatusView, Failure> {
        match self.ask(request, secret)?.0 {
            Response::Pay(PayResponse::Status(status)) => Ok(status),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn prepare(&mut self, shop: &Shop) -> Result<key_worker::protocol::PaymentView, Failure> {
        match self
            .ask(&Request::Pay(PayRequest::PreparePayment(shop.request())), "")?
            .0
        {
            Response::Pay(PayResponse::Payment(view)) => Ok(*view),
            other => panic!("{other:?}"),
        }
    }
}

/// The demo zone, its café, and one order of two lattes.
pub(crate) struct Shop {
    pub(crate) keys: DemoKeys,
    pub(crate) zone: DemoZone,
    pub(crate) registry: Registry,
    pub(crate) required: PaymentRequired,
    pub(crate) seen_version: u64,
    pub(crate) attested_origin: Option<String>,
}

impl Shop {
    pub(crate) fn new() -> Self {
        let keys = DemoKeys::derive();
        let zone = DemoZone::for_tests(NOW);
        let registry = zone.registry(&keys);
        let certificate = DemoZone::sign_certificate(&zone.certificate(&keys), &keys);
        let home = registry.home_chain;
        let order = Order::new(OrderTerms {
            id: OrderId::from_random([9; 16]),
            merchant_id: "alatau-coffee".into(),
            origin: "http://127.0.0.1:8081".into(),
            lines: vec![LineRequest {
                name: "Латте".into(),
                quantity_milli: QuantityMilli::new(2000),
                unit_tiyn: Tiyn::new(95_000).unwrap(),
                vat_bps: Bps::new(1600).unwrap(),
            }],
            settlement: SettlementMode::KztViaOperator,
            created_at: NOW,
            expires_at: NOW + 900,
        })
        .unwrap();
        let asset = registry.assets.first().unwrap();
        let quote = Quote::new(QuoteTerms {
            order_hash: order.hash(home),
            total_tiyn: order.total_tiyn,
            asset: asset.id,
            decimals: asset.decimals,
            rate: Rate::from_tenge_per_unit(Decimal::new(53_890, 2)).unwrap(),
            rate_source: "test".into(),
            rate_time: NOW,
            fee_bps: Bps::new(75).unwrap(),
            pay_to: keys.settlement.address(),
            issued_at: NOW,
            expires_at: NOW + 900,
        })
        .unwrap();
        let accepts = vec![PaymentRequirements::for_quote(&quote, asset)];
        let info = CryptoCityInfo {
            certificate,
            order: order.sign(home, &keys.merchant),
            quotes: vec![quote.sign(home, &keys.quote)],
        };
        let required = PaymentRequired {
            x402_version: VERSION,
            error: None,
            resource: ResourceInfo {
                url: "http://127.0.0.1:8082/pay/x".into(),
                description: None,
                mime_type: None,
            },
            accepts,
            extensions: Some([(CRYPTOCITY.into(), cryptocity_extension(&info).unwrap())].into()),
        };
        Self {
            keys,
            zone,
            registry,
            required,
            seen_version: 0,
            attested_origin: Some("http://127.0.0.1:8081".into()),
        }
    }

    pub(crate) fn registry_request(&self) -> OpenRegistryRequest {
        let envelope = DemoZone::sign_registry(&self.registry, &self.keys);
        OpenRegistryRequest {
            registry: serde_json::to_string(&envelope).unwrap(),
            seen_version: self.seen_version,
        }
    }

    pub(crate) fn request(&self) -> PreparePaymentRequest {
        PreparePaymentRequest {
            registry: self.registry_request(),
            payment_required: encode_header(&self.required).unwrap(),
            attested_origin: self.attested_origin.clone(),
            choice: None,
            account: 0,
        }
    }

    pub(crate) fn domain_separator(&self) -> B256 {
        let asset = self.registry.assets.first().unwrap();
        domain_separator(&chain::token_domain(
            &asset.domain_name,
            &asset.domain_version,
            asset.id.chain.number(),
            asset.id.token,
        ))
    }
}
