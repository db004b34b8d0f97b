use vault::VaultStore;

/// What every vault store does: nothing at first, then the newest first, never more than two, exactly as written.
/// The store must be empty.
///
/// # Panics
/// When the store breaks the contract.
pub async fn vault_store_contract(store: &impl VaultStore) {
    let load = async || store.load().await.expect("a store can be read");
    let _alone = store.exclusive().await;
    assert!(load().await.is_empty(), "empty at first");
    store.save("first").await.expect("a store keeps a text");
    assert_eq!(load().await, ["first"]);
    store.save("екінші").await.expect("a store keeps a second text");
    assert_eq!(load().await, ["екінші", "first"]);
    store.save("third").await.expect("a store keeps a third text");
    assert_eq!(load().await, ["third", "екінші"]);
    let note = async || store.load_note("note").await.expect("a store can be read");
    assert_eq!(note().await, None, "no note at first");
    for text in ["one", "екі"] {
        store.save_note("note", text).await.expect("a store keeps a note");
        assert_eq!(note().await.as_deref(), Some(text));
    }
    assert_eq!(load().await, ["third", "екінші"], "beside the vault");
}
