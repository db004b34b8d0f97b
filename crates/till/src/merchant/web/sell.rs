//! Orders that are made at the till itself: by keypad, or out of a payment link.

use checkout::{CreateOrderRequest, LineRequest, OrderId};
use units::{Bps, QuantityMilli, Tiyn};

use crate::merchant::{
    Merchant,
    create_order::{CreateOrderError, create_order},
};

/// What a line is called when nobody names it: in the two languages that customers must be spoken to in.
pub(super) const GOODS: &str = "Тауарлар мен қызметтер / Товары и услуги";
pub(super) const TIP: &str = "Шайпұл / Чаевые";

/// Tips, and everything of a shop that pays no VAT.
pub(super) const NO_VAT: Bps = Bps::ZERO;

/// The rate of VAT the shop's prices contain: the highest in force, none for a shop that pays none.
pub(super) fn usual_vat(merchant: &Merchant) -> Bps {
    let now = merchant.clock.now();
    if !merchant.certificate.vat_payer {
        return NO_VAT;
    }
    merchant.registry.with(|registry| {
        let in_force = registry.vat.iter().filter(|rate| rate.validity.holds_at(now));
        in_force.map(|rate| rate.bps).max().unwrap_or(NO_VAT)
    })
}

/// All rates a line may have, the usual one first.
pub(super) fn vat_rates(merchant: &Merchant) -> Vec<Bps> {
    let now = merchant.clock.now();
    let usual = usual_vat(merchant);
    let mut rates = vec![usual];
    if usual != NO_VAT {
        merchant.registry.with(|registry| {
            let in_force = registry.vat.iter().filter(|rate| rate.validity.holds_at(now));
            rates.extend(in_force.map(|rate| rate.bps).filter(|rate| *rate != usual));
        });
        rates.push(NO_VAT);
    }
    rates
}

/// One piece of something at a price.
pub(super) fn one(name: &str, unit_tiyn: Tiyn, vat_bps: Bps) -> LineRequest {
    LineRequest {
        name: name.into(),
        quantity_milli: QuantityMilli::new(1000),
        unit_tiyn,
        vat_bps,
    }
}

/// Makes an order of the till itself. `key` makes a form that is sent twice one order.
pub(super) async fn sell(
    merchant: &Merchant,
    client: &str,
    key: Option<&str>,
    lines: Vec<LineRequest>,
) -> Result<OrderId, CreateOrderError> {
    let request = CreateOrderRequest {
        origin: own_origin(merchant),
        lines,
    };
    Ok(create_order(merchant, client, key, request).await?.order_id)
}

/// The till's own origin when the zone certified it, else the shop's first.
fn own_origin(merchant: &Merchant) -> String {
    let origins = &merchant.certificate.origins;
    let own = origins.iter().find(|origin| **origin == merchant.public_url);
    own.or(origins.first()).cloned().unwrap_or_default()
}

/// Tenge as people type them: spaces between groups, comma or point before tiyn, a currency sign after.
pub(super) fn parse_tenge(text: &str) -> Option<Tiyn> {
    let text = text.trim().trim_end_matches(['₸', '〒']).trim_end();
    let plain: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    // Two marks could mean anything: refused rather than guessed.
    if plain.matches([',', '.']).count() > 1 {
        return None;
    }
    Tiyn::parse_tenge(&plain.replace(',', ".")).ok()
}

/// Pieces as people type them: `2`, `0,5`.
pub(super) fn parse_quantity(text: &str) -> Option<QuantityMilli> {
    let text = if text.is_empty() { "1" } else { text };
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, ""));
    if whole.is_empty() || rest.len() > 3 || !whole.bytes().chain(rest.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let milli: u64 = format!("{whole}{rest:0<3}").parse().ok()?;
    (milli > 0).then(|| QuantityMilli::new(milli))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenge_are_read_as_people_type_them_and_never_guessed() {
        for (text, tiyn) in [
            ("950", 95_000),
            ("1 234 567,50", 123_456_750),
            ("2\u{a0}250 ₸", 225_000),
            ("0.5", 50),
        ] {
            assert_eq!(parse_tenge(text).map(Tiyn::get), Some(tiyn), "{text}");
        }
        for text in ["", "1,234.50", "1.234.567", "-5", "12,345", "9e9", "١٢"] {
            assert_eq!(parse_tenge(text), None, "{text}");
        }
    }

    #[test]
    fn pieces_have_up_to_three_decimals() {
        let read = |text| parse_quantity(text).map(QuantityMilli::get);
        assert_eq!(
            (read(""), read("2"), read("0,5"), read("1.125")),
            (Some(1000), Some(2000), Some(500), Some(1125))
        );
        assert_eq!(
            (read("0"), read("1,2345"), read(",5"), read("x"), read("1,2,3")),
            (None, None, None, None, None)
        );
    }
}
