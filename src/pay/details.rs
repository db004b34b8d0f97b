use key_worker::protocol::OfferView;
use leptos::prelude::*;

use crate::i18n::{Key, format_percent, format_tenge, format_time, use_i18n};

/// Rate and its source, operator and licence, fee, network fee: all of it before signing.
#[component]
pub(crate) fn OfferDetails(offer: OfferView) -> impl IntoView {
    let i18n = use_i18n();
    let OfferView {
        asset,
        tiyn_per_unit,
        rate_source,
        rate_time,
        fee_bps,
        fee_tiyn,
        operator,
        ..
    } = offer;
    let rate = move || {
        let price = format_tenge(tiyn_per_unit, i18n.language());
        i18n.fill(Key::PayRateValue, &[("symbol", &asset.symbol), ("price", &price)])
    };
    let fee = move || {
        let language = i18n.language();
        let (amount, percent) = (
            format_tenge(fee_tiyn, language),
            format_percent(fee_bps, language),
        );
        i18n.fill(Key::PayFeeValue, &[("amount", &amount), ("percent", &percent)])
    };
    view! {
        <dl class="facts">
            <dt>{move || i18n.text(Key::PayRate)}</dt>
            <dd data-testid="rate">{rate}</dd>
            <dt>{move || i18n.text(Key::PayRateSource)}</dt>
            <dd>{move || format!("{rate_source}, {}", format_time(rate_time, i18n.language()))}</dd>
            <dt>{move || i18n.text(Key::PayOperator)}</dt>
            <dd data-testid="operator">{move || i18n.local(&operator.name)}</dd>
            <dt>{move || i18n.text(Key::PayLicence)}</dt>
            <dd>{operator.licence}</dd>
            <dt>{move || i18n.text(Key::PayFee)}</dt>
            <dd data-testid="fee">{fee}</dd>
            <dt>{move || i18n.text(Key::PayNetwork)}</dt>
            <dd>{move || i18n.text(Key::PayNetworkValue)}</dd>
        </dl>
    }
}
