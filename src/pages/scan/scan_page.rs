use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast as _;
use web_sys::CustomEvent;

use super::read_code::{Code, CodeError, read_code};
use crate::{
    components::{Alert, Glyph, Icon, Page, TextField},
    i18n::{Key, use_i18n},
    pages::wallet::Wallet,
};

/// Where the element is defined.
const SCANNER: &str = "/scan/scanner.js";

/// Reads a code and goes where it leads.
#[component]
pub(crate) fn ScanPage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let text = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Key>);
    let camera = RwSignal::new(None::<Key>);
    load_scanner();
    let navigate = StoredValue::new_local(use_navigate());
    let follow = move |read: String| {
        let Some(registry) = wallet.registry.get_untracked() else {
            return;
        };
        let origin = window().location().origin().unwrap_or_default();
        match read_code(&read, &origin, registry.home_chain, &registry.assets) {
            Ok(Code::Send(way) | Code::Page(way)) => {
                if let Some(navigate) = navigate.try_get_value() {
                    navigate(&way, Default::default());
                }
            }
            // Another document: the pay page.
            Ok(Code::Pay(way)) => drop(window().location().assign(&way)),
            Err(error) => trouble.set(Some(error_key(error))),
        }
    };
    let found = move |event: CustomEvent| {
        if let Some(read) = event.detail().as_string() {
            follow(read);
        }
    };
    let failed = move |event: CustomEvent| {
        let key = match event.detail().as_string().as_deref() {
            Some("denied") => Key::ScanDenied,
            Some("nothing") => {
                trouble.set(Some(Key::ScanNothing));
                return;
            }
            _ => Key::ScanNoCamera,
        };
        camera.set(Some(key));
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        trouble.set(None);
        follow(text.get_untracked());
    };
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::ScanTitle).to_owned()) back="/".to_owned()>
            <div class="columns">
                <section class="card">
                    <qr-scanner
                        class="scanner"
                        on:found=move |event: web_sys::Event| found(event.unchecked_into())
                        on:trouble=move |event: web_sys::Event| failed(event.unchecked_into())
                    >
                        {move || {
                            camera
                                .get()
                                .is_none()
                                .then(|| {
                                    view! {
                                        <div class="scan-window">
                                            <video muted playsinline aria-label=move || i18n.text(Key::ScanVideo)></video>
                                        </div>
                                    }
                                })
                        }}
                        {move || {
                            camera.get().map(|key| view! { <p class="notice" role="status">{move || i18n.text(key)}</p> })
                        }}
                        <p class="hint">{move || i18n.text(Key::ScanHint)}</p>
                        <label class="button quiet">
                            <Glyph icon=Icon::Image />
                            {move || i18n.text(Key::ScanImage)}
                            <input type="file" accept="image/*" data-testid="scan-image" />
                        </label>
                    </qr-scanner>
                </section>
                <form class="card" on:submit=on_submit>
                    <TextField
                        id="scan-text"
                        label=Signal::derive(move || i18n.text(Key::ScanText).to_owned())
                        value=text
                        hint=Signal::derive(move || i18n.text(Key::ScanTextHint).to_owned())
                    />
                    {move || trouble.get().map(|key| view! { <Alert text=Signal::derive(move || i18n.text(key).to_owned()) /> })}
                    <button
                        type="submit"
                        class="button"
                        data-testid="scan-go"
                        disabled=move || text.with(|text| text.trim().is_empty())
                    >
                        {move || i18n.text(Key::ScanGo)}
                    </button>
                </form>
            </div>
        </Page>
    }
}

/// Adds the script of the element once; the page works without it, by pasted text.
fn load_scanner() {
    let head = document().head();
    let known = document()
        .query_selector(&format!("script[src=\"{SCANNER}\"]"))
        .ok()
        .flatten();
    let (Some(head), None) = (head, known) else { return };
    if let Ok(script) = document().create_element("script") {
        // A plain element takes any attribute and a place in the head.
        let _ = script.set_attribute("type", "module");
        let _ = script.set_attribute("src", SCANNER);
        let _ = head.append_child(&script);
    }
}

const fn error_key(error: CodeError) -> Key {
    match error {
        CodeError::Unknown => Key::ScanUnknown,
        CodeError::Checksum => Key::SignErrorChecksum,
        CodeError::OtherChain => Key::ScanOtherChain,
        CodeError::OtherAsset => Key::ScanOtherAsset,
        CodeError::BadLink => Key::ScanBadLink,
        CodeError::OtherSite => Key::ScanOtherSite,
    }
}
