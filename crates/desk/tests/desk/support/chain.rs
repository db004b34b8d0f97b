use alloy_sol_types::SolValue as _;
use chain::{Bytes, ChainId, RpcClient, TransactionRequest, TxKind, sign_transaction};
use http_native::HttpClient;
use k256::ecdsa::SigningKey;
use sig::{Address, Signer as _, U256};

const TOKEN: &str = include_str!("../../../../../contracts/artifacts/DemoToken.json");
const DEPOSIT: &str = include_str!("../../../../../contracts/artifacts/PropertyDeposit.json");

/// A node and an account with coin.
pub(crate) struct Chain {
    pub(crate) rpc: RpcClient<HttpClient>,
    pub(crate) url: String,
    pub(crate) owner: SigningKey,
}

impl Chain {
    pub(crate) fn new(url: &str, owner: SigningKey) -> Self {
        Self {
            rpc: RpcClient::new(HttpClient::new().unwrap(), url, ChainId::new(31337)),
            url: url.into(),
            owner,
        }
    }

    pub(crate) async fn send(&self, to: TxKind, input: Bytes) -> Option<Address> {
        let request = TransactionRequest {
            chain: self.rpc.chain(),
            nonce: self.rpc.next_nonce(self.owner.address()).await.unwrap(),
            gas_limit: 5_000_000,
            max_fee_per_gas: self.rpc.fee_suggestion().await.unwrap().max_fee_per_gas,
            max_priority_fee_per_gas: 0,
            to,
            value: U256::ZERO,
            input,
        };
        let signed = sign_transaction(request, &self.owner);
        let hash = self.rpc.send_raw_transaction(&signed.raw).await.unwrap();
        loop {
            if let Some(receipt) = self.rpc.receipt(hash).await.unwrap() {
                assert!(receipt.succeeded, "{hash}");
                return receipt.contract;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn deploy_token(&self) -> Address {
        let arguments = (
            "Demo tenge (no value)".to_owned(),
            "tKZT".to_owned(),
            U256::from(2),
            self.owner.address(),
        );
        self.deploy(TOKEN, &arguments.abi_encode_params()).await
    }

    pub(crate) async fn deploy_deposit(&self) -> Address {
        self.deploy(DEPOSIT, &[]).await
    }

    async fn deploy(&self, artifact: &str, arguments: &[u8]) -> Address {
        let artifact: serde_json::Value = serde_json::from_str(artifact).unwrap();
        let code = artifact["bytecode"].as_str().unwrap().trim_start_matches("0x");
        let mut input = hex::decode(code).unwrap();
        input.extend_from_slice(arguments);
        self.send(TxKind::Create, input.into()).await.unwrap()
    }

    /// Moves the node's clock.
    pub(crate) async fn pass(&self, seconds: u64) {
        for (method, params) in [
            ("evm_increaseTime", serde_json::json!([seconds])),
            ("evm_mine", serde_json::json!([])),
        ] {
            let body = serde_json::json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
            let request = reqwest::Client::new().post(&self.url).json(&body);
            assert!(request.send().await.unwrap().status().is_success());
        }
    }
}
