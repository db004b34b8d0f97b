mod chain;

use std::time::{SystemTime, UNIX_EPOCH};

use ::chain::{AssetId, ChainId, TxKind, mint_call, token_domain};
use chain::Chain;
use deals::{
    ActInDeposit, Building, DecideDeposit, DepositAction, DepositDecision, DepositKind, DepositRecord,
    DepositRole, Desk, FundDeposit, Home, JoinDeposit, NotaryIdentity, PartyIdentity, ProposeDeposit,
    SignDeposit, SignedDesk, receive_digest,
};
use desk::{DepositDesk, DeskConfig};
use k256::ecdsa::SigningKey;
use serde::Serialize;
use serde_json::Value;
use sig::{Address, Signer as _, U256};
use tempfile::TempDir;
use testkit::{DemoKeys, DemoZone};
use testnode::Anvil;
use units::{AssetAmount, Tiyn};
use zone::{LocalText, Registry};

/// The deposit in base units.
pub(crate) const DEPOSIT: i64 = 5_000_000;
const SUPPLY: i64 = 100_000_000;
const CHAIN: ChainId = ChainId::new(31337);
/// Accounts 0, 1 and 3 of the publicly known development mnemonic.
const OWNER: &str = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const RELAY: &str = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const QUOTE: &str = "7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";

#[expect(clippy::disallowed_methods, reason = "the node's time begins now")]
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn key(hex_digits: &str) -> SigningKey {
    SigningKey::from_slice(&hex::decode(hex_digits).unwrap()).unwrap()
}

fn text(all: &str) -> LocalText {
    LocalText {
        kk: all.into(),
        ru: all.into(),
        en: all.into(),
    }
}

pub(crate) fn home(listing: &str, building: Building) -> Home {
    Home {
        listing: listing.into(),
        title: text("Екі бөлмелі пәтер"),
        address: text("Алатау қ., Жаңа к-сі, 5"),
        cadastral_number: "03-046-012-1234:5:17".into(),
        building,
        price_tiyn: Tiyn::new(2_650_000_000).unwrap(),
    }
}

type Outcome = Result<DepositRecord, String>;

/// A node, the contracts, a desk, and three people without coin.
pub(crate) struct World {
    pub(crate) registry: Registry,
    pub(crate) contract: Address,
    token: Address,
    chain: Chain,
    url: String,
    people: [SigningKey; 3],
    http: reqwest::Client,
    folder: TempDir,
    _anvil: Anvil,
}

impl World {
    pub(crate) async fn start() -> Self {
        let anvil = Anvil::start().await;
        let chain = Chain::new(&anvil.url, key(OWNER));
        let token = chain.deploy_token().await;
        let contract = chain.deploy_deposit().await;
        let people = [0xb1, 0x5e, 0xa2].map(|byte| SigningKey::from_slice(&[byte; 32]).unwrap());
        for person in &people[..2] {
            let supply = AssetAmount::new(U256::from(SUPPLY));
            let mint = mint_call(person.address(), supply);
            chain.send(TxKind::Call(token), mint).await;
        }
        let folder = tempfile::tempdir().unwrap();
        let config = DeskConfig {
            desk: Desk {
                contract,
                asset: AssetId { chain: CHAIN, token },
                notaries: vec![NotaryIdentity {
                    name: text("Әсел Қуанышева"),
                    licence: "DEMO-0001".into(),
                    account: people[2].address(),
                }],
                homes: vec![
                    home("home-1", Building::Finished),
                    home("home-unbuilt", Building::UnderConstruction),
                ],
                aml_threshold_tiyn: Tiyn::new(5_000_000_000).unwrap(),
                issued_at: 0,
                expires_at: 0,
            },
            home_chain: CHAIN,
            rpc: anvil.url.clone(),
            quote_key: key(QUOTE),
            relay_key: key(RELAY),
            now,
            folder: folder.path().join("deposits"),
            wallet_origin: "http://localhost:8080".into(),
        };
        let router = DepositDesk::start(config).unwrap().router();
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            registry: DemoZone::for_tests(now()).registry(&DemoKeys::derive()),
            contract,
            token,
            chain,
            url,
            people,
            http: reqwest::Client::new(),
            folder,
            _anvil: anvil,
        }
    }

    /// Where the desk keeps its files.
    pub(crate) fn folder(&self) -> std::path::PathBuf {
        self.folder.path().join("deposits")
    }

    fn person(&self, role: DepositRole) -> &SigningKey {
        let [buyer, seller, notary] = &self.people;
        match role {
            DepositRole::Buyer => buyer,
            DepositRole::Seller => seller,
            DepositRole::Arbiter => notary,
        }
    }

    fn identity(&self, name: &str, role: DepositRole) -> PartyIdentity {
        PartyIdentity {
            name: name.into(),
            number: "971240001315".parse().unwrap(),
            account: self.person(role).address(),
        }
    }

    pub(crate) fn proposal(&self, kind: DepositKind) -> ProposeDeposit {
        ProposeDeposit {
            home: home("home-1", Building::Finished),
            buyer: self.identity("Айгерім Сапарова", DepositRole::Buyer),
            notary: self.person(DepositRole::Arbiter).address(),
            kind,
            deposit_tiyn: Tiyn::new(5_000_000).unwrap(),
            funding_seconds: 3 * 86_400,
            closing_seconds: 30 * 86_400,
            review: None,
        }
    }

    async fn post(&self, path: &str, body: &impl Serialize) -> Outcome {
        let request = self.http.post(format!("{}/v1/deposits{path}", self.url));
        let answer = request.json(body).send().await.unwrap();
        let ok = answer.status().is_success();
        let body: Value = answer.json().await.unwrap();
        if ok {
            Ok(serde_json::from_value(body).unwrap())
        } else {
            Err(body["error"].as_str().unwrap().into())
        }
    }

    async fn step(&self, record: &DepositRecord, step: &str, body: &impl Serialize) -> Outcome {
        self.post(&format!("/{}/{step}", record.id), body).await
    }

    pub(crate) async fn statement(&self) -> SignedDesk {
        let request = self.http.get(format!("{}/v1/desk", self.url));
        request.send().await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn propose(&self, proposal: &ProposeDeposit) -> Outcome {
        self.post("", proposal).await
    }

    pub(crate) async fn join(&self, record: &DepositRecord) -> Outcome {
        let joined = JoinDeposit {
            seller: self.identity("Нұрлан Оспанов", DepositRole::Seller),
            review: None,
        };
        self.step(record, "seller", &joined).await
    }

    pub(crate) fn sign(&self, record: &DepositRecord, role: DepositRole) -> SignDeposit {
        let terms = record.agreement.as_ref().unwrap().terms();
        SignDeposit {
            role,
            signature: self.person(role).sign(&terms.id(CHAIN, self.contract)),
        }
    }

    pub(crate) async fn post_signature(&self, record: &DepositRecord, signed: &SignDeposit) -> Outcome {
        self.step(record, "signatures", signed).await
    }

    /// Proposed, joined and signed by all three.
    pub(crate) async fn agree(&self, kind: DepositKind) -> DepositRecord {
        let record = self.propose(&self.proposal(kind)).await.unwrap();
        let mut record = self.join(&record).await.unwrap();
        for role in [DepositRole::Buyer, DepositRole::Seller, DepositRole::Arbiter] {
            let signed = self.sign(&record, role);
            record = self.post_signature(&record, &signed).await.unwrap();
        }
        record
    }

    pub(crate) async fn fund(&self, record: &DepositRecord, role: DepositRole) -> Outcome {
        let terms = record.agreement.as_ref().unwrap().terms();
        let authorization = terms.funding(CHAIN, self.contract, role);
        let domain = token_domain("Demo tenge (no value)", "1", CHAIN.number(), self.token);
        let funding = FundDeposit {
            role,
            authorization,
            signature: self.person(role).sign(&receive_digest(&authorization, &domain)),
        };
        self.step(record, "funding", &funding).await
    }

    pub(crate) fn sign_action(
        &self,
        record: &DepositRecord,
        role: DepositRole,
        action: DepositAction,
    ) -> ActInDeposit {
        let terms = record.agreement.as_ref().unwrap().terms();
        let nonce = match role {
            DepositRole::Buyer => record.state.buyer_nonce,
            _ => record.state.seller_nonce,
        };
        let deadline = now() + 600;
        let digest = action.digest(&terms, (CHAIN, self.contract), role, nonce, deadline);
        ActInDeposit {
            role,
            action,
            deadline,
            signature: self.person(role).sign(&digest),
        }
    }

    pub(crate) async fn post_action(&self, record: &DepositRecord, acted: &ActInDeposit) -> Outcome {
        self.step(record, "actions", acted).await
    }

    pub(crate) async fn act(
        &self,
        record: &DepositRecord,
        role: DepositRole,
        action: DepositAction,
    ) -> Outcome {
        self.post_action(record, &self.sign_action(record, role, action))
            .await
    }

    pub(crate) fn sign_decision(&self, record: &DepositRecord, decision: DepositDecision) -> DecideDeposit {
        let terms = record.agreement.as_ref().unwrap().terms();
        let deadline = now() + 600;
        let digest = decision.digest(
            &terms,
            (CHAIN, self.contract),
            record.state.arbiter_nonce,
            deadline,
        );
        DecideDeposit {
            decision,
            deadline,
            signature: self.person(DepositRole::Arbiter).sign(&digest),
        }
    }

    pub(crate) async fn post_decision(&self, record: &DepositRecord, decided: &DecideDeposit) -> Outcome {
        self.step(record, "decisions", decided).await
    }

    pub(crate) async fn decide(&self, record: &DepositRecord, decision: DepositDecision) -> Outcome {
        self.post_decision(record, &self.sign_decision(record, decision))
            .await
    }

    pub(crate) async fn expire(&self, record: &DepositRecord) -> Outcome {
        self.step(record, "expiry", &Value::Null).await
    }

    pub(crate) async fn pass_days(&self, days: u64) {
        self.chain.pass(days * 86_400).await;
    }

    /// What a side has more or less than at the start.
    pub(crate) async fn balance(&self, role: DepositRole) -> i64 {
        let account = self.person(role).address();
        let balance = self.chain.rpc.token_balance(self.token, account).await.unwrap();
        i64::try_from(balance.get().to::<u64>()).unwrap() - SUPPLY
    }
}
