use gloo_timers::future::TimeoutFuture;
use leptos::{html::Details, prelude::*, task::spawn_local};

use crate::{
    i18n::{Key, use_i18n},
    pay::model::{Model, Screen},
    services::{TillError, request_order},
};

/// The till is asked this often whether the order was paid elsewhere.
const ASK_MS: u32 = 3_000;

/// The same order on another device: a square and a link. Meanwhile the page finds out by itself when it was paid there.
#[component]
pub(crate) fn OtherDevice(model: Model) -> impl IntoView {
    let i18n = use_i18n();
    let details = NodeRef::<Details>::new();
    let shown = RwSignal::new(false);
    let on_toggle = move |_| {
        let open = details.get_untracked().is_some_and(|details| details.open());
        if open && !shown.get_untracked() {
            load_square();
            shown.set(true);
            spawn_local(follow(model, shown));
        }
    };
    let link = move || {
        model
            .opening
            .with_value(|opening| {
                opening
                    .as_ref()
                    .map(|opening| opening.link(i18n.language().code()))
            })
            .unwrap_or_default()
    };
    view! {
        <details class="other-device no-print" node_ref=details on:toggle=on_toggle>
            <summary data-testid="other-device">{move || i18n.text(Key::PayOtherDeviceTitle)}</summary>
            {move || {
                shown.get().then(|| {
                    let link = link();
                    view! {
                        <p>{i18n.text(Key::PayOtherDeviceText)}</p>
                        <cryptocity-qr class="qr" role="img" aria-label=i18n.text(Key::PayOtherDeviceQr) text=link.clone()></cryptocity-qr>
                        <a class="hash" href=link target="_blank" rel="noopener" data-testid="other-device-link">{link.clone()}</a>
                    }
                })
            }}
        </details>
    }
}

/// Brings the script that draws squares; a page that shows none does without it.
fn load_square() {
    let load = || {
        let script = document()
            .query_selector("meta[name=qr]")
            .ok()??
            .get_attribute("content")?;
        let element = document().create_element("script").ok()?;
        element.set_attribute("src", &script).ok()?;
        document().head()?.append_child(&element).ok()
    };
    // Without it the link stands there alone.
    let _ = load();
}

/// Asks the till until the order is paid, or until this view is gone.
async fn follow(model: Model, shown: RwSignal<bool>) {
    // The merchant's page too has to ask its server from now on.
    model
        .opening
        .with_value(|opening| opening.iter().for_each(|opening| opening.tell("elsewhere")));
    loop {
        TimeoutFuture::new(ASK_MS).await;
        let pay_url = model
            .opening
            .with_value(|opening| opening.as_ref().map(|opening| opening.pay_url.clone()));
        let (Some(pay_url), Some(true)) = (pay_url, shown.try_get_untracked()) else {
            return;
        };
        if model.busy.get_untracked().is_some() {
            continue;
        }
        if request_order(&pay_url).await == Err(TillError::Paid) && shown.try_get_untracked().is_some() {
            model.screen.set(Screen::PaidElsewhere);
        }
    }
}
