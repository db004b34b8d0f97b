use key_worker::protocol::{Request, Response, SourceRequest};
use leptos::{
    ev::SubmitEvent,
    html::{H2, Input},
    prelude::*,
};
use zeroize::Zeroizing;

use crate::{
    components::{PasswordField, Toasts, focus_on, focus_when_here, take_password},
    i18n::{Key, use_i18n},
    pages::{
        security::owner::{FormNotes, FormState},
        wallet::Wallet,
    },
};

/// Asks for three words that the owner has written down.
#[component]
pub(super) fn BackupDrill(
    /// Which source.
    source: u32,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let toasts = Toasts::expect();
    let state = FormState::new();
    let positions = RwSignal::new(Vec::<usize>::new());
    let heading = NodeRef::<H2>::new();
    let nodes = [(); 3].map(|()| NodeRef::<Input>::new());
    let start = move |_| {
        state.run(async move {
            let request = Request::StartDrill(SourceRequest { source });
            if let Response::Drill(asked) = wallet.ask(&request).await? {
                positions.set(asked);
            }
            Ok(())
        });
    };
    let check = move |event: SubmitEvent| {
        event.prevent_default();
        let mut typed = Zeroizing::new(Vec::with_capacity(256));
        for node in nodes {
            let Some(input) = node.get_untracked() else { return };
            typed.extend_from_slice(&take_password(&input));
            typed.push(b' ');
        }
        state.run(async move {
            wallet.ask_with(&Request::CheckDrill, typed).await?;
            positions.set(Vec::new());
            toasts.show(i18n.text(Key::KeysDrillDone));
            focus_on(heading);
            Ok(())
        });
    };
    let label = move |at: usize| {
        Signal::derive(move || {
            let position = positions.with(|positions| positions.get(at).copied().unwrap_or_default());
            i18n.fill(Key::KeysDrillWord, &[("position", &position.to_string())])
        })
    };
    let [first, second, third] = nodes;
    focus_when_here(first);
    view! {
        <section class="card">
            <h2 tabindex="-1" node_ref=heading>
                {move || i18n.text(Key::KeysDrillTitle)}
            </h2>
            <p>{move || i18n.text(Key::KeysDrillLead)}</p>
            {move || {
                if positions.with(Vec::is_empty) {
                    return view! {
                        <FormNotes state />
                        <button type="button" class="button" data-testid="drill-start" on:click=start>
                            {move || i18n.text(Key::KeysDrillStart)}
                        </button>
                    }
                        .into_any();
                }
                view! {
                    <form class="stack" on:submit=check>
                        <PasswordField node=first id="drill-1" label=label(0) autocomplete="off" />
                        <PasswordField node=second id="drill-2" label=label(1) autocomplete="off" />
                        <PasswordField node=third id="drill-3" label=label(2) autocomplete="off" />
                        <FormNotes state />
                        <button type="submit" class="button" data-testid="drill-check">
                            {move || i18n.text(Key::KeysDrillCheck)}
                        </button>
                    </form>
                }
                    .into_any()
            }}
        </section>
    }
}
