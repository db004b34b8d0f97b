//! The wallet's key worker pays servers of other people: the official x402 server and facilitator, in a token of
//! OpenZeppelin's ERC-3009 and in Circle's FiatTokenV2_2.

use std::{
    cell::RefCell,
    process::Stdio,
    rc::Rc,
    time::{SystemTime, UNIX_EPOCH},
};

use checkout::AssetRate;
use key_worker::{
    Clock, KeyWorker,
    protocol::{
        Failure, MakeWordsRequest, OpenRegistryRequest, PayRequest, PayResponse, PrepareX402Request, Request,
        Response, SignX402Request, X402Answer, X402View, decode, encode,
    },
};
use serde_json::{Value, json};
use sig::{Address, B256};
use testkit::{DemoKeys, DemoZone};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};
use vault::{KdfParameters, RandomError, RandomPort, StoreError, VaultStore};
use zeroize::Zeroizing;
use zone::{Registry, demo_trust_root};

use crate::support::{Running, root};

const PASSWORD: &str = "тау бөктері 2026";
const LIGHT: KdfParameters = KdfParameters {
    memory_kib: 19 * 1024,
    iterations: 2,
    parallelism: 1,
};

#[derive(Clone, Default)]
struct MemoryStore(Rc<RefCell<Vec<String>>>);

impl VaultStore for MemoryStore {
    type Guard = ();

    async fn exclusive(&self) {}

    async fn load(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.0.borrow().clone())
    }

    async fn save(&self, text: &str) -> Result<(), StoreError> {
        self.0.borrow_mut().insert(0, text.to_owned());
        Ok(())
    }

    async fn load_note(&self, _: &str) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    async fn save_note(&self, _: &str, _: &str) -> Result<(), StoreError> {
        Err(StoreError::NotKept)
    }
}

struct SystemRandom;

impl RandomPort for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(buffer).map_err(|_| RandomError)
    }
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the facilitator reads the wall clock too"
    )]
    fn now_seconds(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
    }
}

/// A wallet with one account.
struct Wallet {
    worker: KeyWorker<MemoryStore, SystemRandom, SystemClock>,
    address: Address,
}

impl Wallet {
    async fn create() -> Self {
        let worker = KeyWorker::new(
            MemoryStore::default(),
            SystemRandom,
            SystemClock,
            demo_trust_root(),
            LIGHT,
        );
        let mut wallet = Self {
            worker,
            address: Address::ZERO,
        };
        let words = Request::MakeWords(MakeWordsRequest { long: false });
        wallet.ask(&words, "").await.unwrap();
        match wallet.ask(&Request::CreateVault, PASSWORD).await.unwrap() {
            Response::Pay(PayResponse::Status(status)) => wallet.address = status.accounts[0].address,
            other => panic!("{other:?}"),
        }
        wallet
    }

    async fn ask(&mut self, request: &Request, secret: &str) -> Result<Response, Failure> {
        let secret = Zeroizing::new(secret.as_bytes().to_vec());
        let (answer, _) = self.worker.handle(&encode(request), secret).await;
        decode::<Result<Response, Failure>>(&answer).unwrap()
    }

    async fn prepare(
        &mut self,
        registry: &OpenRegistryRequest,
        rates: &[AssetRate],
        header: &str,
    ) -> X402View {
        let request = Request::PrepareX402(PrepareX402Request {
            registry: registry.clone(),
            payment_required: header.into(),
            rates: rates.to_vec(),
            choice: None,
            account: 0,
        });
        match self.ask(&request, "").await.unwrap() {
            Response::X402(X402Answer::Offered(view)) => *view,
            other => panic!("{other:?}"),
        }
    }

    /// The `PAYMENT-SIGNATURE` header.
    async fn sign(&mut self, handle: u32, domain_separator: B256) -> String {
        self.ask(&PayRequest::Unlock.into(), PASSWORD).await.unwrap();
        let request = Request::SignX402(SignX402Request {
            handle,
            domain_separator,
        });
        match self.ask(&request, "").await.unwrap() {
            Response::Pay(PayResponse::Signed(signed)) => signed.payment_signature,
            other => panic!("{other:?}"),
        }
    }
}

/// A running `x402-shop.mjs`, and what it says of itself.
struct Shop {
    said: Value,
    _child: Child,
}

impl Shop {
    async fn open(running: &Running, arguments: &[&str]) -> Self {
        let addresses = running.stack.addresses();
        let mut child = Command::new("node")
            .arg(root().join("tests/interop/x402-shop.mjs"))
            .args(["--rpc", &addresses.rpc, "--wallet", &addresses.wallet])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().expect("the shop opens");
        Self {
            said: serde_json::from_str(&line).unwrap(),
            _child: child,
        }
    }

    fn text(&self, name: &str) -> &str {
        self.said[name].as_str().unwrap()
    }
}

/// What is paid with, and by which registry it is permitted.
struct Terms {
    registry: OpenRegistryRequest,
    rates: Vec<AssetRate>,
}

/// A registry that permits one token more, and an operator's rates for it.
fn permit(running: &Running, change: impl FnOnce(&mut Registry)) -> Terms {
    let mut registry = running.stack.registry().clone();
    change(&mut registry);
    let envelope = DemoZone::sign_registry(&registry, &DemoKeys::derive());
    let rate = serde_json::from_value(json!({ "num": "10", "den": "5389" })).unwrap();
    let rate = |asset: &zone::Asset| AssetRate {
        asset: asset.id,
        rate,
        source: "test".into(),
    };
    Terms {
        registry: OpenRegistryRequest {
            registry: serde_json::to_string(&envelope).unwrap(),
            seen_version: 0,
        },
        rates: registry.assets.iter().map(rate).collect(),
    }
}

async fn buy(running: &Running, wallet: &mut Wallet, shop: &Shop, terms: &Terms) {
    let (token, payee) = (shop.text("asset"), shop.text("payTo"));
    let before = running.token_balance(token, payee).await;
    let header = running.payment_required(shop.text("url")).await;
    let view = wallet.prepare(&terms.registry, &terms.rates, &header).await;
    assert_eq!(view.description.as_deref(), Some("Weather in Alatau"));
    let separator = running.domain_separator(token).await;
    let payment = wallet.sign(view.handle, separator).await;

    let (status, weather) = running.send_payment(shop.text("url"), &payment).await;
    assert_eq!((status, &weather["place"]), (200, &json!("Alatau")), "{weather}");
    let amount: u128 = shop.text("amount").parse().unwrap();
    assert_eq!(running.token_balance(token, payee).await, before + amount);
    assert_eq!(
        running.coin(&wallet.address.to_string()).await,
        0,
        "the payer needs no coin"
    );

    // The same signature buys nothing a second time, and takes nothing.
    let (status, _) = running.send_payment(shop.text("url"), &payment).await;
    assert_eq!(status, 402);
    assert_eq!(running.token_balance(token, payee).await, before + amount);
}

#[tokio::test]
async fn the_official_server_and_facilitator_are_paid_in_both_kinds_of_token() {
    let running = Running::start().await;
    let mut wallet = Wallet::create().await;
    let payer = wallet.address.to_string();

    // OpenZeppelin's ERC-3009: the demo dollar.
    let dollar = running.stack.registry().assets[0].clone();
    running.fill_account(&payer).await;
    let token = dollar.id.token.to_string();
    let arguments = [
        "--token",
        &token,
        "--name",
        &dollar.domain_name,
        "--version",
        &dollar.domain_version,
    ];
    let shop = Shop::open(&running, &arguments).await;
    buy(&running, &mut wallet, &shop, &permit(&running, |_| {})).await;

    // Circle's FiatTokenV2_2, as a registry would list it.
    let shop = Shop::open(&running, &["--fiat", &payer]).await;
    let terms = permit(&running, |registry| {
        let mut asset = dollar.clone();
        asset.id.token = shop.text("asset").parse().unwrap();
        asset.domain_name = shop.text("name").into();
        asset.domain_version = shop.text("version").into();
        registry.assets.push(asset);
    });
    buy(&running, &mut wallet, &shop, &terms).await;
    running.stop().await;
}
