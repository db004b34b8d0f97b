use vault::{AccountOrigin, RandomPort, SourceKind, VaultRecord, VaultStore};

use crate::{
    protocol::{
        AccountKind, AccountView, Failure, LockState, PasskeyView, PayResponse, SourceView, StatusView,
    },
    worker::{Clock, KeyWorker},
};

/// Tells whether there is a vault and whether it is open, with everything that is public of it.
pub(crate) async fn show_status<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
) -> Result<PayResponse, Failure> {
    let record = worker.load_record().await?;
    let lock = match (&record, &worker.open) {
        (None, _) => LockState::NoVault,
        (Some(_), None) => LockState::Locked,
        (Some(_), Some(_)) => LockState::Unlocked,
    };
    let (accounts, sources, passkeys) = record
        .as_ref()
        .map(|record| (accounts(record), sources(record), passkeys(record)))
        .unwrap_or_default();
    Ok(PayResponse::Status(StatusView {
        lock,
        accounts,
        sources,
        passkeys,
    }))
}

fn accounts(record: &VaultRecord) -> Vec<AccountView> {
    let view = |account: &vault::AccountEntry| AccountView {
        number: account.number,
        address: account.address,
        kind: match account.origin {
            AccountOrigin::Words { source, index } => AccountKind::Words { source, index },
            AccountOrigin::PrivateKey { source } => AccountKind::PrivateKey { source },
            AccountOrigin::Watch => AccountKind::Watch,
        },
        name: account.name.clone(),
        hidden: account.hidden,
    };
    record.accounts.iter().map(view).collect()
}

fn sources(record: &VaultRecord) -> Vec<SourceView> {
    let view = |source: &vault::SourceEntry| SourceView {
        number: source.number,
        words: source.kind == SourceKind::Words,
        proven_at: source.proven_at,
    };
    record.sources.iter().map(view).collect()
}

fn passkeys(record: &VaultRecord) -> Vec<PasskeyView> {
    let view = |wrap: &vault::PasskeyWrap| PasskeyView {
        credential: wrap.credential.clone(),
        salt: wrap.salt.clone(),
        transports: wrap.transports.clone(),
        name: wrap.name.clone(),
        added_at: wrap.added_at,
    };
    record.passkeys().map(view).collect()
}
