use browser::{read_records, write_records};
use sig::Address;

const OFFERINGS: &str = "offering/";

/// Remembers the contracts of offerings that the signed catalogue names, so that activity can name what was paid to them
/// without the catalogue.
pub async fn keep_offerings(offerings: &[(Address, String)]) {
    let records: Vec<(String, String)> = offerings
        .iter()
        .map(|(contract, id)| (format!("{OFFERINGS}{contract}"), format!("{contract} {id}")))
        .collect();
    // Without it activity says "sent", which is true too.
    let _ = write_records(&records).await;
}

/// The contracts of offerings that were seen in this browser, and the offerings' identifiers.
pub async fn known_offerings() -> Vec<(Address, String)> {
    let texts = read_records(OFFERINGS).await.unwrap_or_default();
    let read = |text: &String| {
        let (contract, id) = text.split_once(' ')?;
        Some((contract.parse().ok()?, id.to_owned()))
    };
    texts.iter().filter_map(read).collect()
}
