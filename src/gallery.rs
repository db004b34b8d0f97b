//! Every component in every state, for whoever builds the next page.

use leptos::prelude::*;
use units::{AssetAmount, Tiyn};

use crate::{
    components::{
        Alert, AmountField, BusyText, ChartTable, CopyButton, Dialog, Empty, Field, Glyph, Icon, Item,
        LanguageSwitch, LineChart, Notice, Page, Progress, Qr, SelectField, Skeleton, Step, Stepper, Tabs,
        TextField, ToastArea, Toasts, Tone, VirtualList, provide_toasts,
    },
    i18n::{
        format_amount, format_count, format_date, format_day, format_list, format_relative, format_tenge,
        provide_language, use_i18n,
    },
};

/// 2026-11-22 13:05 UTC, in seconds.
const SAMPLE: u64 = 1_795_352_700;

/// Every component in every state, for whoever builds the next page: a page of its own, on no site. Its words are English,
/// what the components say is not.
#[component]
pub fn Gallery() -> impl IntoView {
    provide_language();
    provide_toasts();
    view! {
        <div class="shell bare">
            <main id="main" class="wallet" tabindex="-1">
                <Page title="Gallery">
                    <Controls />
                    <Fields />
                    <Lists />
                    <Feedback />
                    <Layers />
                    <Figures />
                    <Icons />
                </Page>
            </main>
        </div>
        <ToastArea />
    }
}

#[component]
fn Controls() -> impl IntoView {
    let tab = RwSignal::new("one");
    let chosen = RwSignal::new(true);
    let tabs = vec![
        ("one", "Барлығы".to_owned()),
        ("two", "Кірістер".to_owned()),
        ("three", "Шығыстар".to_owned()),
    ];
    view! {
        <section class="card">
            <h2>"Buttons"</h2>
            <div class="row">
                <button type="button" class="button">"Primary"</button>
                <button type="button" class="button">
                    <Glyph icon=Icon::Send />
                    "With icon"
                </button>
                <button type="button" class="button quiet">"Quiet"</button>
                <button type="button" class="button plain">"Plain"</button>
                <button type="button" class="button danger">"Danger"</button>
                <button type="button" class="button small">"Small"</button>
                <button type="button" class="button" disabled>"Disabled"</button>
                <button type="button" class="icon-button" aria-label="Icon button">
                    <Glyph icon=Icon::Lock />
                </button>
                <LanguageSwitch />
            </div>
            <h2>"Chips, tabs, badges"</h2>
            <div class="chips">
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || chosen.get().to_string()
                    on:click=move |_| chosen.update(|chosen| *chosen = !*chosen)
                >
                    <Glyph icon=Icon::Cafe />
                    "Кафе"
                </button>
                <button type="button" class="chip" aria-pressed="false">"Дәмхана"</button>
                <button type="button" class="chip" aria-pressed="false">"Қызмет көрсету"</button>
            </div>
            <Tabs label="Direction" tabs selected=tab panel="gallery-panel" />
            <p id="gallery-panel" role="tabpanel">{move || tab.get()}</p>
            <div class="row">
                <span class="badge">"ДЕМО"</span>
                <span class="badge good">"Расталды"</span>
                <span class="badge bad">"Тоқтатылды"</span>
                <span class="badge plain">"Мұрағат"</span>
            </div>
        </section>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new("0x12".to_owned());
    let amount = RwSignal::new("12 500".to_owned());
    let choice = RwSignal::new("b".to_owned());
    view! {
        <section class="card">
            <h2>"Fields"</h2>
            <TextField id="gallery-text" label="Атауы" value=text hint=Signal::stored("Өзіңізге түсінікті атау".to_owned()) />
            <TextField
                id="gallery-wrong"
                label="Мекенжай"
                value=wrong
                error=Signal::stored(Some("Мекенжай толық емес: 42 таңба керек.".to_owned()))
            />
            <AmountField id="gallery-amount" label="Сома" value=amount unit="₸" hint=Signal::stored("≈ 23,2 tUSD".to_owned()) />
            <SelectField
                id="gallery-select"
                label="Актив"
                value=choice
                options=vec![("a".to_owned(), "tUSD".to_owned()), ("b".to_owned(), "tKZT".to_owned())]
            />
            <Field id="gallery-area" label="Ескертпе">
                <textarea id="gallery-area" rows="2"></textarea>
            </Field>
            <label class="check-row">
                <input type="checkbox" checked />
                <span>"Сөздерді қағазға жазып алдым"</span>
            </label>
            <label class="check-row">
                <input type="radio" name="gallery-radio" checked />
                <span>"Қалыпты"</span>
            </label>
        </section>
    }
}

#[component]
fn Lists() -> impl IntoView {
    let i18n = use_i18n();
    let steps = vec![
        Step {
            title: "Келісім".to_owned(),
            note: "22.11.2026 18:05".to_owned(),
        },
        Step {
            title: "Кепілпұл енгізу".to_owned(),
            note: "Сатып алушы қол қояды".to_owned(),
        },
        Step {
            title: "Тіркеу".to_owned(),
            note: "Меншік құқығы тек тіркелгеннен кейін туындайды".to_owned(),
        },
    ];
    view! {
        <section class="card">
            <h2>"Rows"</h2>
            <ul class="rows">
                <li>
                    <Item icon=Icon::Cafe title="Alatau Coffee" note=Signal::stored("Бүгін 18:05".to_owned()) href="/".to_owned()>
                        <strong>"−2 450 ₸"</strong>
                        <small class="item-note">"4,546299 tUSD"</small>
                    </Item>
                </li>
                <li>
                    <Item icon=Icon::Receive tone="good" title="Демо токен" note=Signal::stored("Кеше".to_owned())>
                        <strong>"+500 tUSD"</strong>
                    </Item>
                </li>
                <li>
                    <Item
                        icon=Icon::Property
                        tone="gold"
                        title="2 бөлмелі пәтер · 56 м² · 3/9 қабат, Жетіген ықшамауданы, Абай көшесі"
                        note=Signal::stored("Дайын үй".to_owned())
                    >
                        <strong>"26 880 000 ₸"</strong>
                    </Item>
                </li>
            </ul>
            <h2>"Steps"</h2>
            <Stepper steps current=Signal::stored(1) />
            <h2>"Ten thousand rows"</h2>
            <VirtualList
                count=Signal::stored(10_000)
                row_height=60
                height=240
                label="Ten thousand rows"
                row=move |place| {
                    let title = Signal::derive(move || {
                        format_count(u64::try_from(place).unwrap_or_default(), i18n.language())
                    });
                    view! { <Item icon=Icon::Receipt title /> }
                }
            />
        </section>
    }
}

#[component]
fn Feedback() -> impl IntoView {
    let toasts = Toasts::expect();
    view! {
        <section class="card">
            <h2>"Feedback"</h2>
            <Alert text=Signal::stored("Блокчейн түйіні жауап бермейді. Ештеңеге қол қойылған жоқ.".to_owned()) />
            <Notice text="Бағам 3 минут бұрын жаңартылды" />
            <Notice text="Көшірме тексерілді" tone=Tone::Good />
            <BusyText text=Signal::stored("Құпиясөз тексерілуде…".to_owned()) />
            <Progress label="Айлық лимит" value=Signal::stored(320_000) max=Signal::stored(500_000) text="320 000 / 500 000 ₸" />
            <Progress label="Бір төлемнің лимиті" value=Signal::stored(480_000) max=Signal::stored(500_000) text="480 000 / 500 000 ₸" />
            <Skeleton lines=2 />
            <div>
                <button type="button" class="button quiet" on:click=move |_| toasts.show("Көшірілді")>"Toast"</button>
            </div>
        </section>
        <section class="card">
            <Empty icon=Icon::Activity title="Әрекеттер әзірге жоқ" text="Алғашқы төлеміңіз осында көрінеді.">
                <a class="button" href="/">"Төлеу"</a>
            </Empty>
        </section>
    }
}

#[component]
fn Layers() -> impl IntoView {
    let dialog = RwSignal::new(false);
    let sheet = RwSignal::new(false);
    view! {
        <section class="card">
            <h2>"Layers"</h2>
            <div class="row">
                <button type="button" class="button quiet" data-testid="open-dialog" on:click=move |_| dialog.set(true)>
                    "Dialog"
                </button>
                <button type="button" class="button quiet" data-testid="open-sheet" on:click=move |_| sheet.set(true)>
                    "Sheet"
                </button>
            </div>
            <Dialog open=dialog title="Жоюды растайсыз ба?">
                <p>"Бұл контакт мекенжай кітапшасынан жойылады."</p>
                <div class="actions">
                    <button type="button" class="button danger" on:click=move |_| dialog.set(false)>"Жою"</button>
                    <button type="button" class="button quiet" on:click=move |_| dialog.set(false)>"Болдырмау"</button>
                </div>
            </Dialog>
            <Dialog open=sheet title="Активті таңдаңыз" sheet=true>
                <ul class="rows">
                    <li>
                        <Item icon=Icon::Coins title="Демо доллар" />
                    </li>
                    <li>
                        <Item icon=Icon::Coins title="Демо теңге" />
                    </li>
                </ul>
            </Dialog>
        </section>
    }
}

#[component]
fn Figures() -> impl IntoView {
    let i18n = use_i18n();
    let tenge = Tiyn::new(123_456_750).unwrap_or_default();
    let amount: AssetAmount = "4546299".parse().unwrap_or_default();
    view! {
        <section class="card">
            <h2>"Figures"</h2>
            <p class="amount">{move || format_tenge(tenge, i18n.language())}</p>
            <dl class="facts">
                <dt>"Актив"</dt>
                <dd>{move || format_amount(amount, 6, "tUSD", i18n.language())}</dd>
                <dt>"Күні"</dt>
                <dd>{move || format_date(SAMPLE, i18n.language())}</dd>
                <dt>"Қашан"</dt>
                <dd>
                    {move || {
                        let when = [
                            format_day(SAMPLE, SAMPLE, i18n.language()),
                            format_relative(SAMPLE - 180, SAMPLE, i18n.language()),
                            format_relative(SAMPLE + 7200, SAMPLE, i18n.language()),
                        ];
                        format_list(&when, i18n.language())
                    }}
                </dd>
                <dt>"Мекенжай"</dt>
                <dd class="hash">"0x70997970C51812dc3A010C7d01b50e0d17dc79C8"</dd>
            </dl>
            <LineChart label="Шот" points=vec![(1, Tiyn::ZERO), (2, tenge), (3, tenge)] floor=Tiyn::ZERO />
            <ChartTable head=["Ай", "Барлығы"] rows=vec![["11.2026".to_owned(), format_tenge(tenge, i18n.language())]] />
            <Qr text="https://wallet.example/pay/#order=demo" label="QR" />
            <div>
                <CopyButton text="0x70997970C51812dc3A010C7d01b50e0d17dc79C8" />
            </div>
        </section>
    }
}

#[component]
fn Icons() -> impl IntoView {
    view! {
        <section class="card">
            <h2>"Icons"</h2>
            <div class="row">{Icon::ALL.iter().map(|icon| view! { <Glyph icon=*icon /> }).collect_view()}</div>
        </section>
    }
}
