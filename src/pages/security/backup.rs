use browser::{Persistence, ask_persistence, now_seconds, read_persistence};
use key_worker::protocol::{Request, SourceView};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Notice, Page, Tone},
    i18n::{Key, format_day, use_i18n},
    pages::{
        app::Unlocked,
        security::{drill::BackupDrill, save_encrypted::SaveEncrypted, show_words::ShowWords},
        wallet::Wallet,
    },
};

/// Words, drill, backup file, and whether the browser keeps its data.
#[component]
pub(crate) fn BackupPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Unlocked>
            <Page title=Signal::derive(move || i18n.text(Key::KeysBackupTitle).to_owned()) back="/settings">
                <Proven />
                <Phrases />
                <RecoverySheet />
                <BackupFile />
                <Storage />
            </Page>
        </Unlocked>
    }
}

fn phrases(wallet: Wallet) -> Vec<SourceView> {
    wallet.status.with(|status| {
        let sources = status.as_ref().map(|status| status.sources.clone());
        sources
            .unwrap_or_default()
            .into_iter()
            .filter(|source| source.words)
            .collect()
    })
}

/// Whether every phrase was proven to be written down.
#[component]
fn Proven() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    move || {
        let oldest = phrases(wallet)
            .iter()
            .map(|source| source.proven_at)
            .min()
            .flatten();
        match oldest {
            Some(seconds) => {
                let text = Signal::derive(move || {
                    let when = format_day(seconds, now_seconds(), i18n.language());
                    i18n.fill(Key::KeysBackupProven, &[("when", &when)])
                });
                view! { <Notice text tone=Tone::Good /> }.into_any()
            }
            None => {
                let text = Signal::derive(move || i18n.text(Key::KeysBackupUnproven).to_owned());
                view! { <Notice text /> }.into_any()
            }
        }
    }
}

#[component]
fn Phrases() -> impl IntoView {
    let wallet = Wallet::expect();
    let sources = Memo::new(move |_| {
        phrases(wallet)
            .iter()
            .map(|source| source.number)
            .collect::<Vec<u32>>()
    });
    move || {
        sources
            .get()
            .into_iter()
            .map(|source| {
                view! {
                    <BackupDrill source />
                    <ShowWords source />
                }
            })
            .collect_view()
    }
}

#[component]
fn RecoverySheet() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::SheetTitle)}</h2>
            <p>{move || i18n.text(Key::SheetLead)}</p>
            <a class="button quiet" href="/recovery-sheet" data-testid="recovery-sheet-link">
                {move || i18n.text(Key::SheetOpen)}
            </a>
        </section>
    }
}

#[component]
fn BackupFile() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::KeysFileTitle)}</h2>
            <p>{move || i18n.text(Key::KeysFileLead)}</p>
            <SaveEncrypted
                owner="backup-password"
                password="backup-file-password"
                save="backup-save"
                request=Request::ExportBackup
                name="cryptocity-backup.json"
            />
        </section>
    }
}

#[component]
fn Storage() -> impl IntoView {
    let i18n = use_i18n();
    let kept = RwSignal::new(Persistence::Unknown);
    spawn_local(async move {
        let answer = read_persistence().await;
        // The page may have been left meanwhile.
        let _ = kept.try_set(answer);
    });
    let ask = move |_| {
        spawn_local(async move {
            let answer = ask_persistence().await;
            let _ = kept.try_set(answer);
        });
    };
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::KeysStorageTitle)}</h2>
            <p data-testid="persistence">
                {move || {
                    i18n.text(match kept.get() {
                        Persistence::Kept => Key::KeysStorageKept,
                        Persistence::MayBeErased => Key::KeysStorageErased,
                        Persistence::Unknown => Key::KeysStorageUnknown,
                    })
                }}
            </p>
            {move || {
                (kept.get() != Persistence::Kept)
                    .then(|| {
                        view! {
                            <button type="button" class="button quiet" on:click=ask>
                                {move || i18n.text(Key::KeysStorageAsk)}
                            </button>
                        }
                    })
            }}
        </section>
    }
}
