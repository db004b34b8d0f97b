use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::response::sse::{Event, KeepAlive, Sse};
use checkout::{OrderId, OrderState};
use futures_util::stream::{self, Stream};

use super::{Merchant, show_order::show_order};

/// Another till on the same database may change the order: looked at this often without being told.
const LOOK: Duration = Duration::from_secs(1);

/// The status of an order now and whenever it changes, as server-sent events of the type `status`. Ends with the order.
pub(super) fn watch_order(
    merchant: Arc<Merchant>,
    id: OrderId,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = merchant.events.subscribe();
    let states = stream::unfold(
        (merchant, changes, None::<String>, false),
        move |(merchant, mut changes, mut last, ended)| async move {
            if ended {
                return None;
            }
            loop {
                if last.is_some() {
                    let _ = tokio::time::timeout(LOOK, changes.changed()).await;
                }
                let Ok(Some(status)) = show_order(&merchant, id).await else {
                    return None;
                };
                let Ok(text) = serde_json::to_string(&status) else {
                    return None;
                };
                if last.as_ref() != Some(&text) {
                    last = Some(text.clone());
                    let over = matches!(
                        status.state,
                        OrderState::Final | OrderState::Failed | OrderState::Cancelled | OrderState::Refunded
                    );
                    let event = Event::default().event("status").data(text);
                    return Some((Ok(event), (merchant, changes, last, over)));
                }
            }
        },
    );
    Sse::new(states).keep_alive(KeepAlive::default())
}
