use leptos::prelude::*;

use crate::{
    components::{Icon, Item, LanguageSwitch, Page, SelectField},
    i18n::{Key, use_i18n},
    pages::{security::SecurityLinks, wallet::Wallet},
    services::{Theme, read_theme, write_theme},
};

/// Language, appearance, and what this program is.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let theme = RwSignal::new(read_theme().code().to_owned());
    Effect::new(move |seen: Option<String>| {
        let chosen = theme.get();
        if seen.is_some_and(|seen| seen != chosen) {
            write_theme(Theme::from_code(&chosen));
        }
        chosen
    });
    let themes = Signal::derive(move || {
        Theme::ALL
            .map(|theme| {
                let name = match theme {
                    Theme::Auto => Key::SettingsThemeAuto,
                    Theme::Light => Key::SettingsThemeLight,
                    Theme::Dark => Key::SettingsThemeDark,
                };
                (theme.code().to_owned(), i18n.text(name).to_owned())
            })
            .to_vec()
    });
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::NavSettings).to_owned())>
            <section class="card">
                <h2>{move || i18n.text(Key::SettingsAppearance)}</h2>
                <div class="row spread">
                    <span>{move || i18n.text(Key::AppLanguage)}</span>
                    <LanguageSwitch />
                </div>
                <SelectField
                    id="theme"
                    label=Signal::derive(move || i18n.text(Key::SettingsTheme).to_owned())
                    value=theme
                    options=themes
                />
            </section>
            <SecurityLinks />
            <section class="card">
                <Item
                    icon=Icon::Help
                    title=Signal::derive(move || i18n.text(Key::HelpTitle).to_owned())
                    note=Signal::derive(move || i18n.text(Key::HelpNote).to_owned())
                    href="/help"
                />
                <Item
                    icon=Icon::Services
                    title=Signal::derive(move || i18n.text(Key::X402Title).to_owned())
                    note=Signal::derive(move || i18n.text(Key::X402Note).to_owned())
                    href="/x402"
                />
            </section>
            <section class="card">
                <h2>{move || i18n.text(Key::SettingsAbout)}</h2>
                <p>{move || i18n.text(Key::SettingsDemo)}</p>
                <dl class="facts">
                    <dt>{move || i18n.text(Key::SettingsVersion)}</dt>
                    <dd>{env!("CARGO_PKG_VERSION")}</dd>
                    {move || {
                        wallet
                            .registry
                            .get()
                            .map(|registry| {
                                view! {
                                    <dt>{i18n.text(Key::SettingsRegistry)}</dt>
                                    <dd>
                                        {i18n
                                            .fill(
                                                Key::SettingsRegistryVersion,
                                                &[("version", &registry.version.to_string())],
                                            )}
                                    </dd>
                                }
                            })
                    }}
                </dl>
                <ul class="rows">
                    <li>
                        <Item
                            icon=Icon::Shield
                            title=Signal::derive(move || i18n.text(Key::ZoneLink).to_owned())
                            href="/zone"
                        />
                    </li>
                </ul>
            </section>
        </Page>
    }
}
