use activity::EntryKind;
use deals::TopUpState;
use key_worker::protocol::TopUpView;
use sig::Address;

use super::ask::{Quoted, show_top_up};
use crate::{
    pages::money::Money,
    services::{request_cash_out, request_top_up},
};

/// Asks how deals stand that were begun before, and notes what has moved. Gives a top-up that still waits for its transfer.
pub(super) async fn catch_up(money: Money, account: Address) -> Option<Quoted<TopUpView>> {
    let mut waiting = None;
    for deal in money.open_bank_deals(account).await {
        let transaction = match deal.kind {
            EntryKind::TopUp => {
                let Ok(answer) = request_top_up(&deal.url, deal.hash).await else {
                    continue;
                };
                if answer.state == TopUpState::Waiting && waiting.is_none() {
                    // One that has expired meanwhile is none.
                    waiting = show_top_up(money, deal.url.clone(), answer.quote).await.ok();
                }
                answer.transaction
            }
            _ => request_cash_out(&deal.url, deal.hash)
                .await
                .ok()
                .and_then(|answer| answer.transaction),
        };
        if let Some(transaction) = transaction {
            // Noted the next time, when it cannot be now.
            let _ = money.note_bank_transaction(deal.hash, transaction).await;
        }
    }
    waiting
}
