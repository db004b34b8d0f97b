use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    assets::MARK,
    icons::{Icon, icon},
    visit::{Staff, Visit},
};
use crate::{
    i18n::{Key, Language},
    merchant::{Merchant, Scope},
};

/// Whom a page is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Audience<'a> {
    /// The shop's people, with the navigation.
    Staff(&'a Staff),
    /// Anybody.
    Customer,
}

/// A section of the staff's pages.
struct Section {
    href: &'static str,
    icon: Icon,
    name: Key,
    needs: Scope,
    /// On a phone in the bar; otherwise under "more".
    in_bar: bool,
}

const fn section(href: &'static str, icon: Icon, name: Key, needs: Scope, in_bar: bool) -> Section {
    Section {
        href,
        icon,
        name,
        needs,
        in_bar,
    }
}

const SECTIONS: [Section; 9] = [
    section("/staff/pos", Icon::Pos, Key::NavPos, Scope::Orders, true),
    section("/staff/orders", Icon::Orders, Key::NavOrders, Scope::Orders, true),
    section("/staff/links", Icon::Link, Key::NavLinks, Scope::Orders, true),
    section(
        "/staff/statement",
        Icon::Statement,
        Key::NavStatement,
        Scope::Reports,
        true,
    ),
    section(
        "/staff/payouts",
        Icon::Payouts,
        Key::NavPayouts,
        Scope::Reports,
        false,
    ),
    section("/staff/keys", Icon::Key, Key::NavKeys, Scope::Settings, false),
    section(
        "/staff/webhooks",
        Icon::Bell,
        Key::NavWebhooks,
        Scope::Settings,
        false,
    ),
    section(
        "/staff/people",
        Icon::People,
        Key::NavPeople,
        Scope::Settings,
        false,
    ),
    section(
        "/staff/settings",
        Icon::Settings,
        Key::NavSettings,
        Scope::Orders,
        false,
    ),
];

/// A whole page.
pub(super) fn page(
    merchant: &Merchant,
    visit: &Visit,
    title: &str,
    audience: Audience<'_>,
    body: &Markup,
) -> Markup {
    document(merchant, visit, (title, false), audience, body)
}

/// A whole page that follows something while `open`: a browser without script loads it again every few seconds.
pub(super) fn live_page(
    merchant: &Merchant,
    visit: &Visit,
    (title, open): (&str, bool),
    audience: Audience<'_>,
    body: &Markup,
) -> Markup {
    document(merchant, visit, (title, open), audience, body)
}

fn document(
    merchant: &Merchant,
    visit: &Visit,
    (title, open): (&str, bool),
    audience: Audience<'_>,
    body: &Markup,
) -> Markup {
    let shop = merchant.certificate.names.in_language(visit.language.code());
    html! {
        (DOCTYPE)
        html lang=(visit.language.code()) data-theme=[visit.theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) " · " (shop) }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/till.css";
                script src="/assets/till.js" defer {}
                @if open { noscript { meta http-equiv="refresh" content="5"; } }
            }
            body {
                a.skip.visually-hidden href="#main" { (visit.text(Key::PageSkip)) }
                @match audience {
                    Audience::Staff(staff) => div.shell {
                        (bar(merchant, visit, "/staff", shop))
                        main #main tabindex="-1" { (body) }
                        (navigation(staff, shop))
                    },
                    Audience::Customer => {
                        (bar(merchant, visit, "", shop))
                        main #main tabindex="-1" { (body) }
                    },
                }
            }
        }
    }
}

fn bar(merchant: &Merchant, visit: &Visit, home: &str, shop: &str) -> Markup {
    html! {
        header.bar.no-print {
            @if home.is_empty() {
                span.brand { (mark()) span { (shop) } }
            } @else {
                a.brand href=(home) { (mark()) span { (shop) } }
            }
            @if merchant.certificate.test { span.badge { (visit.text(Key::PageTest)) } }
            (languages(visit))
        }
    }
}

fn mark() -> Markup {
    html! { span.brand-mark aria-hidden="true" { (PreEscaped(MARK)) } }
}

fn languages(visit: &Visit) -> Markup {
    html! {
        nav.languages aria-label=(visit.text(Key::PageLanguage)) {
            @for language in Language::ALL {
                a href=(visit.in_language(language)) lang=(language.code()) hreflang=(language.code())
                    title=(language.name())
                    aria-label={ (language.code().to_uppercase()) " " (language.name()) }
                    aria-current=[(language == visit.language).then_some("true")] {
                    (language.code().to_uppercase())
                }
            }
        }
    }
}

fn navigation(staff: &Staff, shop: &str) -> Markup {
    let visit = &staff.visit;
    let path = visit.uri.path();
    let here = |href: &str| path == href || path.starts_with(&format!("{href}/"));
    let hidden_here = SECTIONS
        .iter()
        .any(|section| !section.in_bar && here(section.href));
    html! {
        nav.nav.no-print aria-label=(visit.text(Key::PageNavigation)) {
            a.brand.rail-brand href="/staff" { (mark()) span { (shop) } }
            ul {
                @for section in SECTIONS.iter().filter(|section| staff.may(section.needs)) {
                    li.prime[section.href == "/staff/pos"].rail-only[!section.in_bar] {
                        (nav_link(section.href, section.icon, visit.text(section.name), here(section.href)))
                    }
                }
                li.bar-only { (nav_link("/staff/more", Icon::More, visit.text(Key::NavMore), hidden_here || here("/staff/more"))) }
            }
        }
    }
}

fn nav_link(href: &str, shape: Icon, name: &str, current: bool) -> Markup {
    html! {
        a href=(href) aria-current=[current.then_some("page")] {
            span.nav-icon { (icon(shape)) }
            span.label { (name) }
        }
    }
}

/// What does not fit into the phone's bar.
pub(super) fn more_sections(staff: &Staff) -> Markup {
    html! {
        ul.rows {
            @for section in SECTIONS.iter().filter(|section| !section.in_bar && staff.may(section.needs)) {
                li {
                    a.item href=(section.href) {
                        span.item-icon { (icon(section.icon)) }
                        span.item-text { span.item-title { (staff.visit.text(section.name)) } }
                        (icon(Icon::Next))
                    }
                }
            }
        }
    }
}
