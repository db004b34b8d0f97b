use activity::Entry;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use zeroize::Zeroizing;

use crate::{
    components::Dialog,
    i18n::{Key, format_amount, use_i18n},
    pages::{
        money::{
            Money, MoneyTrouble, PreparedReplacement, Replacement, prepare_replacement, send_replacement,
        },
        security::{FormState, OwnerForm, prove_owner},
        sign::{Progressing, StatementView},
    },
};

/// Speeds a waiting transaction up, or cancels it: another one under its number for at least an eighth more.
#[component]
pub(super) fn ReplaceCard(entry: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let open = RwSignal::new(false);
    let kind = RwSignal::new(Replacement::SpeedUp);
    let prepared = RwSignal::new(None::<PreparedReplacement>);
    let trouble = RwSignal::new(None::<MoneyTrouble>);
    let busy = RwSignal::new(false);
    let entry = StoredValue::new(entry);
    let navigate = StoredValue::new_local(use_navigate());
    let begin = move |chosen: Replacement| {
        kind.set(chosen);
        prepared.set(None);
        trouble.set(None);
        open.set(true);
        busy.set(true);
        spawn_local(async move {
            match prepare_replacement(money, entry.get_value(), chosen).await {
                Ok(ready) => prepared.set(Some(ready)),
                Err(error) => trouble.set(Some(error)),
            }
            busy.set(false);
        });
    };
    let state = FormState::new();
    let send = move |password: Zeroizing<Vec<u8>>| {
        let Some(ready) = prepared.get_untracked() else {
            return;
        };
        if state.busy.get_untracked() {
            return;
        }
        state.busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            if let Err(error) = prove_owner(money.wallet, password).await {
                let _ = trouble.try_set(Some(error.into()));
                let _ = state.busy.try_set(false);
                return;
            }
            match send_replacement(money, ready).await {
                Ok(id) => {
                    spawn_local(money.refresh());
                    let _ = open.try_set(false);
                    if let Some(navigate) = navigate.try_get_value() {
                        navigate(&format!("/activity/{id}"), Default::default());
                    }
                }
                Err(error) => {
                    let _ = trouble.try_set(Some(error));
                }
            }
            let _ = state.busy.try_set(false);
        });
    };
    let title = move || match kind.get() {
        Replacement::SpeedUp => Key::ReplaceSpeedUp,
        Replacement::Cancel => Key::ReplaceCancel,
    };
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::ReplaceTitle)}</h2>
            <p class="quiet">{move || i18n.text(Key::ReplaceText)}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    data-testid="speed-up"
                    on:click=move |_| begin(Replacement::SpeedUp)
                >
                    {move || i18n.text(Key::ReplaceSpeedUp)}
                </button>
                <button
                    type="button"
                    class="button quiet"
                    data-testid="cancel"
                    on:click=move |_| begin(Replacement::Cancel)
                >
                    {move || i18n.text(Key::ReplaceCancel)}
                </button>
            </div>
            <Dialog open title=Signal::derive(move || i18n.text(title()).to_owned()) sheet=true>
                {move || {
                    prepared
                        .get()
                        .map(|ready| {
                            let most = ready.most;
                            view! {
                                <StatementView statement=ready.view.statement />
                                <p>
                                    {move || {
                                        let most = format_amount(most, 18, &money.coin(), i18n.language());
                                        i18n.fill(Key::SendFeeMost, &[("amount", &most)])
                                    }}
                                </p>
                                <OwnerForm
                                    id="replace-password"
                                    submit=Signal::derive(move || i18n.text(title()).to_owned())
                                    state
                                    work=send
                                />
                            }
                        })
                }}
                <Progressing busy trouble />
            </Dialog>
        </section>
    }
}
