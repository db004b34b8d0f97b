use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use catalogue::{EntryKind, Manifest};
use zone::{AssetKind, Freshness, Operator, Registry, Status, Validity, VerifiedRegistry};

use crate::protocol::{Block, Label, Sheet, SheetPart, SheetRow, SheetValue};

/// The registry as rows of names and values, in the order people ask: what, who, how much, what else, who says so.
pub(crate) fn zone_sheet(
    verified: &VerifiedRegistry,
    manifest: Option<&Manifest>,
    language: &str,
    now: u64,
) -> Sheet {
    let registry = verified.registry();
    let mut blocks = assets(registry, language, now);
    blocks.extend(
        registry
            .operators
            .iter()
            .map(|operator| self::operator(operator, registry.fee_returns_on_refund, language, now)),
    );
    blocks.push(limits(registry, now));
    blocks.extend(registry.vat.iter().map(|rate| {
        block(
            SheetPart::Vat,
            None,
            rate.validity.holds_at(now),
            vec![
                row(Label::Rate, SheetValue::Percent(rate.bps)),
                row(Label::Dates, SheetValue::Dates(rate.validity)),
                row(Label::Source, SheetValue::Text(rate.source.clone())),
            ],
        )
    }));
    blocks.push(property(registry, now));
    blocks.extend(notaries(registry, language, now));
    blocks.push(merchants(registry, now));
    blocks.extend(manifest.map(|manifest| catalogue(registry, manifest)));
    blocks.extend(registry.chains.iter().map(|chain| {
        block(
            SheetPart::Chains,
            Some(chain.name.clone()),
            true,
            vec![
                row(Label::Chain, SheetValue::Code(chain.id.to_string())),
                row(Label::Finality, SheetValue::Number(chain.finality_depth)),
            ],
        )
    }));
    blocks.extend(registry.notices.iter().map(|notice| {
        block(
            SheetPart::Notices,
            Some(notice.text.in_language(language).into()),
            notice.validity.holds_at(now),
            vec![
                row(Label::Dates, SheetValue::Dates(notice.validity)),
                row(Label::Source, SheetValue::Text(notice.source.clone())),
            ],
        )
    }));
    blocks.push(document(verified));
    Sheet {
        demo: registry.status == Status::Demo,
        expired: verified.freshness() == Freshness::Expired,
        issued_at: registry.issued_at,
        notice: registry.notice.in_language(language).into(),
        blocks,
    }
}

const fn row(label: Label, value: SheetValue) -> SheetRow {
    SheetRow { label, value }
}

const fn block(part: SheetPart, title: Option<String>, holds: bool, rows: Vec<SheetRow>) -> Block {
    Block {
        part,
        title,
        holds,
        rows,
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn assets(registry: &Registry, language: &str, now: u64) -> Vec<Block> {
    registry
        .assets
        .iter()
        .map(|asset| {
            block(
                SheetPart::Assets,
                Some(format!("{} · {}", asset.symbol, asset.name.in_language(language))),
                asset.validity.holds_at(now),
                vec![
                    row(Label::Uses, SheetValue::Uses(asset.permitted_uses.clone())),
                    row(
                        Label::Kind,
                        SheetValue::Stable(asset.kind == AssetKind::Stablecoin),
                    ),
                    row(Label::Dates, SheetValue::Dates(asset.validity)),
                    row(Label::Source, SheetValue::Text(asset.source.clone())),
                    row(Label::Identifier, SheetValue::Code(asset.id.to_string())),
                ],
            )
        })
        .collect()
}

fn operator(operator: &Operator, fee_returns: bool, language: &str, now: u64) -> Block {
    let mut rows = vec![
        row(Label::Licence, SheetValue::Text(operator.licence.number.clone())),
        row(Label::Dates, SheetValue::Dates(operator.licence.validity)),
        row(Label::Fee, SheetValue::Percent(operator.fee_bps)),
        row(Label::FeeReturns, SheetValue::Flag(fee_returns)),
        row(Label::Bin, SheetValue::Code(operator.bin.to_string())),
        row(Label::Contact, SheetValue::Text(operator.contact.clone())),
        row(Label::Address, SheetValue::Code(operator.url.clone())),
        row(Label::Source, SheetValue::Text(operator.licence.source.clone())),
    ];
    let mut add = |label, text: Option<String>| {
        rows.extend(text.map(|text| row(label, SheetValue::Code(text))));
    };
    let contract = operator.exchange_contract.map(|contract| contract.to_string());
    add(Label::ExchangeContract, contract);
    add(Label::Relay, operator.relay.clone());
    if let Some(service) = &operator.deposits {
        add(Label::DepositDesk, Some(service.url.clone()));
        add(Label::DepositContract, Some(service.contract.to_string()));
        rows.push(row(Label::Dates, SheetValue::Dates(service.validity)));
        rows.push(row(Label::Source, SheetValue::Text(service.source.clone())));
    }
    block(
        SheetPart::Operators,
        Some(operator.name.in_language(language).into()),
        operator.licence.validity.holds_at(now),
        rows,
    )
}

/// Who decides about deposits, and what notaries take.
fn notaries(registry: &Registry, language: &str, now: u64) -> Vec<Block> {
    let rules = &registry.real_estate;
    let people = rules.notaries.iter().map(|notary| {
        block(
            SheetPart::Notaries,
            Some(notary.name.in_language(language).into()),
            notary.validity.holds_at(now),
            vec![
                row(Label::Licence, SheetValue::Text(notary.licence.clone())),
                row(Label::Dates, SheetValue::Dates(notary.validity)),
                row(Label::Account, SheetValue::Code(notary.account.to_string())),
                row(Label::Source, SheetValue::Text(notary.source.clone())),
            ],
        )
    });
    let fees = rules.notary_fees.iter().map(|fee| {
        block(
            SheetPart::Notaries,
            Some(fee.act.in_language(language).into()),
            fee.validity.holds_at(now),
            vec![
                row(Label::Price, SheetValue::Money(fee.fee_tiyn)),
                row(Label::Dates, SheetValue::Dates(fee.validity)),
                row(Label::Source, SheetValue::Text(fee.source.clone())),
            ],
        )
    });
    people.chain(fees).collect()
}

fn limits(registry: &Registry, now: u64) -> Block {
    let limits = &registry.limits;
    let money = |limit: Option<units::Tiyn>| limit.map_or(SheetValue::Unlimited, SheetValue::Money);
    let mut rows = vec![
        row(Label::PerPayment, SheetValue::Money(limits.per_payment_tiyn)),
        row(Label::PerDay, money(limits.per_day_tiyn)),
        row(Label::PerMonth, money(limits.per_month_tiyn)),
    ];
    if let Some(conversion) = &limits.conversion {
        let named = format!("{} {}", conversion.per_month, conversion.currency);
        rows.push(row(Label::Conversion, SheetValue::Text(named)));
        rows.push(row(Label::Rate, SheetValue::Money(conversion.rate_tiyn)));
        rows.push(row(
            Label::Source,
            SheetValue::Text(conversion.rate_source.clone()),
        ));
    }
    rows.push(row(Label::Dates, SheetValue::Dates(limits.validity)));
    rows.push(row(Label::Source, SheetValue::Text(limits.source.clone())));
    block(SheetPart::Limits, None, limits.validity.holds_at(now), rows)
}

fn property(registry: &Registry, now: u64) -> Block {
    let rules = &registry.real_estate;
    let mut rows = vec![row(Label::OffPlan, SheetValue::Flag(rules.off_plan_deposits))];
    if let Some(limit) = rules.review_above_tiyn {
        rows.push(row(Label::Review, SheetValue::Money(limit)));
    }
    rows.push(row(Label::Dates, SheetValue::Dates(rules.validity)));
    rows.push(row(Label::Source, SheetValue::Text(rules.source.clone())));
    block(SheetPart::Property, None, rules.validity.holds_at(now), rows)
}

fn merchants(registry: &Registry, now: u64) -> Block {
    let mut rows: Vec<SheetRow> = registry
        .certificate_keys
        .iter()
        .map(|key| row(Label::CertificateKey, SheetValue::Code(key.public_key.clone())))
        .collect();
    rows.push(row(
        Label::Revoked,
        SheetValue::Number(number(registry.revocations.len())),
    ));
    rows.extend(
        registry
            .suspensions
            .iter()
            .filter(|entry| entry.validity.holds_at(now))
            .map(|entry| row(Label::Suspended, SheetValue::Code(entry.merchant_id.clone()))),
    );
    block(SheetPart::Merchants, None, true, rows)
}

fn catalogue(registry: &Registry, manifest: &Manifest) -> Block {
    let entries = [EntryKind::Merchants, EntryKind::Listings, EntryKind::Offerings]
        .map(|kind| manifest.count(kind))
        .into_iter()
        .sum();
    let mut rows = vec![
        row(Label::Version, SheetValue::Number(manifest.version)),
        row(Label::Entries, SheetValue::Number(entries)),
        row(
            Label::Dates,
            SheetValue::Dates(Validity {
                valid_from: manifest.issued_at,
                valid_until: Some(manifest.expires_at),
            }),
        ),
    ];
    if let Some(root) = &registry.catalogue {
        rows.extend(
            root.keys
                .iter()
                .map(|key| row(Label::Signer, SheetValue::Code(key.public_key.clone()))),
        );
        rows.extend(
            root.contact
                .iter()
                .map(|contact| row(Label::Contact, SheetValue::Text(contact.clone()))),
        );
    }
    block(SheetPart::Catalogue, None, true, rows)
}

fn document(verified: &VerifiedRegistry) -> Block {
    let registry = verified.registry();
    let mut rows = vec![
        row(Label::Zone, SheetValue::Code(registry.id.clone())),
        row(Label::Version, SheetValue::Number(registry.version)),
        row(Label::Issued, SheetValue::Time(registry.issued_at)),
        row(Label::Expires, SheetValue::Time(registry.expires_at)),
        row(Label::Root, SheetValue::Number(verified.root().number.into())),
        row(
            Label::Signatures,
            SheetValue::Of(
                number(verified.signers().len()),
                number(verified.root().threshold),
            ),
        ),
    ];
    rows.extend(
        verified
            .signers()
            .iter()
            .map(|key| row(Label::Signer, SheetValue::Code(key.to_hex()))),
    );
    block(
        SheetPart::Document,
        None,
        verified.freshness() == Freshness::Current,
        rows,
    )
}
