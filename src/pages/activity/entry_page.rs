use activity::{Entry, EntryKind, State};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use sig::B256;

use super::{
    belongs::Belongs,
    entry_text::{kind_key, party_name, signed_amount, state_hint, state_key},
    receipt_card::ReceiptCard,
    replace_card::ReplaceCard,
};
use crate::{
    components::{AddressText, Alert, CopyButton, Empty, Field, Glyph, Icon, Page, Skeleton, Toasts},
    i18n::{Key, format_amount, format_tenge, format_time, use_i18n},
    pages::{
        money::{Money, MoneyTrouble, can_replace, entry_of_path},
        network_note::NetworkNote,
    },
};

/// One entry in full.
#[component]
pub(crate) fn EntryPage() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let params = use_params_map();
    let entry = Memo::new(move |_| {
        let id = params.with(|params| params.get("id").unwrap_or_default());
        money.entries.with(|entries| entry_of_path(entries, &id))
    });
    let id = Memo::new(move |_| entry.with(|entry| entry.as_ref().map(|entry| entry.id.clone())));
    view! {
        <Page
            title=Signal::derive(move || {
                let key = entry.with(|entry| entry.as_ref().map_or(Key::NavActivity, kind_key));
                i18n.text(key).to_owned()
            })
            back="/activity".to_owned()
        >
            <NetworkNote />
            {move || match (entry.get(), money.loaded.get()) {
                (Some(entry), _) => view! { <EntryView entry /> }.into_any(),
                (None, false) => view! { <div class="card"><Skeleton /></div> }.into_any(),
                (None, true) => {
                    view! {
                        <Empty
                            icon=Icon::Search
                            title=Signal::derive(move || i18n.text(Key::ActivityMissing).to_owned())
                            text=Signal::derive(move || i18n.text(Key::ActivityMissingText).to_owned())
                        />
                    }
                    .into_any()
                }
            }}
            {move || id.get().map(|id| view! { <NoteCard id /> })}
        </Page>
    }
}

#[component]
fn EntryView(entry: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let state = entry.state;
    let (tone, data_state) = match state {
        State::Final { succeeded: true, .. } => ("badge good", "final"),
        State::Mined { succeeded: true, .. } => ("badge good", "mined"),
        state if state.is_void() => ("badge bad", "void"),
        _ => ("badge", "waiting"),
    };
    let shown = StoredValue::new(entry.clone());
    let hash = entry.transaction;
    let block = match state {
        State::Mined { block_number, .. } | State::Final { block_number, .. } => Some(block_number),
        _ => None,
    };
    let counterparty = entry.counterparty;
    // A contract, or nobody at all, is no contact: what is sent there is lost.
    let may_be_contact = entry.kind == EntryKind::Transfer && !counterparty.is_zero();
    let unknown = move || {
        may_be_contact
            && money.book.with(|book| book.name_of(counterparty).is_none())
            && !money.own_addresses().contains(&counterparty)
    };
    let rate = entry.rate_source.clone();
    view! {
        <div class="columns">
            <section class="card" data-testid="entry-view" data-state=data_state>
                <div class="row spread">
                    <p class="amount">{move || shown.with_value(|entry| signed_amount(i18n, entry))}</p>
                    <span class=tone data-testid="entry-state">{move || i18n.text(state_key(state))}</span>
                </div>
                {entry
                    .worth
                    .map(|worth| {
                        view! {
                            <p class="quiet">
                                {move || {
                                    let worth = format_tenge(worth, i18n.language());
                                    let source = rate.clone().unwrap_or_default();
                                    i18n.fill(Key::ActivityWorth, &[("worth", &worth), ("source", &source)])
                                }}
                            </p>
                        }
                    })}
                <p role="status">{move || i18n.text(state_hint(state))}</p>
                <dl class="facts">
                    <dt>{move || i18n.text(Key::ActivityParty)}</dt>
                    <dd>
                        {move || {
                            shown
                                .with_value(|entry| party_name(money, i18n, entry))
                                .map(|name| view! { <strong class="block">{name}</strong> })
                        }}
                        <AddressText address=counterparty.to_string() />
                    </dd>
                    <dt>{move || i18n.text(Key::ActivityTime)}</dt>
                    <dd>{move || format_time(entry.time, i18n.language())}</dd>
                    {block
                        .map(|block| {
                            view! {
                                <dt>{move || i18n.text(Key::ReceiptBlock)}</dt>
                                <dd>{block.to_string()}</dd>
                            }
                        })}
                    {(!entry.fee.get().is_zero())
                        .then(|| {
                            let fee = entry.fee;
                            view! {
                                <dt>{move || i18n.text(Key::SignLabelMostFee)}</dt>
                                <dd>{move || format_amount(fee, 18, &money.coin(), i18n.language())}</dd>
                            }
                        })}
                    {(hash != B256::ZERO)
                        .then(|| {
                            view! {
                                <dt>{move || i18n.text(Key::ReceiptTransaction)}</dt>
                                <dd class="hash" data-testid="entry-hash">{hash.to_string()}</dd>
                            }
                        })}
                </dl>
                <div class="actions">
                    {(hash != B256::ZERO).then(|| view! { <CopyButton text=hash.to_string() /> })}
                    {move || {
                        unknown()
                            .then(|| {
                                view! {
                                    <a class="button quiet small" href=format!("/contacts?add={counterparty}")>
                                        <Glyph icon=Icon::Plus />
                                        {move || i18n.text(Key::ContactsAdd)}
                                    </a>
                                }
                            })
                    }}
                </div>
            </section>
            <div class="stack">
                {can_replace(&entry).then(|| view! { <ReplaceCard entry=entry.clone() /> })}
                {match (entry.kind, entry.related.clone()) {
                    (EntryKind::Payment, Some(order)) => view! { <ReceiptCard order /> }.into_any(),
                    _ => view! { <Belongs entry /> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// The owner's note, kept encrypted with the vault.
#[component]
fn NoteCard(id: String) -> impl IntoView {
    const LONGEST: usize = 500;
    let i18n = use_i18n();
    let money = Money::expect();
    let toasts = Toasts::expect();
    let note = RwSignal::new(
        money
            .book
            .with_untracked(|book| book.notes.get(&id).cloned().unwrap_or_default()),
    );
    let trouble = RwSignal::new(None::<MoneyTrouble>);
    let save = move |_| {
        let (id, text) = (id.clone(), note.get_untracked());
        spawn_local(async move {
            let text: String = clearsign::neutralise(text.trim()).chars().take(LONGEST).collect();
            let kept = money
                .edit_book(move |book| {
                    if text.is_empty() {
                        book.notes.remove(&id);
                    } else {
                        book.notes.insert(id, text);
                    }
                    Ok(())
                })
                .await;
            if kept.is_ok() {
                toasts.show(i18n.text(Key::ActivityNoteKept));
            }
            let _ = trouble.try_set(kept.err());
        });
    };
    view! {
        <section class="card">
            <Field id="entry-note" label=Signal::derive(move || i18n.text(Key::ActivityNote).to_owned())>
                <textarea
                    id="entry-note"
                    data-testid="entry-note"
                    rows="2"
                    maxlength=LONGEST.to_string()
                    prop:value=move || note.get()
                    on:input=move |event| note.set(event_target_value(&event))
                ></textarea>
            </Field>
            {move || trouble.get().map(|trouble| view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> })}
            <button type="button" class="button quiet" data-testid="entry-note-save" on:click=save>
                {move || i18n.text(Key::ActionSave)}
            </button>
        </section>
    }
}
