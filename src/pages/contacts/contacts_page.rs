use activity::Contact;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use sig::Address;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::contact_form::ContactForm;
use crate::{
    components::{AddressText, Alert, Dialog, Empty, Glyph, Icon, Page, TextField, Toasts},
    i18n::{Key, use_i18n},
    pages::money::{Money, MoneyTrouble},
    services::save_file,
};

/// Whoever the owner knows. `?add=0x…` opens the form for a new one.
#[component]
pub(crate) fn ContactsPage() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let toasts = Toasts::expect();
    let search = RwSignal::new(String::new());
    let asked = use_query_map().with_untracked(|query| query.get("add"));
    let open = RwSignal::new(asked.is_some());
    // What the form begins with.
    let edited = RwSignal::new(Contact {
        name: String::new(),
        address: Address::ZERO,
        note: String::new(),
    });
    let begin = StoredValue::new(asked.unwrap_or_default());
    let trouble = RwSignal::new(None::<MoneyTrouble>);
    let add = move |_| {
        begin.set_value(String::new());
        edited.set(Contact {
            name: String::new(),
            address: Address::ZERO,
            note: String::new(),
        });
        open.set(true);
    };
    let edit = Callback::new(move |contact: Contact| {
        begin.set_value(contact.address.to_string());
        edited.set(contact);
        open.set(true);
    });
    let export = move |_| {
        let text = money.book.with_untracked(|book| book.contacts.export());
        save_file("cryptocity-contacts.json", &text);
    };
    let import = move |event: web_sys::Event| {
        let input: Option<HtmlInputElement> = event.target().and_then(|target| target.dyn_into().ok());
        let Some(file) = input
            .as_ref()
            .and_then(|input| input.files())
            .and_then(|files| files.get(0))
        else {
            return;
        };
        if let Some(input) = input {
            input.set_value("");
        }
        spawn_local(async move {
            let text = JsFuture::from(file.text())
                .await
                .ok()
                .and_then(|text| text.as_string());
            let text = text.unwrap_or_default();
            let added = money
                .edit_book(move |book| Ok(book.contacts.import(&text)?))
                .await;
            match added {
                Ok(count) => {
                    trouble.set(None);
                    toasts.show(i18n.count(Key::ContactsImported, u64::try_from(count).unwrap_or(u64::MAX)));
                }
                Err(error) => trouble.set(Some(error)),
            }
        });
    };
    let found = Memo::new(move |_| {
        let search = search.get().trim().to_lowercase();
        let fits = |contact: &&Contact| {
            search.is_empty()
                || contact.name.to_lowercase().contains(&search)
                || contact.note.to_lowercase().contains(&search)
                || contact.address.to_string().to_lowercase().contains(&search)
        };
        money.book.with(|book| {
            book.contacts
                .all()
                .iter()
                .filter(fits)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let empty = move || money.book.with(|book| book.contacts.all().is_empty());
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::ContactsTitle).to_owned()) back="/more".to_owned()>
            {move || trouble.get().map(|trouble| view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> })}
            <div class="card">
                {move || {
                    if empty() {
                        view! {
                            <Empty
                                icon=Icon::Contacts
                                title=Signal::derive(move || i18n.text(Key::ContactsEmpty).to_owned())
                                text=Signal::derive(move || i18n.text(Key::ContactsEmptyText).to_owned())
                            />
                        }
                        .into_any()
                    } else {
                        view! {
                            <TextField
                                id="contacts-search"
                                label=Signal::derive(move || i18n.text(Key::ContactsSearch).to_owned())
                                value=search
                                kind="search"
                            />
                            <ul class="rows" data-testid="contacts-list">
                                {move || {
                                    found
                                        .get()
                                        .into_iter()
                                        .map(|contact| view! { <ContactRow contact edit /> })
                                        .collect_view()
                                }}
                            </ul>
                        }
                        .into_any()
                    }
                }}
                <div class="actions">
                    <button type="button" class="button" data-testid="contact-add" on:click=add>
                        <Glyph icon=Icon::Plus />
                        {move || i18n.text(Key::ContactsAdd)}
                    </button>
                </div>
            </div>
            <section class="card">
                <h2>{move || i18n.text(Key::ContactsFile)}</h2>
                <p class="quiet">{move || i18n.text(Key::ContactsFileText)}</p>
                <div class="actions">
                    <button type="button" class="button quiet" data-testid="contacts-export" on:click=export>
                        <Glyph icon=Icon::Download />
                        {move || i18n.text(Key::ContactsExport)}
                    </button>
                    <label class="button quiet">
                        <Glyph icon=Icon::Upload />
                        {move || i18n.text(Key::ContactsImport)}
                        <input
                            type="file"
                            accept="application/json,.json"
                            data-testid="contacts-import"
                            on:change=import
                        />
                    </label>
                </div>
            </section>
            <Dialog open title=Signal::derive(move || i18n.text(Key::ContactsForm).to_owned()) sheet=true>
                <ContactForm
                    contact=edited.get_untracked()
                    address=begin.get_value()
                    done=Callback::new(move |()| open.set(false))
                />
            </Dialog>
        </Page>
    }
}

#[component]
fn ContactRow(contact: Contact, edit: Callback<Contact>) -> impl IntoView {
    let i18n = use_i18n();
    let address = contact.address;
    let (name, note) = (contact.name.clone(), contact.note.clone());
    view! {
        <li class="contact">
            <div class="item">
                <span class="item-icon">
                    <Glyph icon=Icon::Person />
                </span>
                <span class="item-text">
                    <span class="item-title">{name}</span>
                    <AddressText address=address.to_string() />
                    {(!note.is_empty()).then(|| view! { <span class="item-note">{note}</span> })}
                </span>
            </div>
            <div class="row">
                <a class="button small" data-testid="contact-send" href=format!("/send?to={address}")>
                    <Glyph icon=Icon::Send />
                    {move || i18n.text(Key::SendTitle)}
                </a>
                <button type="button" class="button quiet small" on:click=move |_| edit.run(contact.clone())>
                    <Glyph icon=Icon::Edit />
                    {move || i18n.text(Key::ContactsEdit)}
                </button>
            </div>
        </li>
    }
}
