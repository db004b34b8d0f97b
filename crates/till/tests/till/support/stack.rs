use std::{net::SocketAddr, path::Path};

use checkout::{CreateOrderResponse, OrderStatusResponse, SettledResponse, x402::SettleResponse};
use reqwest::{Method, header::HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sig::{Address, B256, sha256_digest};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;
use testkit::{DemoAsset, DemoKeys, DemoZone};
use till::{
    Clock, MerchantConfig, OperatorConfig,
    merchant::MerchantTill,
    operator::{CreditResponse, OperatorTill},
};
use tokio::{
    net::{TcpListener, ToSocketAddrs},
    task::JoinHandle,
};
use zone::{MerchantCertificate, Registry};

use super::{
    anvil::Anvil,
    node_proxy::NodeProxy,
    tokens::{self, Rpc},
};

pub(crate) const ORIGIN: &str = "http://127.0.0.1:8081";
pub(crate) const WALLET_ORIGIN: &str = "http://localhost:8080";
const API_KEY: &str = "test-api-key";

// The publicly known keys of accounts 0, 1, 3 and 4 of every development node.
const MINTER_KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const GAS_KEY: &str = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const QUOTE_KEY: &str = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";
const ORDER_KEY: &str = "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a";

/// A node, the demo tokens and both tills.
pub(crate) struct Stack {
    pub(crate) keys: DemoKeys,
    /// The node itself, without the proxy.
    pub(crate) rpc: Rpc,
    pub(crate) node: NodeProxy,
    pub(crate) clock: Clock,
    pub(crate) tusd: Address,
    pub(crate) tkzt: Address,
    pub(crate) zone: DemoZone,
    pub(crate) operator_url: String,
    pub(crate) merchant_url: String,
    merchant: Option<(MerchantTill, JoinHandle<()>)>,
    operator: Option<(OperatorTill, JoinHandle<()>)>,
    merchant_address: SocketAddr,
    operator_address: SocketAddr,
    dir: TempDir,
    http: reqwest::Client,
    _anvil: Anvil,
}

impl Stack {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}, |_| {}).await
    }

    /// Starts with a registry and a certificate that differ from the demo's.
    pub(crate) async fn start_with(
        change_registry: impl FnOnce(&mut Registry),
        change_certificate: impl FnOnce(&mut MerchantCertificate),
    ) -> Self {
        let anvil = Anvil::start().await;
        let (keys, clock) = (DemoKeys::derive(), Clock::default());
        let rpc = tokens::rpc(&anvil.url);
        let tusd = tokens::deploy(&rpc, &keys.deployer, "Demo dollar (no value)", "tUSD", 6).await;
        let tkzt = tokens::deploy(&rpc, &keys.deployer, "Demo tenge (no value)", "tKZT", 2).await;
        let node = NodeProxy::start(&anvil.url).await;
        let (operator_listener, merchant_listener) =
            (listen("127.0.0.1:0").await, listen("127.0.0.1:0").await);
        let operator_address = operator_listener.local_addr().unwrap();
        let merchant_address = merchant_listener.local_addr().unwrap();
        let (operator_url, merchant_url) = (
            format!("http://{operator_address}"),
            format!("http://{merchant_address}"),
        );
        let asset = |token, symbol, domain_name, decimals| DemoAsset {
            token,
            symbol,
            domain_name,
            decimals,
        };
        let zone = DemoZone {
            now: clock.now(),
            rpc: node.url.clone(),
            chain: 31337,
            operator_url: operator_url.clone(),
            merchant_origins: vec![ORIGIN.into()],
            assets: vec![
                asset(tusd, "tUSD", "Demo dollar (no value)", 6),
                asset(tkzt, "tKZT", "Demo tenge (no value)", 2),
            ],
        };
        let mut registry = zone.registry(&keys);
        change_registry(&mut registry);
        let mut certificate = zone.certificate(&keys);
        change_certificate(&mut certificate);
        let dir = tempfile::tempdir().unwrap();
        write_json(
            dir.path(),
            "registry.json",
            &DemoZone::sign_registry(&registry, &keys),
        );
        write_json(
            dir.path(),
            "certificate.json",
            &DemoZone::sign_certificate(&certificate, &keys),
        );
        let mut stack = Self {
            keys,
            rpc,
            node,
            clock,
            tusd,
            tkzt,
            zone,
            operator_url,
            merchant_url,
            merchant: None,
            operator: None,
            merchant_address,
            operator_address,
            dir,
            http: reqwest::Client::new(),
            _anvil: anvil,
        };
        stack.write_configs();
        stack.serve_operator(operator_listener).await;
        stack.serve_merchant(merchant_listener).await;
        stack
    }

    fn write_configs(&self) {
        let rate = |token: Address, price: &str| {
            format!(
                "[[rates]]\nasset = \"eip155:31337/erc20:{token}\"\ntenge_per_unit = \"{price}\"\nsource = \"demo fixed rate\"\n"
            )
        };
        let grant = |token: Address, amount: &str| {
            format!("[[faucet.grants]]\nasset = \"eip155:31337/erc20:{token}\"\namount = \"{amount}\"\n")
        };
        let operator = format!(
            "listen = \"{}\"\ndatabase = \"operator.sqlite\"\nregistry = \"registry.json\"\n\
             operator_id = \"demo-exchange\"\nrpc = \"{}\"\nchain_id = 31337\nquote_key = \"{QUOTE_KEY}\"\n\
             gas_key = \"{GAS_KEY}\"\nsettlement_address = \"0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC\"\n\
             fee_bps = 75\nwallet_origin = \"{WALLET_ORIGIN}\"\nsettle_wait_ms = 1500\n{}{}\
             [faucet]\nminter_key = \"{MINTER_KEY}\"\n{}{}",
            self.operator_address,
            self.node.url,
            rate(self.tusd, "538.90"),
            rate(self.tkzt, "1"),
            grant(self.tusd, "200"),
            grant(self.tkzt, "100000"),
        );
        let key_hash = sha256_digest(API_KEY.as_bytes()).to_b256();
        let merchant = format!(
            "listen = \"{}\"\ndatabase = \"merchant.sqlite\"\noperator_url = \"{}\"\nwallet_origin = \"{WALLET_ORIGIN}\"\n\
             order_key = \"{ORDER_KEY}\"\ncertificate = \"certificate.json\"\nregistry = \"registry.json\"\n\
             order_ttl_seconds = 3600\napi_keys = [{{ key_sha256 = \"{key_hash}\", name = \"cafe\" }}]\n",
            self.merchant_address, self.operator_url,
        );
        std::fs::write(self.dir.path().join("operator.toml"), operator).unwrap();
        std::fs::write(self.dir.path().join("merchant.toml"), merchant).unwrap();
    }

    pub(crate) async fn start_operator(&mut self) {
        self.serve_operator(listen(self.operator_address).await).await;
    }

    async fn serve_operator(&mut self, listener: TcpListener) {
        let config = OperatorConfig::load(&self.dir.path().join("operator.toml")).unwrap();
        let till = OperatorTill::start(config, self.clock.clone()).await.unwrap();
        let router = till.router();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        self.operator = Some((till, server));
    }

    async fn serve_merchant(&mut self, listener: TcpListener) {
        let config = MerchantConfig::load(&self.dir.path().join("merchant.toml")).unwrap();
        let till = MerchantTill::start(config, self.merchant_address, self.clock.clone())
            .await
            .unwrap();
        let router = till.router();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        self.merchant = Some((till, server));
    }

    /// A file of the tills.
    pub(crate) fn file(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) async fn stop_operator(&mut self) {
        stop(self.operator.take().map(|(_, server)| server)).await;
        self.http = reqwest::Client::new();
    }

    pub(crate) async fn restart_merchant(&mut self) {
        stop(self.merchant.take().map(|(_, server)| server)).await;
        self.http = reqwest::Client::new();
        self.serve_merchant(listen(self.merchant_address).await).await;
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> Answer {
        let mut request = self.http.request(method, url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        Answer {
            status,
            headers,
            body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
        }
    }

    pub(crate) async fn get(&self, url: &str) -> Answer {
        self.call(Method::GET, url, &[], Value::Null).await
    }

    pub(crate) async fn post_order(&self, headers: &[(&str, &str)], body: Value) -> Answer {
        let authorization = format!("Bearer {API_KEY}");
        let mut all = vec![("authorization", authorization.as_str())];
        all.extend_from_slice(headers);
        self.call(
            Method::POST,
            &format!("{}/v1/orders", self.merchant_url),
            &all,
            body,
        )
        .await
    }

    /// An order of one latte and one baursak: 2 450 tenge.
    pub(crate) async fn order(&self) -> CreateOrderResponse {
        let answer = self.post_order(&[], order_body()).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()
    }

    pub(crate) async fn status(&self, order: &CreateOrderResponse) -> OrderStatusResponse {
        self.get(&order.status_url).await.json()
    }

    pub(crate) async fn credit(&self, order_hash: B256) -> CreditResponse {
        self.get(&format!("{}/v1/credits/{order_hash}", self.operator_url))
            .await
            .json()
    }

    pub(crate) async fn settle_at_operator(&self, body: Value) -> SettleResponse {
        let answer = self
            .call(Method::POST, &format!("{}/settle", self.operator_url), &[], body)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// The rows of the operator's ledger: account and tiyn.
    pub(crate) async fn ledger(&self) -> Vec<(String, i64)> {
        let path = self.dir.path().join("operator.sqlite");
        let mut connection = SqliteConnection::connect(&format!("sqlite:{}", path.display()))
            .await
            .unwrap();
        sqlx::query_as("SELECT account, tiyn FROM ledger ORDER BY id")
            .fetch_all(&mut connection)
            .await
            .unwrap()
    }

    pub(crate) async fn balance(&self, token: Address, account: Address) -> u64 {
        self.rpc.token_balance(token, account).await.unwrap().get().to()
    }
}

async fn listen(address: impl ToSocketAddrs) -> TcpListener {
    TcpListener::bind(address).await.unwrap()
}

async fn stop(server: Option<JoinHandle<()>>) {
    if let Some(server) = server {
        server.abort();
        let _ = server.await;
    }
}

fn write_json(dir: &Path, name: &str, value: &impl serde::Serialize) {
    std::fs::write(dir.join(name), serde_json::to_vec(value).unwrap()).unwrap();
}

pub(crate) fn order_body() -> Value {
    let line = |name: &str, quantity: &str, unit: &str| json!({ "name": name, "quantityMilli": quantity, "unitTiyn": unit, "vatBps": 1600 });
    json!({ "origin": ORIGIN, "lines": [line("Латте", "2000", "95000"), line("Бауырсақ", "1000", "55000")] })
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.body.clone()).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(crate) fn settled(&self) -> SettledResponse {
        assert_eq!(self.status, 200, "{}", self.body);
        self.json()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no header {name}: {self:?}"))
            .to_str()
            .unwrap()
    }

    /// Status and machine-readable reason of an error.
    pub(crate) fn error(&self) -> (u16, &str) {
        (self.status, self.body["error"].as_str().unwrap_or_default())
    }
}
