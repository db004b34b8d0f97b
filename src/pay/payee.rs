use browser::{read_payee, write_payee};
use key_worker::protocol::PaymentView;

use crate::pay::model::Trouble;

/// What is known about who is paid at an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Acquaintance {
    /// Nobody was paid at this origin from this browser.
    First,
    /// The same payee as before.
    Known,
    /// Somebody else was paid there before.
    Changed {
        /// The former payee's BIN.
        before: String,
    },
}

/// Compares the payee with the one who was paid at the order's origin before.
pub(crate) async fn recall_payee(view: &PaymentView) -> Result<Acquaintance, Trouble> {
    let before = read_payee(&view.origin).await.map_err(|_| Trouble::Journal)?;
    Ok(match before {
        None => Acquaintance::First,
        Some(before) if before == view.merchant.bin.to_string() => Acquaintance::Known,
        Some(before) => Acquaintance::Changed { before },
    })
}

/// Remembers who was paid at the order's origin.
pub(crate) async fn remember_payee(view: &PaymentView) {
    // Without it the next payment is a first one again, which is shown.
    let _ = write_payee(&view.origin, &view.merchant.bin.to_string()).await;
}
