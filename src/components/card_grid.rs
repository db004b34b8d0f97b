use std::rc::Rc;

use leptos::{ev, html, prelude::*};

/// Rows of cards kept above and below what is seen, so that a quick scroll shows no gap.
const SPARE: usize = 3;

/// Any number of cards of one height, in as many columns as fit, scrolled with the page; only those in sight are on it. Screen
/// readers know the whole length by `aria-setsize`.
#[component]
pub fn CardGrid(
    /// How many cards there are.
    #[prop(into)]
    count: Signal<usize>,
    /// The least a card is wide, in pixels; the style sheet's grid has the same number.
    card_width: u32,
    /// How high a card is, the gap below it included, in pixels.
    card_height: u32,
    /// What the list is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Told which cards come into sight: the first, and the one after the last.
    in_sight: Callback<(usize, usize)>,
    /// Says further what the grid holds, for the style sheet.
    class: &'static str,
    /// The card at a place.
    card: Rc<dyn Fn(usize) -> AnyView>,
) -> impl IntoView {
    let node = NodeRef::<html::Ul>::new();
    let columns = RwSignal::new(1_usize);
    let rows_in_sight = RwSignal::new((0_usize, 8_usize));
    let measure = move || {
        // The frame asked for may come when the list is gone.
        let Some(list) = node.try_get_untracked().flatten() else {
            return;
        };
        let width = u32::try_from(list.client_width()).unwrap_or_default();
        let fits = usize::try_from(width.saturating_add(GAP) / (card_width + GAP)).unwrap_or(1);
        set_if_new(columns, fits.max(1));
        let height = f64::from(card_height);
        let above = (-list.get_bounding_client_rect().top()).max(0.0) / height;
        let seen = window()
            .inner_height()
            .ok()
            .and_then(|value| value.as_f64())
            .unwrap_or(800.0)
            / height;
        let first = whole(above).saturating_sub(SPARE);
        set_if_new(rows_in_sight, (first, whole(above) + whole(seen) + SPARE + 2));
    };
    let follow = [
        window_event_listener(ev::scroll, move |_| measure()),
        window_event_listener(ev::resize, move |_| measure()),
    ];
    on_cleanup(move || follow.into_iter().for_each(|listener| listener.remove()));
    Effect::new(move || {
        // Another number of cards may leave the scroll elsewhere.
        count.with(|_| ());
        if node.get().is_some() {
            request_animation_frame(measure);
        }
    });
    let sight = Memo::new(move |_| {
        let ((first, last), columns, count) = (rows_in_sight.get(), columns.get(), count.get());
        // A shorter list than the scroll was made for shows its end.
        let rows = count.div_ceil(columns);
        let first = first.min(rows.saturating_sub(1));
        (first * columns, (last * columns).min(count))
    });
    Effect::new(move || in_sight.run(sight.get()));
    let height = move || {
        let rows = count.get().div_ceil(columns.get());
        rows.saturating_mul(usize::try_from(card_height).unwrap_or_default())
    };
    let above = move || {
        let (from, _) = sight.get();
        (from / columns.get().max(1)).saturating_mul(usize::try_from(card_height).unwrap_or_default())
    };
    let card = StoredValue::new_local(card);
    view! {
        <ul
            class=format!("card-grid {class}")
            node_ref=node
            role="list"
            aria-label=move || label.get()
            style:height=move || format!("{}px", height())
            style:padding-block-start=move || format!("{}px", above())
        >
            <For
                each=move || {
                    let (from, to) = sight.get();
                    from..to
                }
                key=|place| *place
                let(place)
            >
                <li aria-posinset=(place + 1).to_string() aria-setsize=move || count.get().to_string()>
                    {card.with_value(|card| card(place))}
                </li>
            </For>
        </ul>
    }
}

/// Between cards, as `style/pages/city.css` has it.
const GAP: u32 = 12;

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates: pixels of a screen"
)]
const fn whole(rows: f64) -> usize {
    rows as usize
}
