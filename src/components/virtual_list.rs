use std::rc::Rc;

use leptos::{html, prelude::*};

/// Rows kept above and below what is seen, so that a quick scroll shows no gap.
const SPARE: usize = 6;

/// Any number of rows of one height; only those in sight are on the page. The list knows its whole length for screen
/// readers by `aria-setsize`.
#[component]
pub fn VirtualList<R, V>(
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// Height of a row, in pixels.
    row_height: u32,
    /// Greatest height of the window on the list, in pixels.
    height: u32,
    /// What the list is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The row at a place; runs again when what it reads changes.
    row: R,
) -> impl IntoView
where
    R: Fn(usize) -> V + 'static,
    V: IntoView + 'static,
{
    let node = NodeRef::<html::Div>::new();
    let first = RwSignal::new(0_usize);
    let row_pixels = usize::try_from(row_height.max(1)).unwrap_or(1);
    let shown = usize::try_from(height).unwrap_or_default() / row_pixels + 2 * SPARE + 1;
    let follow = move |_| {
        if let Some(list) = node.get_untracked() {
            let top = usize::try_from(list.scroll_top()).unwrap_or_default() / row_pixels;
            // Only whole steps of the window re-render it.
            first.set(top.saturating_sub(SPARE));
        }
    };
    let window = Memo::new(move |_| {
        let from = first.get().min(count.get().saturating_sub(1));
        (from, from.saturating_add(shown).min(count.get()))
    });
    let row = StoredValue::new_local(Rc::new(row));
    view! {
        <div
            class="virtual-list"
            node_ref=node
            tabindex="0"
            role="region"
            aria-label=move || label.get()
            style:height=move || {
                let rows = count.get().saturating_mul(row_pixels);
                format!("{}px", rows.min(usize::try_from(height).unwrap_or(usize::MAX)))
            }
            on:scroll=follow
        >
            <ul role="list" style:height=move || format!("{}px", count.get().saturating_mul(row_pixels))>
                <For
                    each=move || {
                        let (from, to) = window.get();
                        from..to
                    }
                    key=|place| *place
                    let(place)
                >
                    <li
                        style:top=format!("{}px", place.saturating_mul(row_pixels))
                        style:height=format!("{row_height}px")
                        aria-posinset=(place + 1).to_string()
                        aria-setsize=move || count.get().to_string()
                    >
                        {move || row.with_value(|row| row(place))}
                    </li>
                </For>
            </ul>
        </div>
    }
}
