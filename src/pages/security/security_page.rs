use browser::{AUTO_LOCK_CHOICES, read_auto_lock_minutes, write_auto_lock_minutes};
use leptos::prelude::*;

use crate::{
    components::{Page, SelectField},
    i18n::{Key, use_i18n},
    pages::{
        app::Unlocked,
        security::{change_password::ChangePassword, passkeys::Passkeys, session_policy::SessionPolicy},
    },
};

/// Locking, passkeys, small payments, password.
#[component]
pub(crate) fn SecurityPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Unlocked>
            <Page title=Signal::derive(move || i18n.text(Key::KeysSecurityTitle).to_owned()) back="/settings">
                <LockSetting />
                <Passkeys />
                <SessionPolicy />
                <ChangePassword />
            </Page>
        </Unlocked>
    }
}

#[component]
fn LockSetting() -> impl IntoView {
    let i18n = use_i18n();
    let minutes = RwSignal::new(read_auto_lock_minutes().to_string());
    Effect::new(move |seen: Option<String>| {
        let chosen = minutes.get();
        if let (true, Ok(minutes)) = (seen.is_some_and(|seen| seen != chosen), chosen.parse()) {
            write_auto_lock_minutes(minutes);
        }
        chosen
    });
    let choices = Signal::derive(move || {
        AUTO_LOCK_CHOICES
            .map(|minutes| {
                (
                    minutes.to_string(),
                    i18n.fill(Key::KeysLockMinutes, &[("n", &minutes.to_string())]),
                )
            })
            .to_vec()
    });
    view! {
        <section class="card">
            <SelectField
                id="auto-lock"
                label=Signal::derive(move || i18n.text(Key::KeysLockAfter).to_owned())
                value=minutes
                options=choices
                hint=Signal::derive(move || i18n.text(Key::KeysLockHint).to_owned())
            />
        </section>
    }
}
