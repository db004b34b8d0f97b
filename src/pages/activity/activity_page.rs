use std::sync::Arc;

use activity::{
    Direction, Entry, Filter, StateFilter, Words, export_csv, export_tax_csv, is_spam, searchable,
};
use leptos::prelude::*;

use super::{entry_row::EntryRow, spending_card::SpendingCard, worth_card::WorthCard};
use crate::{
    components::{Empty, Glyph, Icon, Page, Skeleton, TextField, VirtualList},
    i18n::{Key, use_i18n},
    pages::{money::Money, network_note::NetworkNote},
    services::save_file,
};

/// Of a row, in pixels; the style sheet knows it too.
const ROW: u32 = 80;
const HEIGHT: u32 = 640;

/// What a chip asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chip {
    All,
    In,
    Out,
    Waiting,
    Failed,
}

const CHIPS: [(Chip, Key); 5] = [
    (Chip::All, Key::ActivityAll),
    (Chip::In, Key::ActivityIn),
    (Chip::Out, Key::ActivityOut),
    (Chip::Waiting, Key::ActivityWaiting),
    (Chip::Failed, Key::ActivityFailed),
];

/// Everything that happened to the account on screen.
#[component]
pub(crate) fn ActivityPage() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let text = RwSignal::new(String::new());
    let chip = RwSignal::new(Chip::All);
    let spam = RwSignal::new(false);
    let mine = Memo::new(move |_| {
        let account = money.wallet.account();
        money.entries.with(|entries| {
            let mine = entries.iter().filter(|entry| Some(entry.account) == account);
            Arc::new(mine.cloned().collect::<Vec<Entry>>())
        })
    });
    let folded = Memo::new(move |_| mine.with(|mine| mine.iter().filter(|entry| is_spam(entry)).count()));
    // Only made once somebody searches.
    let texts = Memo::new(move |_| {
        money.book.with(|book| {
            let text = |entry: &Entry| {
                let note = book.notes.get(&entry.id).map_or("", String::as_str);
                searchable(entry, note, &book.contacts)
            };
            mine.with(|mine| Arc::new(mine.iter().map(text).collect::<Vec<_>>()))
        })
    });
    // Places in `mine`.
    let rows = Memo::new(move |_| {
        let (filter, words, with_spam) = (filter(chip.get()), Words::of(&text.get()), spam.get());
        let texts = (!words.is_empty()).then(|| texts.get());
        let is_found = |place: usize| {
            texts
                .as_ref()
                .is_none_or(|texts| texts.get(place).is_some_and(|text| words.occur_in(text)))
        };
        mine.with(|mine| {
            let shown = mine.iter().enumerate().filter(|(place, entry)| {
                (with_spam || !is_spam(entry)) && filter.takes(entry) && is_found(*place)
            });
            Arc::new(shown.map(|(place, _)| place).collect::<Vec<_>>())
        })
    });
    let count = Signal::derive(move || rows.with(|rows| rows.len()));
    let save = move |tax: bool| {
        let (mine, rows) = (mine.get_untracked(), rows.get_untracked());
        let (name, text) = money.book.with_untracked(|book| {
            let noted = |place: &usize| {
                let mut entry = mine.get(*place)?.clone();
                if let Some(note) = book.notes.get(&entry.id) {
                    entry.note.clone_from(note);
                }
                Some(entry)
            };
            let entries: Vec<Entry> = rows.iter().filter_map(noted).collect();
            if tax {
                (
                    "cryptocity-tax.csv",
                    export_tax_csv(entries.iter(), &book.contacts),
                )
            } else {
                (
                    "cryptocity-activity.csv",
                    export_csv(entries.iter(), &book.contacts),
                )
            }
        });
        save_file(name, &text);
    };
    let loading = move || !money.loaded.get();
    let nothing = Memo::new(move |_| mine.with(|mine| mine.is_empty()));
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::NavActivity).to_owned())>
            <NetworkNote />
            {move || {
                if loading() {
                    view! { <div class="card"><Skeleton lines=5 /></div> }.into_any()
                } else if nothing.get() {
                    view! {
                        <Empty
                            icon=Icon::Activity
                            title=Signal::derive(move || i18n.text(Key::ActivityEmpty).to_owned())
                            text=Signal::derive(move || i18n.text(Key::ActivityEmptyText).to_owned())
                        >
                            <a class="button" href="/">{move || i18n.text(Key::MissingHome)}</a>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! {
                        <div class="card">
                            <TextField
                                id="activity-search"
                                label=Signal::derive(move || i18n.text(Key::ActivitySearch).to_owned())
                                value=text
                                kind="search"
                            />
                            <div class="chips" role="group" aria-label=move || i18n.text(Key::ActivityFilter)>
                                {CHIPS
                                    .into_iter()
                                    .map(|(value, name)| {
                                        view! {
                                            <button
                                                type="button"
                                                class="chip"
                                                aria-pressed=move || (chip.get() == value).to_string()
                                                on:click=move |_| chip.set(value)
                                            >
                                                {move || i18n.text(name)}
                                            </button>
                                        }
                                    })
                                    .collect_view()}
                            </div>
                            <p class="hint" role="status" data-testid="activity-count">
                                {move || {
                                    i18n.count(Key::ActivityCount, u64::try_from(count.get()).unwrap_or(u64::MAX))
                                }}
                            </p>
                            <VirtualList
                                count
                                row_height=ROW
                                height=HEIGHT
                                label=Signal::derive(move || i18n.text(Key::NavActivity).to_owned())
                                row=move |row| {
                                    let place = rows.with(|rows| rows.get(row).copied())?;
                                    let entry = mine.with(|mine| mine.get(place).cloned())?;
                                    Some(view! { <EntryRow entry /> })
                                }
                            />
                            {move || {
                                (folded.get() > 0)
                                    .then(|| {
                                        view! {
                                            <label class="check-row">
                                                <input
                                                    type="checkbox"
                                                    data-testid="activity-spam"
                                                    prop:checked=move || spam.get()
                                                    on:change=move |event| spam.set(event_target_checked(&event))
                                                />
                                                <span>
                                                    {move || {
                                                        let number = u64::try_from(folded.get()).unwrap_or(u64::MAX);
                                                        i18n.count(Key::ActivitySpam, number)
                                                    }}
                                                </span>
                                            </label>
                                        }
                                    })
                            }}
                        </div>
                        <WorthCard />
                        <SpendingCard />
                        <section class="card">
                            <h2>{move || i18n.text(Key::ActivityFiles)}</h2>
                            <p class="quiet">{move || i18n.text(Key::ActivityFilesText)}</p>
                            <div class="actions">
                                <button type="button" class="button quiet" data-testid="activity-csv" on:click=move |_| save(false)>
                                    <Glyph icon=Icon::Download />
                                    {move || i18n.text(Key::ActivityCsv)}
                                </button>
                                <button type="button" class="button quiet" data-testid="activity-tax" on:click=move |_| save(true)>
                                    <Glyph icon=Icon::Document />
                                    {move || i18n.text(Key::ActivityTax)}
                                </button>
                            </div>
                        </section>
                    }
                    .into_any()
                }
            }}
        </Page>
    }
}

fn filter(chip: Chip) -> Filter {
    let mut filter = Filter::default();
    match chip {
        Chip::All => {}
        Chip::In => filter.direction = Some(Direction::In),
        Chip::Out => filter.direction = Some(Direction::Out),
        Chip::Waiting => filter.state = StateFilter::Waiting,
        Chip::Failed => filter.state = StateFilter::Failed,
    }
    filter
}
