use browser::FetchHttp;
use chain::{
    AssetId, Authorization, ChainId, LogFilter, PaymentProof, RpcClient, RpcError, authorization_used_topic,
    prove_payment,
};
use futures_util::future::join3;
use key_worker::protocol::{X402OfferView, X402View};
use sig::B256;

use crate::{i18n::Key, pages::x402::model::Trouble};

/// Public nodes answer for no more blocks at once.
const LATEST_BLOCKS: u64 = 5_000;

fn client(rpc: &[String], chain: ChainId) -> RpcClient<FetchHttp> {
    RpcClient::with_endpoints(FetchHttp, rpc.iter().cloned(), chain)
}

fn trouble(error: RpcError) -> Trouble {
    Trouble::Chain(match error {
        RpcError::WrongChain { .. } => Key::ErrorWrongChain,
        _ => Key::ErrorChainUnreachable,
    })
}

/// What the token contract signs under, after looking whether the payer has enough and signs for themselves.
pub(super) async fn check(view: &X402View, offer: &X402OfferView) -> Result<B256, Trouble> {
    let AssetId { chain, token } = offer.asset.id;
    let client = client(&view.rpc, chain);
    client.check_chain().await.map_err(trouble)?;
    let (separator, balance, code) = join3(
        client.domain_separator(token),
        client.token_balance(token, view.payer),
        client.code(view.payer),
    )
    .await;
    let (separator, balance) = (separator.map_err(trouble)?, balance.map_err(trouble)?);
    if !code.map_err(trouble)?.is_empty() {
        return Err(Trouble::Chain(Key::PayDelegated));
    }
    if balance < offer.amount {
        return Err(Trouble::Insufficient {
            balance,
            needed: offer.amount,
            decimals: offer.asset.decimals,
            symbol: offer.asset.symbol.clone(),
        });
    }
    Ok(separator)
}

/// Looks for the payment of an authorization, whoever submitted it. `named` is a transaction that somebody named.
pub(super) async fn find_payment(
    rpc: &[String],
    asset: AssetId,
    authorization: &Authorization,
    named: Option<B256>,
) -> Option<PaymentProof> {
    let client = client(rpc, asset.chain);
    let prove = async |transaction: B256| {
        let receipt = client.receipt(transaction).await.ok().flatten()?;
        prove_payment(&receipt, asset.token, authorization).ok()
    };
    if let Some(named) = named
        && let Some(proof) = prove(named).await
    {
        return Some(proof);
    }
    let (payer, nonce) = (authorization.from, authorization.nonce);
    let used = client.authorization_state(asset.token, payer, nonce).await;
    if !used.unwrap_or_default() {
        return None;
    }
    let filter = LogFilter {
        address: asset.token,
        topics: vec![
            Some(authorization_used_topic()),
            Some(payer.into_word()),
            Some(nonce),
        ],
        from_block: client.block_number().await.ok()?.saturating_sub(LATEST_BLOCKS),
    };
    let log = client.logs(&filter).await.ok()?.into_iter().next()?;
    prove(log.transaction).await
}
