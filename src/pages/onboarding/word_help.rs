use key_worker::protocol::{Request, SuggestWordsRequest};
use leptos::{
    ev::MouseEvent,
    html::{Div, Textarea},
    prelude::*,
    task::spawn_local,
};
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use zeroize::Zeroizing;

use crate::{
    i18n::{Key, use_i18n},
    pages::{
        onboarding::typed_words::{Place, places},
        wallet::Wallet,
    },
};

/// Suggestions for the word at the caret. The words go from the worker's buffer into buttons; no signal holds one.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordHelp {
    wallet: Wallet,
    area: NodeRef<Textarea>,
    chips: NodeRef<Div>,
    /// The word list that is suggested from.
    pub(super) list: StoredValue<String>,
    /// How many words are typed.
    pub(super) count: RwSignal<usize>,
    offered: RwSignal<usize>,
    /// Where a suggestion goes.
    target: StoredValue<(u32, u32)>,
    /// Only the newest question's answer is shown.
    asked: StoredValue<u32>,
}

impl WordHelp {
    pub(super) fn new(wallet: Wallet, area: NodeRef<Textarea>) -> Self {
        Self {
            wallet,
            area,
            chips: NodeRef::new(),
            list: StoredValue::new("english".to_owned()),
            count: RwSignal::new(0),
            offered: RwSignal::new(0),
            target: StoredValue::new((0, 0)),
            asked: StoredValue::new(0),
        }
    }

    /// Looks at what is typed and suggests words for the one at the caret.
    pub(super) fn look(self) {
        let Some(area) = self.area.get_untracked() else {
            return;
        };
        let typed = Zeroizing::new(area.value());
        let places = places(&typed);
        self.count.set(places.len());
        let caret = area.selection_start().ok().flatten().unwrap_or_default();
        let at_caret = |place: &&Place| place.units.start <= caret && caret <= place.units.end;
        let Some(place) = places.iter().find(at_caret) else {
            self.clear();
            return;
        };
        self.target.set_value((place.units.start, place.units.end));
        let word = typed.get(place.bytes.clone()).unwrap_or_default();
        self.suggest(Zeroizing::new(word.as_bytes().to_vec()));
    }

    fn suggest(self, word: Zeroizing<Vec<u8>>) {
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        let language = self.list.get_value();
        spawn_local(async move {
            let typed = word.clone();
            let request = Request::SuggestWords(SuggestWordsRequest { language });
            // The form may have been left meanwhile.
            let newest = || self.asked.try_get_value() == Some(number);
            match self.wallet.ask_with(&request, word).await {
                Ok((_, words)) if newest() && words != typed => self.show(&words),
                _ if newest() => self.clear(),
                _ => {}
            }
        });
    }

    fn show(self, words: &[u8]) {
        let Some(chips) = self.chips.get_untracked() else {
            return;
        };
        chips.set_text_content(None);
        let mut offered = 0;
        for word in words.split(|byte| *byte == b' ').filter(|word| !word.is_empty()) {
            let Ok(button) = document().create_element("button") else {
                continue;
            };
            button.set_text_content(std::str::from_utf8(word).ok());
            // Elements take attributes and children.
            let _ = button.set_attribute("type", "button");
            let _ = button.set_attribute("class", "chip");
            let _ = chips.append_child(&button);
            offered += 1;
        }
        self.offered.set(offered);
    }

    /// Takes all suggestions away.
    pub(super) fn clear(self) {
        self.asked.update_value(|asked| *asked = asked.wrapping_add(1));
        if let Some(chips) = self.chips.get_untracked() {
            chips.set_text_content(None);
        }
        self.offered.set(0);
    }

    /// Marks the word at a position, counted from 1, and suggests what it may have been.
    pub(super) fn point_at(self, position: usize) {
        let Some(area) = self.area.get_untracked() else {
            return;
        };
        let typed = Zeroizing::new(area.value());
        let place = position
            .checked_sub(1)
            .and_then(|at| places(&typed).into_iter().nth(at));
        if let Some(place) = place {
            // The field is on the page, and the place is in its text.
            let _ = area.focus();
            let _ = area.set_selection_range(place.units.start, place.units.end);
        }
        self.look();
    }

    /// Puts the suggestion that was pressed in the place of the word.
    fn take(self, event: &MouseEvent) {
        let button = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("button").ok().flatten());
        let (Some(button), Some(area)) = (button, self.area.get_untracked()) else {
            return;
        };
        let (start, end) = self.target.get_value();
        let word = Zeroizing::new(button.text_content().unwrap_or_default());
        let length = word
            .chars()
            .map(|c| if c.len_utf16() == 1 { 1 } else { 2 })
            .sum::<u32>();
        let after = start.saturating_add(length);
        // The place is where the word was found when the suggestions were made.
        let _ = area.set_range_text_with_start_and_end(&word, start, end);
        let _ = area.set_range_text_with_start_and_end(" ", after, after);
        let caret = after.saturating_add(1);
        let _ = area.focus();
        let _ = area.set_selection_range(caret, caret);
        self.clear();
        self.look();
    }
}

/// The place where suggestions appear; a screen reader hears how many there are, never which.
#[component]
pub(super) fn WordChips(help: WordHelp) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div
            node_ref=help.chips
            class="chips"
            translate="no"
            role="group"
            aria-label=move || i18n.text(Key::RestoreSuggestions)
            data-testid="suggestions"
            on:click=move |event| help.take(&event)
        ></div>
        <p class="visually-hidden" aria-live="polite">
            {move || {
                let offered = u64::try_from(help.offered.get()).unwrap_or_default();
                (offered > 0).then(|| i18n.count(Key::RestoreOffered, offered))
            }}
        </p>
    }
}
