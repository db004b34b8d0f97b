use activity::{Contact, Recipient, judge_recipient};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use sig::{Address, AddressError};

use crate::{
    components::{Alert, Notice, TextField},
    i18n::{Key, use_i18n},
    pages::money::{Money, MoneyTrouble, read_address},
};

/// Adds a contact or changes one. A name that misleads, or looks like another contact's, is refused.
#[component]
pub(super) fn ContactForm(
    /// What is changed; the zero address for a new one.
    contact: Contact,
    /// What the address field begins with.
    address: String,
    /// Called when it is kept or removed.
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let known = contact.address != Address::ZERO;
    let old = contact.address;
    let name = RwSignal::new(contact.name);
    let typed = RwSignal::new(address);
    let note = RwSignal::new(contact.note);
    let trouble = RwSignal::new(None::<MoneyTrouble>);
    let busy = RwSignal::new(false);
    let read = Memo::new(move |_| read_address(&typed.get()).ok());
    let error = Signal::derive(move || match read_address(&typed.get()) {
        Err(AddressError::Checksum(_)) => Some(i18n.text(Key::SignErrorChecksum).to_owned()),
        Err(AddressError::Malformed(_)) if !typed.with(|text| text.trim().is_empty()) => {
            Some(i18n.text(Key::SendAddressWrong).to_owned())
        }
        _ => None,
    });
    // An address that is made to be mistaken for another one is not let into the book unseen.
    let alike = move || {
        let address = read.get()?;
        let judged = money.book.with(|book| {
            money
                .entries
                .with(|entries| judge_recipient(address, &book.contacts, entries))
        });
        matches!(judged, Recipient::LooksLike { .. }).then_some(())
    };
    let run = move |work: std::pin::Pin<Box<dyn Future<Output = Result<(), MoneyTrouble>>>>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match work.await {
                Ok(()) => done.run(()),
                Err(error) => {
                    let _ = trouble.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(address) = read.get_untracked() else {
            return;
        };
        let contact = Contact {
            name: name.get_untracked().trim().to_owned(),
            address,
            note: note.get_untracked().trim().to_owned(),
        };
        run(Box::pin(async move {
            money
                .edit_book(move |book| {
                    let mut contacts = book.contacts.clone();
                    if known && old != contact.address {
                        contacts.remove(old);
                    }
                    contacts.put(contact)?;
                    book.contacts = contacts;
                    Ok(())
                })
                .await
        }));
    };
    let remove = move |_| {
        run(Box::pin(async move {
            money
                .edit_book(move |book| {
                    book.contacts.remove(old);
                    Ok(())
                })
                .await
        }));
    };
    view! {
        <form class="stack" on:submit=save>
            <TextField
                id="contact-name"
                label=Signal::derive(move || i18n.text(Key::ContactsName).to_owned())
                value=name
                hint=Signal::derive(move || i18n.text(Key::ContactsNameHint).to_owned())
            />
            <TextField
                id="contact-address"
                label=Signal::derive(move || i18n.text(Key::ContactsAddress).to_owned())
                value=typed
                error
            />
            {move || alike().map(|()| view! { <Notice text=Signal::derive(move || i18n.text(Key::SendLookAlike).to_owned()) /> })}
            <TextField
                id="contact-note"
                label=Signal::derive(move || i18n.text(Key::ContactsNote).to_owned())
                value=note
            />
            {move || trouble.get().map(|trouble| view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> })}
            <div class="actions">
                {known
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button quiet"
                                data-testid="contact-remove"
                                disabled=move || busy.get()
                                on:click=remove
                            >
                                <span>{move || i18n.text(Key::ContactsRemove)}</span>
                            </button>
                        }
                    })}
                <button
                    type="submit"
                    class="button"
                    data-testid="contact-save"
                    disabled=move || busy.get() || read.with(Option::is_none)
                >
                    {move || i18n.text(Key::ActionSave)}
                </button>
            </div>
        </form>
    }
}
