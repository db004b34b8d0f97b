use city::protocol::{Block, Label, Request, Response, Sheet, SheetPart, SheetValue};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Alert, Notice, Page},
    i18n::{
        I18n, Key, format_count, format_date, format_list, format_percent, format_relative, format_tenge,
        use_i18n,
    },
    pages::city::{
        status::{CityComing, CityStatus},
        watch::{City, Showing},
    },
    services::ask_city,
};

/// The registry, readable: what is permitted, who converts, how much, who says so.
#[component]
pub(crate) fn ZonePage() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let sheet = RwSignal::new(None::<Sheet>);
    let content = city.content();
    let showing = city.showing(move || sheet.with(|sheet| sheet.as_ref().map(|_| 1)));
    Effect::new(move || {
        content();
        let request = Request::Zone {
            language: i18n.language().code().to_owned(),
        };
        spawn_local(async move {
            if let Ok(Response::Zone(answer)) = ask_city(&request).await {
                // The page may be gone by then.
                let _ = sheet.try_set(Some(*answer));
            }
        });
    });
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::ZoneTitle).to_owned()) back="/settings".to_owned()>
            <p class="quiet lead">{move || i18n.text(Key::ZoneLead)}</p>
            <CityStatus />
            {move || match (sheet.get(), showing.get()) {
                (Some(sheet), _) => shown(i18n, &sheet),
                (None, Showing::Nothing) => ().into_any(),
                (None, _) => view! { <CityComing lines=8 wide=true /> }.into_any(),
            }}
        </Page>
    }
}

fn shown(i18n: I18n, sheet: &Sheet) -> AnyView {
    let age = format_relative(sheet.issued_at, browser::now_seconds(), i18n.language());
    let mut parts: Vec<SheetPart> = Vec::new();
    for block in &sheet.blocks {
        if !parts.contains(&block.part) {
            parts.push(block.part);
        }
    }
    let sections = parts.into_iter().map(|part| {
        let blocks = sheet.blocks.iter().filter(|block| block.part == part);
        view! {
            <section class="card zone-part">
                <h2>{i18n.text(part_key(part))}</h2>
                {blocks.map(|block| shown_block(i18n, block)).collect_view()}
            </section>
        }
        .into_any()
    });
    view! {
        {if sheet.demo {
            view! { <Notice text=i18n.text(Key::ZoneDemo).to_owned() /> }.into_any()
        } else {
            view! { <p class="badge good">{i18n.text(Key::ZoneOfficial)}</p> }.into_any()
        }}
        {sheet.expired.then(|| view! { <Alert text=i18n.text(Key::ZoneExpired).to_owned() /> })}
        <p data-testid="zone-age">{i18n.fill(Key::ZoneAge, &[("age", &age)])}</p>
        <div class="zone-parts">{sections.collect_view()}</div>
    }
    .into_any()
}

fn shown_block(i18n: I18n, block: &Block) -> AnyView {
    let (class, holds) = if block.holds {
        ("badge good", Key::ZoneHolds)
    } else {
        ("badge bad", Key::ZoneNotHolds)
    };
    let rows = block.rows.iter().map(|row| {
        let code = matches!(row.value, SheetValue::Code(_));
        view! {
            <dt>{i18n.text(label_key(row.label))}</dt>
            <dd class:hash=code>{value_text(i18n, row.label, &row.value)}</dd>
        }
        .into_any()
    });
    view! {
        <div class="zone-block">
            <div class="card-head">
                {block.title.clone().map(|title| view! { <h3>{title}</h3> })}
                <span class=class>{i18n.text(holds)}</span>
            </div>
            <dl class="facts">{rows.collect_view()}</dl>
        </div>
    }
    .into_any()
}

fn value_text(i18n: I18n, label: Label, value: &SheetValue) -> String {
    let language = i18n.language();
    match value {
        SheetValue::Text(text) | SheetValue::Code(text) => text.clone(),
        SheetValue::Money(amount) => format_tenge(*amount, language),
        SheetValue::Percent(share) => format_percent(*share, language),
        SheetValue::Time(moment) => format_date(*moment, language),
        SheetValue::Dates(validity) => {
            let from = format_date(validity.valid_from, language);
            match validity.valid_until {
                Some(until) => i18n.fill(
                    Key::ZoneValueSpan,
                    &[("from", &from), ("until", &format_date(until, language))],
                ),
                None => i18n.fill(Key::ZoneValueOpenEnd, &[("from", &from)]),
            }
        }
        SheetValue::Uses(uses) => {
            let names: Vec<String> = uses
                .iter()
                .map(|purpose| i18n.text(use_key(*purpose)).to_owned())
                .collect();
            format_list(&names, language)
        }
        SheetValue::Flag(set) => {
            let key = match (label, set) {
                (Label::OffPlan, true) => Key::ZoneValueAllowed,
                (Label::OffPlan, false) => Key::ZoneValueForbidden,
                (_, true) => Key::ZoneValueYes,
                (_, false) => Key::ZoneValueNo,
            };
            i18n.text(key).to_owned()
        }
        SheetValue::Number(number) => format_count(*number, language),
        SheetValue::Of(number, least) => i18n.fill(
            Key::ZoneValueOf,
            &[("n", &number.to_string()), ("least", &least.to_string())],
        ),
        SheetValue::Unlimited => i18n.text(Key::ZoneValueUnlimited).to_owned(),
        SheetValue::Stable(true) => i18n.text(Key::ZoneValueStable).to_owned(),
        SheetValue::Stable(false) => i18n.text(Key::ZoneValueVolatile).to_owned(),
    }
}

const fn use_key(purpose: zone::Use) -> Key {
    match purpose {
        zone::Use::Retail => Key::ZoneUseRetail,
        zone::Use::RealEstate => Key::ZoneUseRealEstate,
        zone::Use::Investment => Key::ZoneUseInvestment,
        zone::Use::Exchange => Key::ZoneUseExchange,
    }
}

const fn part_key(part: SheetPart) -> Key {
    match part {
        SheetPart::Document => Key::ZonePartDocument,
        SheetPart::Assets => Key::ZonePartAssets,
        SheetPart::Operators => Key::ZonePartOperators,
        SheetPart::Limits => Key::ZonePartLimits,
        SheetPart::Vat => Key::ZonePartVat,
        SheetPart::Property => Key::ZonePartProperty,
        SheetPart::Notaries => Key::ZonePartNotaries,
        SheetPart::Merchants => Key::ZonePartMerchants,
        SheetPart::Catalogue => Key::ZonePartCatalogue,
        SheetPart::Chains => Key::ZonePartChains,
        SheetPart::Notices => Key::ZonePartNotices,
    }
}

const fn label_key(label: Label) -> Key {
    match label {
        Label::Zone => Key::ZoneLabelZone,
        Label::Version => Key::ZoneLabelVersion,
        Label::Issued => Key::ZoneLabelIssued,
        Label::Expires => Key::ZoneLabelExpires,
        Label::Root => Key::ZoneLabelRoot,
        Label::Signatures => Key::ZoneLabelSignatures,
        Label::Signer => Key::ZoneLabelSigner,
        Label::Uses => Key::ZoneLabelUses,
        Label::Dates => Key::ZoneLabelDates,
        Label::Source => Key::ZoneLabelSource,
        Label::Identifier => Key::ZoneLabelIdentifier,
        Label::Kind => Key::ZoneLabelKind,
        Label::Bin => Key::PlacesBin,
        Label::Licence => Key::ZoneLabelLicence,
        Label::Fee => Key::ZoneLabelFee,
        Label::FeeReturns => Key::ZoneLabelFeeReturns,
        Label::Contact => Key::ZoneLabelContact,
        Label::Address => Key::ZoneLabelAddress,
        Label::PerPayment => Key::ZoneLabelPerPayment,
        Label::PerDay => Key::ZoneLabelPerDay,
        Label::PerMonth => Key::ZoneLabelPerMonth,
        Label::Conversion => Key::ZoneLabelConversion,
        Label::Rate => Key::ZoneLabelRate,
        Label::OffPlan => Key::ZoneLabelOffPlan,
        Label::Review => Key::ZoneLabelReview,
        Label::CertificateKey => Key::ZoneLabelCertificateKey,
        Label::Revoked => Key::ZoneLabelRevoked,
        Label::Suspended => Key::ZoneLabelSuspended,
        Label::Entries => Key::ZoneLabelEntries,
        Label::Chain => Key::ZoneLabelChain,
        Label::Finality => Key::ZoneLabelFinality,
        Label::ExchangeContract => Key::ZoneLabelExchangeContract,
        Label::Relay => Key::ZoneLabelRelay,
        Label::DepositDesk => Key::ZoneLabelDepositDesk,
        Label::DepositContract => Key::ZoneLabelDepositContract,
        Label::Account => Key::ZoneLabelAccount,
        Label::Price => Key::ZoneLabelPrice,
    }
}
