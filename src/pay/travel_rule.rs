use std::sync::Arc;

use key_worker::protocol::{OfferView, PaymentView};
use leptos::{prelude::*, task::spawn_local};
use units::Tiyn;

use crate::{
    i18n::{Key, format_tenge, use_i18n},
    pay::model::{Model, Trouble},
    services::{PayerData, TravelTerms, ask_travel_terms, send_payer_data},
};

/// The travel rule of an order on screen: above the registry's threshold its operator must know who pays.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TravelRule {
    /// From which amount on; `None` when this order is below it.
    from: Option<Tiyn>,
    terms: RwSignal<Option<TravelTerms>>,
}

impl TravelRule {
    pub(crate) fn of(payment: &PaymentView) -> Self {
        let from = payment.registry.travel_rule_from;
        Self {
            from: from.filter(|least| payment.total_tiyn >= *least),
            terms: RwSignal::new(None),
        }
    }

    /// Whether this order's payer is asked.
    pub(crate) const fn asks(self) -> bool {
        self.from.is_some()
    }

    /// Sends what was typed to the operator, where it is asked for. Whether the payment may go on.
    pub(crate) async fn send(self, model: Model, payment: &PaymentView) -> bool {
        if self.from.is_none() {
            return true;
        }
        model.trouble.set(None);
        model.busy.set(Some(Key::PayTravelSending));
        let sent = self.try_send(model, payment).await;
        if sent.is_none() {
            model.trouble.set(Some(Trouble::PayerData));
            model.busy.set(None);
        }
        sent.is_some()
    }

    async fn try_send(self, model: Model, payment: &PaymentView) -> Option<()> {
        let operator = &payment.offers.get(payment.chosen)?.operator.url;
        let [name, document, address] = model.payer_data.get_value();
        let terms = match self.terms.try_get_untracked()? {
            Some(terms) => terms,
            None => ask_travel_terms(operator).await.ok()?,
        };
        let data = PayerData {
            name: &name,
            document: &document,
            address: &address,
        };
        send_payer_data(operator, &terms, payment.order_hash, data)
            .await
            .ok()
    }
}

/// Asks for the data, and says who gets them and for how long.
#[component]
pub(crate) fn TravelRuleFields(model: Model, rule: TravelRule, payment: Arc<PaymentView>) -> impl IntoView {
    let i18n = use_i18n();
    let from = rule.from?;
    let OfferView { operator, .. } = payment.offers.get(payment.chosen)?.clone();
    let url = operator.url.clone();
    spawn_local(async move {
        if let Ok(terms) = ask_travel_terms(&url).await {
            let _ = rule.terms.try_set(Some(terms));
        }
    });
    let text = move || {
        let amount = format_tenge(from, i18n.language());
        let operator = i18n.local(&operator.name);
        i18n.fill(
            Key::PayTravelText,
            &[("amount", &amount), ("operator", &operator)],
        )
    };
    let kept = move || {
        let kept = i18n.span(rule.terms.get()?.keep_days);
        Some(i18n.fill(Key::PayTravelKept, &[("time", &kept)]))
    };
    Some(view! {
        <fieldset class="payer-data" data-testid="payer-data">
            <legend>{move || i18n.text(Key::PayTravelTitle)}</legend>
            <p class="quiet">{text} " " {kept}</p>
            <DataField model position=0 id="payer-name" label=Key::PayTravelName autocomplete="name" />
            <DataField model position=1 id="payer-document" label=Key::PayTravelDocument autocomplete="off" />
            <DataField model position=2 id="payer-address" label=Key::PayTravelAddress autocomplete="street-address" />
        </fieldset>
    })
}

#[component]
fn DataField(
    model: Model,
    position: usize,
    id: &'static str,
    label: Key,
    autocomplete: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let typed = model.payer_data.with_value(|data| data.get(position).cloned());
    let note = move |event| {
        model.payer_data.update_value(|data| {
            if let Some(typed) = data.get_mut(position) {
                *typed = event_target_value(&event);
            }
        });
    };
    view! {
        <div class="field">
            <label for=id>{move || i18n.text(label)}</label>
            <input
                id=id
                data-testid=id
                type="text"
                autocomplete=autocomplete
                required
                maxlength="100"
                pattern=r".*\S.*"
                prop:value=typed.unwrap_or_default()
                on:input=note
            />
        </div>
    }
}
