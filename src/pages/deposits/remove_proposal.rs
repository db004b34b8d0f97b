use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    components::Toasts,
    i18n::{Key, use_i18n},
    services::forget_deposit,
};

/// Takes a proposal that nobody has joined off this browser's list. The operator keeps it; nothing follows from it.
#[component]
pub(super) fn RemoveProposal(id: String) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = Toasts::expect();
    let navigate = use_navigate();
    let remove = move |_| {
        forget_deposit(&id);
        toasts.show(i18n.text(Key::DepositRemoved));
        navigate("/deposits", Default::default());
    };
    view! {
        <section class="card">
            <p class="quiet">{move || i18n.text(Key::DepositRemoveLead)}</p>
            <button type="button" class="button quiet" data-testid="deposit-remove" on:click=remove>
                {move || i18n.text(Key::DepositRemove)}
            </button>
        </section>
    }
}
