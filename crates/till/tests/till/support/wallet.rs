use alloy_sol_types::{SolCall, sol};
use chain::{Authorization, authorization_digest, token_domain};
use checkout::{
    CreateOrderResponse, OrderContext, VerifiedOrder, derive_authorization, derive_order_nonce,
    payment_payload, verify_order,
    x402::{
        PAYMENT_REQUIRED, PAYMENT_SIGNATURE, PaymentPayload, PaymentRequired, decode_header, encode_header,
    },
};
use keys::{AccountKey, Mnemonic};
use reqwest::Method;
use serde_json::{Value, json};
use sig::{B256, Signer, typed_data_digest};
use testkit::{DEMO_WORDS, DemoZone};
use zone::{Use, VerifiedRegistry, demo_trust_root, verify_registry};

use super::{
    Answer,
    stack::{Stack, WALLET_ORIGIN},
};

sol! {
    struct CancelAuthorization { address authorizer; bytes32 nonce; }
    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external;
}

/// The place of tUSD in `accepts`.
pub(crate) const TUSD: usize = 0;

/// A payer who holds test tokens and no coin for gas.
pub(crate) struct Payer {
    pub(crate) key: AccountKey,
}

/// A 402 answer, read and verified as a wallet does.
pub(crate) struct Asked {
    pub(crate) required: PaymentRequired,
    pub(crate) order: VerifiedOrder,
}

impl Payer {
    /// Account 100 + `number` of the development mnemonic: nodes give coin only to the first ten.
    pub(crate) async fn with_tokens(stack: &Stack, number: u32) -> Self {
        let payer = Self::poor(number);
        testnode::mint(
            &stack.rpc,
            &stack.keys.deployer,
            stack.tusd,
            payer.key.address(),
            200_000_000,
        )
        .await;
        testnode::mint(
            &stack.rpc,
            &stack.keys.deployer,
            stack.tkzt,
            payer.key.address(),
            10_000_000,
        )
        .await;
        payer
    }

    pub(crate) fn poor(number: u32) -> Self {
        let seed = Mnemonic::parse(DEMO_WORDS).unwrap().derive_seed();
        Self {
            key: AccountKey::derive(&seed, 100 + number).unwrap(),
        }
    }

    pub(crate) fn authorization(&self, stack: &Stack, asked: &Asked, index: usize) -> Authorization {
        let offer = asked
            .order
            .offers
            .iter()
            .find(|offer| offer.accept_index == index)
            .unwrap();
        derive_authorization(&asked.order, offer, self.key.address(), stack.clock.now()).unwrap()
    }

    /// Signs an authorization for a way to pay, whatever it says.
    pub(crate) fn sign(&self, asked: &Asked, index: usize, authorization: Authorization) -> PaymentPayload {
        let asset = &asked
            .order
            .offers
            .iter()
            .find(|offer| offer.accept_index == index)
            .unwrap()
            .asset;
        let domain = token_domain(&asset.domain_name, &asset.domain_version, 31337, asset.id.token);
        let signature = self.key.sign(&authorization_digest(&authorization, &domain));
        payment_payload(&asked.required, index, authorization, signature).unwrap()
    }

    /// Calldata that cancels the authorization of an order, so that it can never be used.
    pub(crate) fn cancellation(&self, asked: &Asked, index: usize) -> Vec<u8> {
        let asset = &asked
            .order
            .offers
            .iter()
            .find(|offer| offer.accept_index == index)
            .unwrap()
            .asset;
        let domain = token_domain(&asset.domain_name, &asset.domain_version, 31337, asset.id.token);
        let (authorizer, nonce) = (self.key.address(), derive_order_nonce(asked.order_hash()));
        let signature = self.key.sign(&typed_data_digest(
            &CancelAuthorization { authorizer, nonce },
            &domain,
        ));
        let (r, s) = signature.r_s();
        cancelAuthorizationCall {
            authorizer,
            nonce,
            v: signature.v(),
            r: r.into(),
            s: s.into(),
        }
        .abi_encode()
    }

    /// What a wallet sends for a way to pay.
    pub(crate) fn payload(&self, stack: &Stack, asked: &Asked, index: usize) -> PaymentPayload {
        self.sign(asked, index, self.authorization(stack, asked, index))
    }
}

impl Asked {
    pub(crate) fn order_hash(&self) -> B256 {
        self.order.order_hash
    }

    /// The facilitator's request for a payload.
    pub(crate) fn facilitator_body(&self, payload: &PaymentPayload) -> Value {
        json!({ "x402Version": 2, "paymentPayload": payload, "paymentRequirements": payload.accepted })
    }
}

impl Stack {
    pub(crate) fn registry(&self) -> VerifiedRegistry {
        let envelope = DemoZone::sign_registry(&self.zone.registry(&self.keys), &self.keys);
        let bytes = serde_json::to_vec(&envelope).unwrap();
        verify_registry(&bytes, &demo_trust_root(), 0, self.clock.now()).unwrap()
    }

    /// Opens a pay URL as a wallet does that a page of the shop opened.
    pub(crate) async fn ask(&self, order: &CreateOrderResponse) -> Asked {
        self.ask_from(order, Some(super::ORIGIN)).await
    }

    /// Opens a pay URL as a wallet does that followed a link.
    pub(crate) async fn ask_for(&self, order: &CreateOrderResponse) -> Asked {
        self.ask_from(order, None).await
    }

    async fn ask_from(&self, order: &CreateOrderResponse, attested_origin: Option<&str>) -> Asked {
        let answer = self.get(&order.pay_url).await;
        assert_eq!((answer.status, &answer.body), (402, &json!({})), "{answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store");
        let required: PaymentRequired = decode_header(answer.header(PAYMENT_REQUIRED)).unwrap();
        let context = OrderContext {
            attested_origin,
            now: self.clock.now(),
            purpose: Use::Retail,
        };
        let order = verify_order(&required, &self.registry(), context).unwrap();
        Asked { required, order }
    }

    /// Sends a payload to a pay URL.
    pub(crate) async fn pay(&self, order: &CreateOrderResponse, payload: &PaymentPayload) -> Answer {
        let header = encode_header(payload).unwrap();
        let headers = [(PAYMENT_SIGNATURE, header.as_str()), ("origin", WALLET_ORIGIN)];
        self.call(Method::GET, &order.pay_url, &headers, Value::Null)
            .await
    }
}
