use std::net::SocketAddr;

use checkout::{CreateOrderResponse, OrderStatusResponse, x402::SettleResponse};
use reqwest::Method;
use serde_json::{Value, json};
use sig::{Address, B256};
use tempfile::TempDir;
use testkit::{DemoAsset, DemoKeys, DemoZone};
use testnode::{Anvil, Rpc};
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
    answer::Answer,
    config_files::{API_KEY, write_json},
    databases::{new_database, open_database},
    node_proxy::NodeProxy,
};

const EXCHANGE: &str = include_str!("../../../../../contracts/artifacts/ExchangeSettlement.json");

pub(crate) const ORIGIN: &str = "http://127.0.0.1:8081";
pub(crate) const WALLET_ORIGIN: &str = "http://localhost:8080";
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
    pub(crate) merchant_address: SocketAddr,
    pub(crate) operator_address: SocketAddr,
    /// Of the operator and of the merchant, as their configurations name them.
    pub(crate) databases: (String, String),
    dir: TempDir,
    http: reqwest::Client,
    anvil: Anvil,
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
        let rpc = testnode::rpc(&anvil.url);
        let tusd = testnode::deploy_token(&rpc, &keys.deployer, "Demo dollar (no value)", "tUSD", 6).await;
        let tkzt = testnode::deploy_token(&rpc, &keys.deployer, "Demo tenge (no value)", "tKZT", 2).await;
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
            deposits: None,
            exchange_contract: Some(testnode::deploy_contract(&rpc, &keys.deployer, EXCHANGE, &[]).await),
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
            databases: (new_database("operator").await, new_database("merchant").await),
            dir,
            http: reqwest::Client::new(),
            anvil,
        };
        stack.write_configs();
        stack.serve_operator(operator_listener).await;
        stack.serve_merchant(merchant_listener).await;
        stack
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

    pub(crate) async fn stop_merchant(&mut self) {
        stop(self.merchant.take().map(|(_, server)| server)).await;
        self.http = reqwest::Client::new();
    }

    pub(crate) async fn restart_merchant(&mut self) {
        self.stop_merchant().await;
        self.serve_merchant(listen(self.merchant_address).await).await;
    }

    /// Starts the operator anew with another text in its configuration.
    pub(crate) async fn reconfigure_operator(&mut self, change: impl FnOnce(String) -> String) {
        self.stop_operator().await;
        let file = self.file("operator.toml");
        let text = change(std::fs::read_to_string(&file).unwrap());
        std::fs::write(file, text).unwrap();
        self.start_operator().await;
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

    /// The node itself, without the proxy.
    pub(crate) fn rpc_url(&self) -> String {
        self.anvil.url.clone()
    }

    /// A till's database, behind its back.
    pub(crate) async fn database(&self, database: &str) -> sqlx::AnyConnection {
        open_database(self.dir.path(), database).await
    }

    /// Changes a till's database behind its back.
    pub(crate) async fn tamper(&self, database: &str, statement: &'static str) {
        let mut connection = self.database(database).await;
        let done = sqlx::query(statement).execute(&mut connection).await.unwrap();
        assert!(done.rows_affected() > 0, "{statement}");
    }

    /// What the operator owes all merchants, in tiyn.
    pub(crate) async fn owed_to_merchants(&self) -> i64 {
        let rows = self.ledger().await;
        let of_merchants = rows
            .iter()
            .filter(|(account, _)| account.starts_with("liability:merchant:"));
        -of_merchants.map(|(_, tiyn)| tiyn).sum::<i64>()
    }

    /// The rows of the operator's ledger: account and tiyn.
    pub(crate) async fn ledger(&self) -> Vec<(String, i64)> {
        let mut connection = open_database(self.dir.path(), &self.databases.0).await;
        sqlx::query_as("SELECT account, tiyn FROM ledger ORDER BY id")
            .fetch_all(&mut connection)
            .await
            .unwrap()
    }

    /// What the operator keeps for refunds.
    pub(crate) async fn mint_to_settlement(&self) {
        let to = sig::Signer::address(&self.keys.settlement);
        testnode::mint(&self.rpc, &self.keys.deployer, self.tusd, to, 1_000_000).await;
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

pub(crate) fn order_body() -> Value {
    let line = |name: &str, quantity: &str, unit: &str| json!({ "name": name, "quantityMilli": quantity, "unitTiyn": unit, "vatBps": 1600 });
    json!({ "origin": ORIGIN, "lines": [line("Латте", "2000", "95000"), line("Бауырсақ", "1000", "55000")] })
}
