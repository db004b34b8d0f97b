use std::sync::Arc;

use deals::{Agreement, DepositKind, DepositRecord, DepositRole, DepositStep};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use crate::{
    components::{Alert, Glyph, Icon, Page, Qr, Skeleton},
    i18n::{Key, Language, format_amount, format_tenge, format_time, load_language, use_i18n},
    pages::{
        app::Unlocked,
        deposits::{
            office::{Office, WithOffice},
            trouble::DepositTrouble,
            words::{kind_key, role_key},
        },
    },
    services::{request_deposit, save_file},
};

/// The agreement as a document of one A4 page, Kazakh and Russian beside each other.
#[component]
pub(crate) fn DepositDocumentPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! {
        <Unlocked>
            {move || {
                let id = id.get();
                let back = format!("/deposit/{id}");
                let ready = Callback::new(move |office| view! { <Load id=id.clone() office /> }.into_any());
                view! {
                    <Page title=Signal::derive(move || i18n.text(Key::DepositDocument).to_owned()) back>
                        <WithOffice ready />
                    </Page>
                }
            }}
        </Unlocked>
    }
}

/// Both languages of the document are needed, whichever the page is in.
async fn load(url: &str, id: &str) -> Result<DepositRecord, DepositTrouble> {
    let loaded =
        futures_util::future::try_join(load_language(Language::Kazakh), load_language(Language::Russian));
    loaded
        .await
        .map_err(|_| DepositTrouble::Desk(crate::services::DeskCallError::Unreachable))?;
    Ok(request_deposit(url, id).await?)
}

#[component]
fn Load(id: String, office: Arc<Office>) -> impl IntoView {
    let i18n = use_i18n();
    let record = RwSignal::new(None::<Result<Arc<DepositRecord>, DepositTrouble>>);
    let url = office.url.clone();
    spawn_local(async move {
        let loaded = load(&url, &id).await.map(Arc::new);
        let _ = record.try_set(Some(loaded));
    });
    move || {
        match record.get() {
        None => view! { <Skeleton lines=8 /> }.into_any(),
        Some(Err(trouble)) => view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> }.into_any(),
        Some(Ok(record)) => match &record.agreement {
            None => {
                view! { <Alert text=Signal::derive(move || i18n.text(Key::DepositErrorNotJoined).to_owned()) /> }
                    .into_any()
            }
            Some(agreement) => {
                let agreement = agreement.clone();
                view! { <Document record=record.clone() agreement office=office.clone() /> }.into_any()
            }
        },
    }
    }
}

#[component]
fn Document(record: Arc<DepositRecord>, agreement: Agreement, office: Arc<Office>) -> impl IntoView {
    let i18n = use_i18n();
    let text = StoredValue::new(String::from_utf8(agreement.to_bytes()).unwrap_or_default());
    let name = format!("deposit-{}.json", record.id.get(..8).unwrap_or_default());
    let origin = window().location().origin().unwrap_or_default();
    let link = format!("{origin}/deposit/{}", record.id);
    let hash = agreement.hash().to_string();
    let id = agreement
        .terms()
        .id(agreement.asset.chain, agreement.contract)
        .to_b256()
        .to_string();
    view! {
        <div class="actions no-print">
            <button
                type="button"
                class="button"
                data-testid="document-print"
                on:click=move |_| {
                    let _ = window().print();
                }
            >
                <Glyph icon=Icon::Print />
                {move || i18n.text(Key::DepositPrint)}
            </button>
            <button
                type="button"
                class="button quiet"
                on:click=move |_| text.with_value(|text| save_file(&name, text))
            >
                <Glyph icon=Icon::Download />
                {move || i18n.text(Key::DepositDownload)}
            </button>
        </div>
        <p class="notice no-print">{move || i18n.text(Key::DepositHashNote)}</p>
        <article class="sheet-a4" data-testid="document">
            <div class="two-languages">
                <Wording language=Language::Kazakh agreement=agreement.clone() office=office.clone() />
                <Wording language=Language::Russian agreement office />
            </div>
            <Signatures record />
            <footer class="sheet-end">
                <div>
                    <p class="hash" translate="no">"Keccak-256: " {hash}</p>
                    <p class="hash" translate="no">"EIP-712: " {id}</p>
                    <p class="hash" translate="no">{link.clone()}</p>
                </div>
                <Qr text=link label=Signal::derive(move || i18n.text(Key::DepositShare).to_owned()) />
            </footer>
        </article>
    }
}

/// The agreement in one language.
#[component]
fn Wording(language: Language, agreement: Agreement, office: Arc<Office>) -> impl IntoView {
    let code = language.code();
    let text = |key: Key| key.text(language);
    let home = &agreement.home;
    let deposit = format_tenge(agreement.deposit_tiyn, language);
    let amount = format_amount(
        agreement.amount,
        office.asset.decimals,
        &office.asset.symbol,
        language,
    );
    let person = |name: &str, number: &str, account: String| {
        Key::DepositDocPerson.fill(
            language,
            &[("name", name), ("number", number), ("account", &account)],
        )
    };
    let kind = kind_key(agreement.kind).text(language);
    let effect = match agreement.kind {
        DepositKind::Zadatok => Key::DepositDocZadatok,
        DepositKind::Avans => Key::DepositDocAvans,
    };
    let parties = [
        (
            DepositRole::Buyer,
            person(
                &agreement.buyer.name,
                &agreement.buyer.number.to_string(),
                agreement.buyer.account.to_string(),
            ),
        ),
        (
            DepositRole::Seller,
            person(
                &agreement.seller.name,
                &agreement.seller.number.to_string(),
                agreement.seller.account.to_string(),
            ),
        ),
        (
            DepositRole::Arbiter,
            Key::DepositDocNotary.fill(
                language,
                &[
                    ("name", agreement.notary.name.in_language(code)),
                    ("licence", &agreement.notary.licence),
                    ("account", &agreement.notary.account.to_string()),
                ],
            ),
        ),
    ];
    let clauses = [
        Key::DepositDocSubject.fill(
            language,
            &[
                ("home", home.title.in_language(code)),
                ("address", home.address.in_language(code)),
                ("cadastral", &home.cadastral_number),
                ("price", &format_tenge(home.price_tiyn, language)),
            ],
        ),
        Key::DepositDocAmount.fill(
            language,
            &[
                ("kind", &kind.to_lowercase()),
                ("deposit", &deposit),
                ("amount", &amount),
            ],
        ),
        text(effect).to_owned(),
        Key::DepositDocDates.fill(
            language,
            &[
                ("funding", &format_time(agreement.funding_deadline, language)),
                ("closing", &format_time(agreement.closing_deadline, language)),
            ],
        ),
        Key::DepositDocHolding.fill(
            language,
            &[
                ("contract", &agreement.contract.to_string()),
                ("chain", &agreement.asset.chain.to_string()),
                ("operator", office.operator.name.in_language(code)),
                ("licence", &office.operator.licence),
            ],
        ),
        text(Key::DepositDocEnds).to_owned(),
        text(Key::DepositDocTitle).to_owned(),
    ];
    view! {
        <section lang=code>
            <h2>{text(Key::DepositDocHeading)} ": " {kind}</h2>
            <dl>
                {parties
                    .into_iter()
                    .map(|(role, who)| {
                        view! {
                            <dt>{text(role_key(role))}</dt>
                            <dd>{who}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <ol>{clauses.into_iter().map(|clause| view! { <li>{clause}</li> }).collect_view()}</ol>
            <p class="sheet-notice">{text(Key::DepositDocNotice)}</p>
        </section>
    }
}

/// Who signed, with the signature itself.
#[component]
fn Signatures(record: Arc<DepositRecord>) -> impl IntoView {
    let sides = [DepositRole::Buyer, DepositRole::Seller, DepositRole::Arbiter];
    let rows = sides.into_iter().map(|role| {
        let signed = record.signatures.iter().find(|signed| signed.role == role);
        let [kk, ru] = [Language::Kazakh, Language::Russian].map(|language| role_key(role).text(language));
        let name = if kk == ru {
            kk.to_owned()
        } else {
            format!("{kk} / {ru}")
        };
        let signed_at = record
            .events
            .iter()
            .find(|event| event.step == DepositStep::Signed(role))
            .map(|event| format!(" · {}", format_time(event.at, Language::Kazakh)));
        let signature = signed.map_or_else(
            || {
                let [kk, ru] = [Language::Kazakh, Language::Russian]
                    .map(|language| Key::DepositDocUnsigned.text(language));
                format!("{kk} / {ru}")
            },
            |signed| signed.signature.to_string(),
        );
        view! {
            <div>
                <strong>{name} {signed_at}</strong>
                <p class="hash" translate="no">{signature}</p>
            </div>
        }
    });
    view! { <div class="signatures">{rows.collect_view()}</div> }
}
