use chain::Authorization;
use clearsign::{Mode, describe_typed_data};
use serde_json::json;
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, PrepareAuthorizationRequest, RequestFailure, Response},
    use_cases::prepare_signing::{
        Prepared, PreparedSigning, book, check_spending, context, recipient, shown,
    },
    worker::{Clock, KeyWorker},
};

/// Long enough for a busy chain and a relay that is asked again, short enough to be over the same day.
const VALID_SECONDS: u64 = 3_600;
/// Nodes' clocks run behind.
const GRACE_SECONDS: u64 = 600;

/// Builds a transfer that somebody else submits, decodes its typed data again, and shows what it says.
pub(crate) async fn prepare_authorization<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareAuthorizationRequest,
) -> Result<Response, Failure> {
    let (registry, signer) = context(worker, &request.registry, request.account).await?;
    let registry = registry.registry();
    let to = recipient(&request.to)?;
    let asset = registry
        .asset(request.asset)
        .ok_or_else(|| Failure::AssetNotPermitted {
            asset: request.asset.to_string(),
        })?;
    let domain = asset.domain();
    if domain.separator() != request.domain_separator {
        return Err(Failure::TokenMismatch);
    }
    check_spending(registry, request.spending.as_ref())?;
    let now = worker.clock.now_seconds();
    let mut nonce = [0; 32];
    worker
        .random
        .fill(&mut nonce)
        .map_err(|_| Failure::NoRandomness)?;
    let authorization = Authorization {
        from: signer,
        to,
        value: request.amount,
        valid_after: now.saturating_sub(GRACE_SECONDS),
        valid_before: now.saturating_add(VALID_SECONDS),
        nonce: nonce.into(),
    };
    let text = typed_data(&authorization, asset, request.asset.chain.number());
    let (statement, digest) =
        describe_typed_data(&text, request.asset.chain, signer, &book(registry), Mode::Payment)?;
    if digest != chain::authorization_digest(&authorization, &domain) {
        return Err(RequestFailure::Malformed.into());
    }
    Ok(shown(
        worker,
        PreparedSigning {
            needs_owner: true,
            what: Prepared::Authorization(authorization, digest),
            account: request.account,
            signer,
            statement,
        },
    ))
}

fn typed_data(authorization: &Authorization, asset: &zone::Asset, chain: u64) -> String {
    let field = |name: &str, kind: &str| json!({ "name": name, "type": kind });
    json!({
        "types": {
            "EIP712Domain": [
                field("name", "string"), field("version", "string"), field("chainId", "uint256"),
                field("verifyingContract", "address"),
            ],
            "TransferWithAuthorization": [
                field("from", "address"), field("to", "address"), field("value", "uint256"),
                field("validAfter", "uint256"), field("validBefore", "uint256"), field("nonce", "bytes32"),
            ],
        },
        "primaryType": "TransferWithAuthorization",
        "domain": {
            "name": asset.domain_name, "version": asset.domain_version, "chainId": chain.to_string(),
            "verifyingContract": asset.id.token.to_string(),
        },
        "message": {
            "from": authorization.from.to_string(), "to": authorization.to.to_string(),
            "value": authorization.value.to_string(), "validAfter": authorization.valid_after.to_string(),
            "validBefore": authorization.valid_before.to_string(), "nonce": authorization.nonce.to_string(),
        },
    })
    .to_string()
}
