//! What is shown is decoded from the bytes that are signed; nothing else is signed.

use alloy_primitives::{U256, keccak256};
use chain::{AssetId, ChainId, authorization_digest, decode_signed, token_domain};
use clearsign::{Intent, Label, Value, Warning};
use key_worker::protocol::{
    Failure, FileRequest, PayRequest, PrepareAuthorizationRequest, PrepareMessageRequest,
    PrepareProofRequest, PrepareTransferRequest, Request, RequestFailure, Response, SignPreparedRequest,
    SignedView, SigningView, SpendingView,
};
use sig::{Address, B256};
use units::{AssetAmount, Tiyn};

use crate::support::{Bench, NOW, PASSWORD, Shop};

const HOME: ChainId = ChainId::new(31337);
const BOB: &str = "0x8e23ee67d1332ad560396262c48ffbb01f93d052";

fn transfer(shop: &Shop) -> PrepareTransferRequest {
    PrepareTransferRequest {
        registry: shop.registry_request(),
        account: 0,
        chain: HOME,
        asset: Some(shop.registry.assets[0].id),
        to: BOB.into(),
        amount: AssetAmount::new(U256::from(1_500_000)),
        nonce: 7,
        gas_limit: 60_000,
        max_fee_per_gas: AssetAmount::new(U256::from(2_000_000_000u64)),
        max_priority_fee_per_gas: AssetAmount::new(U256::from(1_000_000_000u64)),
        spending: None,
    }
}

fn prepare(bench: &mut Bench, request: &Request) -> Result<SigningView, Failure> {
    match bench.ask(request, "")?.0 {
        Response::Signing(view) => Ok(*view),
        other => panic!("{other:?}"),
    }
}

fn sign(bench: &mut Bench, handle: u32, allow_unlimited: bool) -> Result<SignedView, Failure> {
    let request = Request::SignPrepared(SignPreparedRequest {
        handle,
        allow_unlimited,
    });
    match bench.ask(&request, "")?.0 {
        Response::SignedRequest(signed) => Ok(signed),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_signed_transfer_is_the_one_shown() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = prepare(&mut bench, &Request::PrepareTransfer(transfer(&shop))).unwrap();
    assert_eq!(view.statement.intent, Intent::SendToken);
    let to: Address = BOB.parse().unwrap();
    assert_eq!(view.statement.address(&Label::To), Some(to));
    let SignedView::Transaction { raw, hash } = sign(&mut bench, view.handle, false).unwrap() else {
        panic!("a transaction");
    };
    let signed = decode_signed(&raw).unwrap();
    assert_eq!((signed.sender, signed.hash), (view.signer, hash));
    assert_eq!(hash, keccak256(&raw));
    let again = clearsign::decode_call(shop.registry.assets[0].id.token, &signed.transaction.input);
    assert_eq!(
        again,
        Some(clearsign::TokenCall::Transfer {
            to,
            value: U256::from(1_500_000)
        })
    );
    assert_eq!(sign(&mut bench, view.handle, false), Err(Failure::UnknownHandle));
}

#[test]
fn a_transfer_is_signed_after_a_fresh_unlock_and_only_one() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let mut shown = || {
        prepare(&mut bench, &Request::PrepareTransfer(transfer(&shop)))
            .unwrap()
            .handle
    };
    let (first, second) = (shown(), shown());
    sign(&mut bench, first, false).unwrap();
    assert_eq!(sign(&mut bench, second, false), Err(Failure::AuthenticateAgain));
    // It stays prepared for whoever proves to be the owner.
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    sign(&mut bench, second, false).unwrap();
}

#[test]
fn a_transfer_outside_the_rules_is_not_prepared() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let mut refused = |change: &dyn Fn(&mut PrepareTransferRequest)| {
        let mut request = transfer(&shop);
        change(&mut request);
        prepare(&mut bench, &Request::PrepareTransfer(request)).unwrap_err()
    };
    let request = |failure| Failure::Request(failure);
    assert_eq!(
        refused(&|r| r.to = "0x8E23ee67d1332ad560396262c48ffbb01f93d052".into()),
        request(RequestFailure::Checksum)
    );
    assert_eq!(
        refused(&|r| r.to = "bob".into()),
        request(RequestFailure::Malformed)
    );
    assert_eq!(
        refused(&|r| r.chain = ChainId::new(1)),
        request(RequestFailure::OtherChain)
    );
    assert_eq!(
        refused(&|r| r.max_fee_per_gas = AssetAmount::new(U256::from(1u8))),
        request(RequestFailure::Fee)
    );
    assert_eq!(
        refused(&|r| r.max_fee_per_gas = AssetAmount::new(U256::MAX)),
        request(RequestFailure::Fee)
    );
    assert_eq!(refused(&|r| r.account = 9), Failure::NoAccount);
    assert!(matches!(
        refused(&|r| r.asset = Some(AssetId {
            chain: HOME,
            token: Address::repeat_byte(9)
        })),
        Failure::AssetNotPermitted { .. }
    ));
}

#[test]
fn a_locked_worker_shows_and_does_not_sign() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = prepare(&mut bench, &Request::PrepareTransfer(transfer(&shop))).unwrap();
    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    assert_eq!(sign(&mut bench, view.handle, false), Err(Failure::Locked));
}

#[test]
fn an_operator_of_the_registry_may_ask_whose_address_this_is() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let mut request = PrepareProofRequest {
        registry: shop.registry_request(),
        account: 0,
        operator_id: "demo-exchange".into(),
        purpose: "Ақша шығару".into(),
        challenge: B256::repeat_byte(5),
    };
    let view = prepare(&mut bench, &Request::PrepareProof(request.clone())).unwrap();
    assert_eq!(view.statement.intent, Intent::ProveAddress);
    let SignedView::Proof { proof, signature } = sign(&mut bench, view.handle, false).unwrap() else {
        panic!("a proof");
    };
    assert!(proof.holds(HOME, &signature, NOW));
    assert!(!proof.holds(ChainId::new(1), &signature, NOW));
    assert!(!proof.holds(HOME, &signature, NOW + 600));
    request.operator_id = "nobody".into();
    assert_eq!(
        prepare(&mut bench, &Request::PrepareProof(request.clone())),
        Err(Failure::OperatorNotLicensed)
    );
    request.operator_id = "demo-exchange".into();
    request.purpose = "x\u{202e}".into();
    assert_eq!(
        prepare(&mut bench, &Request::PrepareProof(request)),
        Err(Failure::Request(RequestFailure::Malformed))
    );
}

fn message(shop: &Shop, text: &str, paying: bool) -> PrepareMessageRequest {
    PrepareMessageRequest {
        registry: shop.registry_request(),
        account: 0,
        chain: HOME,
        text: text.into(),
        origin: Some("https://a.kz".into()),
        paying,
    }
}

#[test]
fn texts_are_shown_and_signed_and_not_while_paying() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = prepare(
        &mut bench,
        &Request::PrepareMessage(message(&shop, "сәлем", false)),
    )
    .unwrap();
    let SignedView::Message { signature } = sign(&mut bench, view.handle, false).unwrap() else {
        panic!("a message");
    };
    assert_eq!(
        signature.recover(&sig::personal_message_digest("сәлем".as_bytes())),
        Ok(view.signer)
    );
    assert_eq!(
        prepare(
            &mut bench,
            &Request::PrepareMessage(message(&shop, "сәлем", true))
        ),
        Err(Failure::Request(RequestFailure::NotUnderstood))
    );
}

#[test]
fn an_allowance_without_limit_needs_a_second_step() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let token = shop.registry.assets[0].id.token.to_checksum(None);
    let owner = prepare(&mut bench, &Request::PrepareTransfer(transfer(&shop)))
        .unwrap()
        .signer;
    let permit = |value: U256| {
        format!(
            r#"{{"types":{{"Permit":[{{"name":"owner","type":"address"}},{{"name":"spender","type":"address"}},
            {{"name":"value","type":"uint256"}},{{"name":"nonce","type":"uint256"}},{{"name":"deadline","type":"uint256"}}]}},
            "primaryType":"Permit","domain":{{"chainId":31337,"verifyingContract":"{token}"}},
            "message":{{"owner":"{owner}","spender":"{BOB}","value":"{value}","nonce":0,"deadline":1795000000}}}}"#
        )
    };
    let view = prepare(
        &mut bench,
        &Request::PrepareTypedData(message(&shop, &permit(U256::MAX), false)),
    )
    .unwrap();
    assert_eq!(view.statement.warnings, [Warning::Unlimited]);
    assert_eq!(view.statement.facts[0].value, Value::Text("https://a.kz".into()));
    assert_eq!(
        sign(&mut bench, view.handle, false),
        Err(Failure::Request(RequestFailure::NeedsSecondStep))
    );
    assert!(sign(&mut bench, view.handle, true).is_ok());
    // Typed data can move tokens: once for each unlock.
    let again = prepare(
        &mut bench,
        &Request::PrepareTypedData(message(&shop, &permit(U256::from(5)), false)),
    )
    .unwrap();
    assert!(again.needs_owner);
    assert_eq!(
        sign(&mut bench, again.handle, false),
        Err(Failure::AuthenticateAgain)
    );
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    let limited = prepare(
        &mut bench,
        &Request::PrepareTypedData(message(&shop, &permit(U256::from(5)), false)),
    )
    .unwrap();
    assert!(sign(&mut bench, limited.handle, false).is_ok());
}

fn authorization(shop: &Shop) -> PrepareAuthorizationRequest {
    let asset = &shop.registry.assets[0];
    let domain = token_domain(&asset.domain_name, &asset.domain_version, 31337, asset.id.token);
    PrepareAuthorizationRequest {
        registry: shop.registry_request(),
        account: 0,
        asset: asset.id,
        to: BOB.into(),
        amount: AssetAmount::new(U256::from(1_500_000)),
        domain_separator: domain.separator(),
        spending: None,
    }
}

#[test]
fn a_gasless_transfer_is_what_is_shown_and_names_its_time() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = prepare(&mut bench, &Request::PrepareAuthorization(authorization(&shop))).unwrap();
    assert_eq!(view.statement.intent, Intent::Authorize);
    let SignedView::Authorization {
        authorization,
        signature,
    } = sign(&mut bench, view.handle, false).unwrap()
    else {
        panic!("an authorization");
    };
    assert_eq!(Some(authorization.to), view.statement.address(&Label::To));
    assert!(authorization.valid_after < NOW && authorization.valid_before > NOW);
    let asset = &shop.registry.assets[0];
    let domain = token_domain(&asset.domain_name, &asset.domain_version, 31337, asset.id.token);
    let digest = authorization_digest(&(&authorization).into(), &domain);
    assert_eq!(signature.recover(&digest), Ok(view.signer));
}

#[test]
fn a_gasless_transfer_of_another_token_or_by_another_domain_is_refused() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let mut refused = |change: &dyn Fn(&mut PrepareAuthorizationRequest)| {
        let mut request = authorization(&shop);
        change(&mut request);
        prepare(&mut bench, &Request::PrepareAuthorization(request)).unwrap_err()
    };
    assert_eq!(
        refused(&|r| r.domain_separator = B256::ZERO),
        Failure::TokenMismatch
    );
    assert!(matches!(
        refused(&|r| r.asset.token = Address::repeat_byte(9)),
        Failure::AssetNotPermitted { .. }
    ));
    assert_eq!(
        refused(&|r| r.to = "0x8E23ee67d1332ad560396262c48ffbb01f93d052".into()),
        Failure::Request(RequestFailure::Checksum)
    );
}

#[test]
fn a_transfer_above_a_limit_of_the_registry_is_not_prepared() {
    let (mut bench, mut shop) = (Bench::with_vault(), Shop::new());
    let tenge = |whole: u64| Tiyn::new(whole * 100).unwrap();
    shop.registry.limits.per_payment_tiyn = tenge(1_000);
    shop.registry.limits.per_day_tiyn = Some(tenge(2_000));
    shop.registry.limits.per_month_tiyn = Some(tenge(3_000));
    let mut outcome = |worth, today, this_month| {
        let mut request = transfer(&shop);
        request.spending = Some(SpendingView {
            worth: tenge(worth),
            today: tenge(today),
            this_month: tenge(this_month),
        });
        prepare(&mut bench, &Request::PrepareTransfer(request)).map(drop)
    };
    assert_eq!(outcome(1_000, 1_000, 2_000), Ok(()));
    assert_eq!(
        outcome(1_001, 0, 0),
        Err(Failure::AboveLimit { limit: tenge(1_000) })
    );
    let day = RequestFailure::AboveDay { limit: tenge(2_000) };
    assert_eq!(outcome(1_000, 1_001, 1_001), Err(Failure::Request(day)));
    let month = RequestFailure::AboveMonth { limit: tenge(3_000) };
    assert_eq!(outcome(1_000, 0, 2_001), Err(Failure::Request(month)));
}

#[test]
fn the_address_book_is_sealed_for_this_vault() {
    let mut bench = Bench::with_vault();
    let Response::File(sealed) = bench.ask(&Request::SealBook, "Айгүл").unwrap().0 else {
        panic!("a file");
    };
    assert!(!sealed.contains("Айгүл"));
    let open = Request::OpenBook(FileRequest { text: sealed });
    assert_eq!(bench.ask(&open, "").unwrap().1, "Айгүл");
    let damaged = Request::OpenBook(FileRequest { text: "AAAA".into() });
    assert_eq!(bench.ask(&damaged, "").unwrap_err(), Failure::VaultReplaced);
}

#[test]
fn the_rules_are_those_of_the_verified_registry() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let Response::Rules(rules) = bench
        .ask(&Request::ShowRules(shop.registry_request()), "")
        .unwrap()
        .0
    else {
        panic!("rules");
    };
    assert_eq!(rules.limits.per_payment, shop.registry.limits.per_payment_tiyn);
    assert_eq!(rules.operators[0].relay, shop.registry.operators[0].relay);
    assert_eq!(
        rules.chains[0].finality_depth,
        shop.registry.chains[0].finality_depth
    );
}
