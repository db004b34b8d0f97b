use vault::{VaultRecord, VaultStore};

/// What every vault store does: nothing at first, then the newest first, never more than two, exactly as written.
/// `first` and `second` are records of different generations; the store must be empty.
///
/// # Panics
/// When the store breaks the contract.
pub async fn vault_store_contract(store: &impl VaultStore, first: &VaultRecord, second: &VaultRecord) {
    assert_eq!(
        store.load().await.expect("a store can be read"),
        [],
        "empty at first"
    );
    store.save(first).await.expect("a store keeps a record");
    assert_eq!(
        store.load().await.expect("a store can be read"),
        std::slice::from_ref(first)
    );
    store.save(second).await.expect("a store keeps a second record");
    assert_eq!(
        store.load().await.expect("a store can be read"),
        [second.clone(), first.clone()]
    );
    store.save(second).await.expect("a store keeps a third record");
    assert_eq!(
        store.load().await.expect("a store can be read"),
        [second.clone(), second.clone()]
    );
}
