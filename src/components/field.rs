use leptos::prelude::*;

use crate::components::{Glyph, Icon};

/// A labelled control with its hint and its error; the control carries `id`, and `describes(id)` as `aria-describedby`.
#[component]
pub fn Field(
    /// Of the control.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// A line below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong with the value, if anything.
    #[prop(optional, into)]
    error: Option<Signal<Option<String>>>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let note = describes(&id);
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            {children()}
            <div id=note aria-live="polite">
                {move || match error.and_then(|error| error.get()) {
                    Some(error) => {
                        view! {
                            <p class="field-error">
                                <Glyph icon=Icon::Warning />
                                <span>{error}</span>
                            </p>
                        }
                            .into_any()
                    }
                    None => hint.map(|hint| view! { <p class="hint">{move || hint.get()}</p> }).into_any(),
                }}
            </div>
        </div>
    }
}

/// The identifier of the line below a field.
#[must_use]
pub fn describes(id: &str) -> String {
    format!("{id}-note")
}

/// A labelled line of text.
#[component]
pub fn TextField(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// A line below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Option<Signal<Option<String>>>,
    /// `text`, `search`, `tel`, `email`, `url`.
    #[prop(default = "text")]
    kind: &'static str,
    /// `text`, `decimal`, `numeric`.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether its form cannot do without it; the form itself says what is missing.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let note = describes(&id);
    let invalid = move || error.and_then(|error| error.get()).is_some().then_some("true");
    let input_id = id.clone();
    let error = error.unwrap_or_else(|| Signal::stored(None));
    let hint = hint.unwrap_or_else(|| Signal::stored(String::new()));
    view! {
        <Field id label hint error>
            <input
                id=input_id.clone()
                data-testid=input_id
                type=kind
                inputmode=inputmode
                autocomplete=autocomplete
                aria-required=required.then_some("true")
                aria-describedby=note
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Field>
    }
}

/// A labelled number with its unit in one frame.
#[component]
pub fn AmountField(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed, as typed: parsing it is the rule's business.
    value: RwSignal<String>,
    /// `₸` or the symbol of an asset.
    #[prop(into)]
    unit: Signal<String>,
    /// A line below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Option<Signal<Option<String>>>,
    /// Whether its form cannot do without it; the form itself says what is missing.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let note = describes(&id);
    let input_id = id.clone();
    let error = error.unwrap_or_else(|| Signal::stored(None));
    let hint = hint.unwrap_or_else(|| Signal::stored(String::new()));
    view! {
        <Field id label hint error>
            <div class="amount-field">
                <input
                    id=input_id.clone()
                    data-testid=input_id
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    placeholder="0"
                    aria-required=required.then_some("true")
                    aria-describedby=note
                    aria-invalid=move || error.get().is_some().then_some("true")
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <span class="unit">{move || unit.get()}</span>
            </div>
        </Field>
    }
}

/// A labelled choice of a few.
#[component]
pub fn SelectField(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What is chosen.
    value: RwSignal<String>,
    /// Values and what they are called.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// A line below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
) -> impl IntoView {
    let note = describes(&id);
    let input_id = id.clone();
    let hint = hint.unwrap_or_else(|| Signal::stored(String::new()));
    view! {
        <Field id label hint>
            <select
                id=input_id.clone()
                data-testid=input_id
                aria-describedby=note
                on:change=move |event| value.set(event_target_value(&event))
            >
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(option, name)| {
                            let chosen = option == value.get();
                            view! { <option value=option selected=chosen>{name}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </Field>
    }
}
