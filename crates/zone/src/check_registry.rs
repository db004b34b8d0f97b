use alloc::{
    collections::BTreeSet,
    string::{String, ToString},
    vec::Vec,
};

use sig::PublicKey;

use crate::{Registry, Validity, check_text};

/// What is wrong with a registry before it is signed: where, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct RegistryFault {
    /// The field.
    pub place: String,
    /// What is wrong with it.
    pub fault: &'static str,
}

/// Looks for contradictions that signatures do not show: unknown chains, repeated identifiers, rules without a source,
/// dates that end before they begin. Whoever issues a registry does this before signing.
#[must_use]
pub fn check_registry(registry: &Registry) -> Vec<RegistryFault> {
    let mut faults = Vec::new();
    let mut say = |holds: bool, place: &str, fault: &'static str| {
        if !holds {
            faults.push(RegistryFault {
                place: place.to_string(),
                fault,
            });
        }
    };
    let orderly = |validity: &Validity| validity.valid_until.is_none_or(|end| validity.valid_from < end);
    let given = |text: &str| !text.trim().is_empty() && check_text(text).is_ok();

    say(
        registry.issued_at < registry.expires_at,
        "expiresAt",
        "not after issuedAt",
    );
    say(registry.version > 0, "version", "versions begin with 1");
    say(
        registry.chain(registry.home_chain).is_some(),
        "homeChain",
        "not among the chains",
    );
    say(
        registry.notice.all().into_iter().all(given),
        "notice",
        "missing in a language",
    );
    for language in ["kk", "ru", "en"] {
        say(
            registry.languages.iter().any(|l| l == language),
            "languages",
            "kk, ru and en are needed",
        );
    }

    let mut seen = BTreeSet::new();
    for asset in &registry.assets {
        let place = alloc::format!("assets[{}]", asset.symbol);
        say(seen.insert(asset.id.to_string()), &place, "listed twice");
        say(
            registry.chain(asset.id.chain).is_some(),
            &place,
            "its chain is not listed",
        );
        say(asset.decimals <= 36, &place, "more than 36 decimals");
        say(given(&asset.source), &place, "no source");
        say(orderly(&asset.validity), &place, "ends before it begins");
        say(
            asset.name.all().into_iter().all(given),
            &place,
            "no name in a language",
        );
    }
    let (mut ids, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for operator in &registry.operators {
        let place = alloc::format!("operators[{}]", operator.id);
        say(ids.insert(operator.id.clone()), &place, "listed twice");
        say(given(&operator.licence.number), &place, "no licence number");
        say(
            given(&operator.licence.source),
            &place,
            "no source of the licence",
        );
        say(
            orderly(&operator.licence.validity),
            &place,
            "its licence ends before it begins",
        );
        if let Some(service) = &operator.deposits {
            say(
                registry.chain(service.chain).is_some(),
                &place,
                "the chain of its deposits is not listed",
            );
            say(
                given(&service.source),
                &place,
                "no source of its service for deposits",
            );
            say(
                orderly(&service.validity),
                &place,
                "its service for deposits ends before it begins",
            );
        }
        say(
            !operator.settlement_addresses.is_empty(),
            &place,
            "no settlement address",
        );
        say(!operator.quote_keys.is_empty(), &place, "no quote key");
        for key in &operator.quote_keys {
            say(keys.insert(key.address), &place, "a quote key is listed twice");
            say(
                orderly(&key.validity),
                &place,
                "a quote key ends before it begins",
            );
        }
    }
    say(given(&registry.limits.source), "limits", "no source");
    say(
        orderly(&registry.limits.validity),
        "limits",
        "end before they begin",
    );
    for (place, limit) in [
        ("limits.perDayTiyn", registry.limits.per_day_tiyn),
        ("limits.perMonthTiyn", registry.limits.per_month_tiyn),
    ] {
        say(
            limit.is_none_or(|limit| limit >= registry.limits.per_payment_tiyn),
            place,
            "below the limit of one payment",
        );
    }
    for rate in &registry.vat {
        let place = alloc::format!("vat[{}]", rate.bps.get());
        say(given(&rate.source), &place, "no source");
        say(orderly(&rate.validity), &place, "ends before it begins");
    }
    say(given(&registry.real_estate.source), "realEstate", "no source");
    let mut accounts = BTreeSet::new();
    for notary in &registry.real_estate.notaries {
        let place = alloc::format!("realEstate.notaries[{}]", notary.licence);
        say(
            accounts.insert(notary.account),
            &place,
            "an account is listed twice",
        );
        say(given(&notary.licence), &place, "no licence number");
        say(given(&notary.source), &place, "no source of the licence");
        say(orderly(&notary.validity), &place, "ends before it begins");
        say(
            notary.name.all().into_iter().all(given),
            &place,
            "no name in a language",
        );
    }
    for fee in &registry.real_estate.notary_fees {
        say(given(&fee.source), "realEstate.notaryFees", "no source");
        say(
            orderly(&fee.validity),
            "realEstate.notaryFees",
            "ends before it begins",
        );
        say(
            fee.act.all().into_iter().all(given),
            "realEstate.notaryFees",
            "no name in a language",
        );
    }
    for notice in &registry.notices {
        say(given(&notice.source), "notices", "no source");
        say(
            notice.text.all().into_iter().all(given),
            "notices",
            "missing in a language",
        );
    }
    let is_key = |text: &str| PublicKey::from_hex(text).is_ok();
    for key in &registry.certificate_keys {
        say(is_key(&key.public_key), "certificateKeys", "not a public key");
        say(
            orderly(&key.validity),
            "certificateKeys",
            "a key ends before it begins",
        );
    }
    for suspension in &registry.suspensions {
        say(given(&suspension.merchant_id), "suspensions", "no merchant");
        say(
            orderly(&suspension.validity),
            "suspensions",
            "ends before it begins",
        );
    }
    if let Some(catalogue) = &registry.catalogue {
        let enough = usize::try_from(catalogue.threshold).is_ok_and(|n| n > 0 && n <= catalogue.keys.len());
        say(
            enough,
            "catalogue.threshold",
            "not between 1 and the number of keys",
        );
        say(
            catalogue.keys.iter().all(|key| is_key(&key.public_key)),
            "catalogue.keys",
            "not a public key",
        );
        say(catalogue.url.ends_with('/'), "catalogue.url", "does not end in /");
    }
    faults
}
