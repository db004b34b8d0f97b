//! The pages in a real browser, as far as they go without servers. Journeys with servers are in `tests/e2e`.
#![cfg(target_arch = "wasm32")]

use cryptocity_wallet::{
    components::LanguageSwitch,
    i18n::{Key, Language, install_table, provide_language, use_i18n},
    pay::PayPage,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

#[allow(missing_docs, reason = "written by the build script")]
mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// An empty place on the page, the texts at hand.
fn wrapper() -> HtmlElement {
    install_table(Language::Kazakh, texts::KK);
    install_table(Language::Russian, texts::RU);
    install_table(Language::English, texts::EN);
    let element: HtmlElement = document().create_element("div").expect("a div").unchecked_into();
    document()
        .body()
        .expect("a body")
        .append_child(&element)
        .expect("takes children");
    element
}

#[component]
fn Sample() -> impl IntoView {
    provide_language();
    let i18n = use_i18n();
    view! { <LanguageSwitch /><p>{move || i18n.text(Key::StartTitle)}</p> }
}

#[wasm_bindgen_test]
async fn the_language_switches_at_once_and_is_remembered() {
    let wrapper = wrapper();
    let handle = mount_to(wrapper.clone(), Sample);
    for language in Language::ALL {
        let button: HtmlElement = wrapper
            .query_selector(&format!("button[lang={}]", language.code()))
            .expect("a valid selector")
            .expect("a button a language")
            .unchecked_into();
        button.click();
        TimeoutFuture::new(0).await;
        assert!(
            wrapper
                .text_content()
                .unwrap_or_default()
                .contains(Key::StartTitle.text(language))
        );
        let root = document().document_element().expect("a root");
        assert_eq!(root.get_attribute("lang").as_deref(), Some(language.code()));
        let stored = window()
            .local_storage()
            .expect("storage")
            .expect("storage")
            .get_item("cryptocity.language");
        assert_eq!(stored.expect("readable").as_deref(), Some(language.code()));
    }
    drop(handle);
    wrapper.remove();
}

#[wasm_bindgen_test]
async fn the_pay_page_without_an_order_says_where_it_is_opened_from() {
    let wrapper = wrapper();
    let handle = mount_to(wrapper.clone(), PayPage);
    TimeoutFuture::new(50).await;
    let alert = wrapper
        .query_selector("[role=alert]")
        .expect("a valid selector")
        .expect("an alert");
    let said = alert.text_content().unwrap_or_default();
    assert!(
        Language::ALL
            .iter()
            .any(|language| said == Key::PayNoOrder.text(*language)),
        "{said}"
    );
    drop(handle);
    wrapper.remove();
}
