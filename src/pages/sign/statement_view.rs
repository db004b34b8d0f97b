use clearsign::{Label, Statement, Value};
use leptos::prelude::*;

use super::statement_text::{intent_text, label_text, value_text, warning_text};
use crate::{
    components::{AddressText, Alert},
    i18n::use_i18n,
    pages::money::Money,
};

/// What a signature would do. Addresses stand in full, with the name their owner has in the address book.
#[component]
pub(crate) fn StatementView(
    /// As the key worker decoded it.
    statement: Statement,
    /// Places of digits of the recipient that differ from an address it may be mistaken for.
    #[prop(optional)]
    marked: Vec<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let Statement {
        intent,
        facts,
        warnings,
    } = statement;
    let facts = facts
        .into_iter()
        .map(|fact| {
            let (label, value) = (fact.label, fact.value);
            let wide = matches!(label, Label::Text | Label::Data);
            let as_written = matches!(label, Label::Field(_));
            let test_id = matches!(label, Label::To).then_some("sign-to");
            let marked = if matches!(label, Label::To | Label::Spender) {
                marked.clone()
            } else {
                Vec::new()
            };
            let shown = match value {
                Value::Address(address) => {
                    let name = move || money.book.with(|book| book.name_of(address));
                    view! {
                        {move || name().map(|name| view! { <strong class="block">{name}</strong> })}
                        <AddressText address=address.to_string() marked />
                    }
                    .into_any()
                }
                value => (move || value_text(&value, &money.coin(), i18n.language())).into_any(),
            };
            view! {
                <dt>{move || label_text(&label, i18n.language())}</dt>
                <dd class:pre=wide class:as-written=as_written data-testid=test_id>{shown}</dd>
            }
        })
        .collect_view();
    let warnings = warnings
        .into_iter()
        .map(|warning| {
            let text = Signal::derive(move || warning_text(warning, i18n.language()).to_owned());
            view! { <Alert text /> }
        })
        .collect_view();
    view! {
        <section class="stack" data-testid="statement">
            <h2>{move || intent_text(intent, i18n.language())}</h2>
            {warnings}
            <dl class="facts statement">{facts}</dl>
        </section>
    }
}
