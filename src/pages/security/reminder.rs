use key_worker::protocol::SourceView;
use leptos::prelude::*;
use units::Tiyn;

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n},
    pages::wallet::Wallet,
};

/// From 50 000 ₸ on a wallet without a checked backup is warned, and not only told.
const LARGER_TIYN: u64 = 50_000_00;

/// Says on home that the written words were never checked: softly at first, loudly once there is something to lose.
#[component]
pub(crate) fn BackupReminder(
    /// What the wallet holds, where it is known.
    #[prop(into)]
    total: Signal<Option<Tiyn>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let unproven = |source: &SourceView| source.words && source.proven_at.is_none();
    let needed = Memo::new(move |_| {
        wallet.status.with(|status| {
            status
                .as_ref()
                .is_some_and(|status| status.sources.iter().any(unproven))
        })
    });
    let larger = Memo::new(move |_| total.get().is_some_and(|total| total.get() >= LARGER_TIYN));
    move || {
        needed.get().then(|| {
            let larger = larger.get();
            let text = if larger {
                Key::ReminderLarger
            } else {
                Key::ReminderText
            };
            view! {
                <div class=if larger { "alert" } else { "alert warn" } role="note" data-testid="backup-reminder">
                    <Glyph icon=if larger { Icon::Warning } else { Icon::Info } />
                    <div class="stack">
                        <p>{move || i18n.text(text)}</p>
                        <a class="button small" href="/settings/backup">
                            {move || i18n.text(Key::KeysDrillStart)}
                        </a>
                    </div>
                </div>
            }
        })
    }
}
