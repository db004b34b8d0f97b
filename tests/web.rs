//! The pages in a real browser, as far as they go without servers. Journeys with servers are in `tests/e2e`.
#![cfg(target_arch = "wasm32")]

use cryptocity_wallet::{
    components::LanguageSwitch,
    i18n::{
        Key, Language, format_date, format_day, format_list, format_relative, format_tenge, install_table,
        provide_language, use_i18n,
    },
    pay::PayPage,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{mount::mount_to, prelude::*};
use units::Tiyn;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

#[allow(missing_docs, reason = "written by the build script")]
mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

fn install() {
    install_table(Language::Kazakh, texts::KK);
    install_table(Language::Russian, texts::RU);
    install_table(Language::English, texts::EN);
}

/// An empty place on the page, the texts at hand.
fn wrapper() -> HtmlElement {
    install();
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
    // The page counts its windows first; the test's own time limit ends the waiting.
    let alert = loop {
        if let Some(alert) = wrapper.query_selector("[role=alert]").expect("a valid selector") {
            break alert;
        }
        TimeoutFuture::new(20).await;
    };
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

/// What the browser's own tables say, no-break spaces as spaces.
fn intl(script: &str) -> String {
    js_sys::eval(script)
        .expect("a valid script")
        .as_string()
        .expect("a string")
        .replace(['\u{a0}', '\u{202f}'], " ")
}

/// 2026-11-22 13:05 UTC.
const NOVEMBER: u64 = 1_795_352_700;

#[wasm_bindgen_test]
fn kazakh_is_written_the_same_in_every_browser() {
    install();
    let kk = Language::Kazakh;
    assert_eq!(format_date(NOVEMBER, kk), "2026 ж. 22 қараша");
    assert_eq!(format_day(NOVEMBER, NOVEMBER, kk), "бүгін");
    assert_eq!(format_day(NOVEMBER - 86_400, NOVEMBER, kk), "кеше");
    // 19:00 UTC is the next day in Alatau.
    assert_eq!(format_day(NOVEMBER + 6 * 3600, NOVEMBER, kk), "ертең");
    assert_eq!(format_relative(NOVEMBER - 59, NOVEMBER, kk), "қазір");
    assert_eq!(format_relative(NOVEMBER - 180, NOVEMBER, kk), "3 минут бұрын");
    assert_eq!(format_relative(NOVEMBER + 7200, NOVEMBER, kk), "2 сағаттан кейін");
    assert_eq!(
        format_relative(NOVEMBER - 20 * 86_400, NOVEMBER, kk),
        "2026 ж. 2 қараша"
    );
    let names = ["Кафе", "Дәмхана", "Дүкен"].map(str::to_owned);
    assert_eq!(format_list(&names, kk), "Кафе, Дәмхана және Дүкен");
    assert_eq!(format_list(&names[..1], kk), "Кафе");
}

#[wasm_bindgen_test]
fn russian_and_english_are_written_as_the_browser_writes_them() {
    install();
    let ru = Language::Russian;
    let date =
        "new Intl.DateTimeFormat('ru',{dateStyle:'long',timeZone:'Asia/Almaty'}).format(1795352700000)";
    assert_eq!(format_date(NOVEMBER, ru), intl(date));
    let date =
        "new Intl.DateTimeFormat('en-GB',{dateStyle:'long',timeZone:'Asia/Almaty'}).format(1795352700000)";
    assert_eq!(format_date(NOVEMBER, Language::English), intl(date));
    for minutes in [1_u64, 2, 5, 11, 21, 22, 59] {
        for (language, code) in [(ru, "ru"), (Language::English, "en")] {
            let by_browser = |sign: &str| {
                intl(&format!(
                    "new Intl.RelativeTimeFormat('{code}').format({sign}{minutes},'minute')"
                ))
            };
            assert_eq!(
                format_relative(NOVEMBER - minutes * 60, NOVEMBER, language),
                by_browser("-")
            );
            assert_eq!(
                format_relative(NOVEMBER + minutes * 60, NOVEMBER, language),
                by_browser("")
            );
        }
    }
    for number in ["0", "1234567.5", "2450"] {
        let tenge = Tiyn::new(
            number.replace('.', "").parse::<u64>().expect("digits")
                * if number.contains('.') { 10 } else { 100 },
        )
        .expect("in range");
        let digits = if number.contains('.') { 2 } else { 0 };
        let by_browser = intl(&format!(
            "new Intl.NumberFormat('ru',{{style:'currency',currency:'KZT',currencyDisplay:'narrowSymbol',minimumFractionDigits:{digits},maximumFractionDigits:{digits}}}).format({number})"
        ));
        assert_eq!(format_tenge(tenge, ru).replace('\u{a0}', " "), by_browser);
    }
    let names = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(
        format_list(&names, ru),
        intl("new Intl.ListFormat('ru').format(['a','b','c'])")
    );
}
