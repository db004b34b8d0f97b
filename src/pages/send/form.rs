use activity::{Recipient, judge_recipient};
use key_worker::protocol::{AssetView, RegistryView};
use leptos::{ev::SubmitEvent, prelude::*};
use sig::{Address, AddressError, U256};
use units::AssetAmount;

use super::recipient_note::RecipientNote;
use crate::{
    components::{AmountField, Glyph, Icon, SelectField, TextField},
    i18n::{I18n, Key, decimal_mark, format_amount, format_tenge, format_time, use_i18n},
    pages::money::{AmountError, Draft, Money, Speed, Way, read_address, read_amount, read_tenge},
};

/// The value of the choice "native coin".
const COIN: &str = "coin";
/// Tiyn are hundredths.
const TENGE_DECIMALS: u8 = 2;

/// What the sender has typed and chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub(super) to: RwSignal<String>,
    /// Symbol of a token, or [`COIN`].
    asset: RwSignal<String>,
    typed: RwSignal<String>,
    in_tenge: RwSignal<bool>,
    speed: RwSignal<String>,
    pays_itself: RwSignal<bool>,
    assets: StoredValue<Vec<AssetView>>,
    money: Money,
}

/// The amount as it stands: nothing typed, an amount, or what is wrong.
type Amount = Result<Option<AssetAmount>, AmountError>;

impl Form {
    pub(super) fn new(
        registry: &RegistryView,
        to: String,
        asset: Option<String>,
        amount: Option<AssetAmount>,
        money: Money,
    ) -> Self {
        let i18n = use_i18n();
        let known = asset
            .filter(|symbol| symbol == COIN || registry.assets.iter().any(|asset| asset.symbol == *symbol));
        let first = registry
            .assets
            .first()
            .map_or(COIN, |asset| asset.symbol.as_str());
        let symbol = known.unwrap_or_else(|| first.to_owned());
        let decimals = registry
            .assets
            .iter()
            .find(|asset| asset.symbol == symbol)
            .map_or(18, |asset| asset.decimals);
        let typed = amount.map(|amount| plain_amount(amount, decimals, untrack(move || i18n.language())));
        // What a link asks for is in the asset; who types thinks in tenge.
        let in_tenge = typed.is_none() && symbol != COIN;
        Self {
            to: RwSignal::new(to),
            asset: RwSignal::new(symbol),
            typed: RwSignal::new(typed.unwrap_or_default()),
            in_tenge: RwSignal::new(in_tenge),
            speed: RwSignal::new("normal".to_owned()),
            pays_itself: RwSignal::new(false),
            assets: StoredValue::new(registry.assets.clone()),
            money,
        }
    }

    fn chosen(self) -> Option<AssetView> {
        let symbol = self.asset.get();
        self.assets
            .with_value(|assets| assets.iter().find(|asset| asset.symbol == symbol).cloned())
    }

    fn recipient(self) -> Option<Result<Address, AddressError>> {
        self.to
            .with(|text| (!text.trim().is_empty()).then(|| read_address(text)))
    }

    /// What the account has of the chosen asset.
    fn available(self) -> Option<AssetAmount> {
        let chosen = self.chosen();
        self.money.snapshot.with(|snapshot| {
            let snapshot = snapshot.as_ref()?;
            match chosen {
                Some(asset) => snapshot.amount_of(asset.id),
                None => Some(snapshot.coin),
            }
        })
    }

    fn has_rate(self) -> bool {
        let chosen = self.chosen();
        self.money.snapshot.with(|snapshot| {
            snapshot
                .as_ref()
                .zip(chosen)
                .is_some_and(|(snapshot, asset)| snapshot.rate_of(asset.id).is_some())
        })
    }

    /// In tenge only where there is a rate.
    fn is_in_tenge(self) -> bool {
        self.in_tenge.get() && self.has_rate()
    }

    fn amount(self, i18n: I18n) -> Amount {
        let (typed, mark) = (self.typed.get(), decimal_mark(i18n.language()));
        let Some(asset) = self.chosen() else {
            return read_amount(&typed, 18, mark);
        };
        if !self.is_in_tenge() {
            return read_amount(&typed, asset.decimals, mark);
        }
        let Some(tenge) = read_tenge(&typed, mark)? else {
            return Ok(None);
        };
        let converted = self.money.snapshot.with(|snapshot| {
            let rate = snapshot.as_ref()?.rate_of(asset.id)?.rate;
            rate.asset_for(tenge, asset.decimals).ok()
        });
        converted.map(Some).ok_or(AmountError { decimals: 2 })
    }

    /// The other side of the amount, exactly: the asset for tenge, tenge for the asset; with the rate's source and time.
    fn conversion(self, i18n: I18n) -> Option<String> {
        let asset = self.chosen()?;
        let amount = self.amount(i18n).ok().flatten()?;
        let language = i18n.language();
        self.money.snapshot.with(|snapshot| {
            let snapshot = snapshot.as_ref()?;
            let rate = snapshot.rate_of(asset.id)?;
            let other = if self.is_in_tenge() {
                format_amount(amount, asset.decimals, &asset.symbol, language)
            } else {
                format_tenge(snapshot.worth_of(asset.id, amount, asset.decimals)?, language)
            };
            let price = rate
                .rate
                .tiyn_per_unit()
                .ok()
                .map(|price| format_tenge(price, language))?;
            let time = snapshot
                .rates_at
                .map(|time| format_time(time, language))
                .unwrap_or_default();
            let values = [
                ("amount", other.as_str()),
                ("symbol", &asset.symbol),
                ("price", &price),
                ("source", &rate.source),
                ("time", &time),
            ];
            Some(i18n.fill(Key::SendConversion, &values))
        })
    }

    /// What was typed, in the other unit, as it would be typed.
    fn turned(self, i18n: I18n) -> Option<String> {
        untrack(|| {
            let asset = self.chosen()?;
            let amount = self.amount(i18n).ok().flatten()?;
            if self.is_in_tenge() {
                return Some(plain_amount(amount, asset.decimals, i18n.language()));
            }
            let worth = self
                .money
                .snapshot
                .with(|snapshot| snapshot.as_ref()?.worth_of(asset.id, amount, asset.decimals))?;
            let tiyn = AssetAmount::new(U256::from(worth.get()));
            Some(plain_amount(tiyn, TENGE_DECIMALS, i18n.language()))
        })
    }

    fn amount_error(self, i18n: I18n) -> Option<String> {
        match self.amount(i18n) {
            Err(AmountError { decimals }) => {
                Some(i18n.fill(Key::ReceiveAmountWrong, &[("decimals", &decimals.to_string())]))
            }
            Ok(Some(amount)) if amount == AssetAmount::ZERO => Some(i18n.text(Key::SendZero).to_owned()),
            Ok(Some(amount)) if self.available().is_some_and(|available| amount > available) => {
                Some(i18n.text(Key::SendTooMuch).to_owned())
            }
            Ok(_) => None,
        }
    }

    /// A relay carries tokens only; the account pays itself where it must or wants to.
    fn way(self) -> Way {
        let relayed = self.money.relaying_operator().is_some() && self.chosen().is_some();
        if relayed && !self.pays_itself.get() {
            Way::Relay
        } else {
            Way::Own
        }
    }

    fn draft(self, i18n: I18n) -> Option<Draft> {
        let recipient = self.recipient()?.ok()?;
        let amount = self.amount(i18n).ok()?.filter(|amount| !amount.get().is_zero())?;
        if self.available().is_some_and(|available| amount > available) {
            return None;
        }
        let speed = match self.speed.get().as_str() {
            "slow" => Speed::Slow,
            "fast" => Speed::Fast,
            _ => Speed::Normal,
        };
        Some(Draft {
            to: self.to.get(),
            recipient,
            asset: self.chosen(),
            amount,
            way: self.way(),
            speed,
        })
    }

    /// How the recipient is known.
    fn judged(self) -> Option<(Address, Recipient)> {
        let recipient = self.recipient()?.ok()?;
        let own = self.money.own_addresses();
        let judged = self.money.book.with(|book| {
            self.money
                .entries
                .with(|entries| judge_recipient(recipient, &book.contacts, entries))
        });
        Some((
            recipient,
            if own.contains(&recipient) {
                Recipient::PaidBefore
            } else {
                judged
            },
        ))
    }
}

/// Without groups, as it would be typed.
fn plain_amount(amount: AssetAmount, decimals: u8, language: crate::i18n::Language) -> String {
    let text = amount.to_whole(decimals);
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    text.replace('.', &decimal_mark(language).to_string())
}

#[component]
pub(super) fn SendForm(form: Form, busy: RwSignal<bool>, go_on: Callback<Draft>) -> impl IntoView {
    let i18n = use_i18n();
    let money = form.money;
    let judged = Memo::new(move |_| form.judged());
    let draft = Memo::new(move |_| form.draft(i18n));
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(draft) = draft.get_untracked() {
            go_on.run(draft);
        }
    };
    let to_error = Signal::derive(move || match form.recipient() {
        Some(Err(AddressError::Checksum(_))) => Some(i18n.text(Key::SignErrorChecksum).to_owned()),
        Some(Err(AddressError::Malformed(_))) => Some(i18n.text(Key::SendAddressWrong).to_owned()),
        Some(Ok(_)) | None => None,
    });
    let unit = Signal::derive(move || {
        if form.is_in_tenge() {
            "₸".to_owned()
        } else {
            form.chosen().map_or_else(|| money.coin(), |asset| asset.symbol)
        }
    });
    let options = Signal::derive(move || {
        let tokens = form.assets.with_value(|assets| {
            let name = |asset: &AssetView| {
                (
                    asset.symbol.clone(),
                    format!("{} · {}", asset.symbol, i18n.local(&asset.name)),
                )
            };
            assets.iter().map(name).collect::<Vec<_>>()
        });
        let coin = (
            COIN.to_owned(),
            format!("{} · {}", money.coin(), i18n.text(Key::SendCoin)),
        );
        tokens.into_iter().chain([coin]).collect::<Vec<_>>()
    });
    let all = move |_| {
        let Some(available) = form.available() else { return };
        let decimals = form.chosen().map_or(18, |asset| asset.decimals);
        form.in_tenge.set(false);
        form.typed.set(plain_amount(available, decimals, i18n.language()));
    };
    let turn = move |_| {
        let turned = form.turned(i18n).unwrap_or_default();
        form.typed.set(turned);
        form.in_tenge.update(|in_tenge| *in_tenge = !*in_tenge);
    };
    let available = move || {
        let amount = form.available()?;
        let shown = match form.chosen() {
            Some(asset) => format_amount(amount, asset.decimals, &asset.symbol, i18n.language()),
            None => format_amount(amount, 18, &money.coin(), i18n.language()),
        };
        Some(i18n.fill(Key::SendAvailable, &[("amount", &shown)]))
    };
    view! {
        <form class="columns" on:submit=on_submit>
            <section class="card">
                <TextField
                    id="send-to"
                    label=Signal::derive(move || i18n.text(Key::SendTo).to_owned())
                    value=form.to
                    hint=Signal::derive(move || i18n.text(Key::SendToHint).to_owned())
                    error=to_error
                />
                {move || judged.get().map(|(address, recipient)| view! { <RecipientNote address recipient /> })}
                <ContactChips form />
                <div class="actions">
                    <a class="button quiet small" href="/scan">
                        <Glyph icon=Icon::Scan />
                        {move || i18n.text(Key::SendScan)}
                    </a>
                    <a class="button quiet small" href="/contacts">
                        <Glyph icon=Icon::Contacts />
                        {move || i18n.text(Key::ContactsTitle)}
                    </a>
                </div>
            </section>
            <section class="card">
                <SelectField
                    id="send-asset"
                    label=Signal::derive(move || i18n.text(Key::SendAsset).to_owned())
                    value=form.asset
                    options
                    hint=Signal::derive(move || available().unwrap_or_default())
                />
                <AmountField
                    id="send-amount"
                    label=Signal::derive(move || i18n.fill(Key::SendAmount, &[("unit", &unit.get())]))
                    value=form.typed
                    unit
                    hint=Signal::derive(move || form.conversion(i18n).unwrap_or_default())
                    error=Signal::derive(move || form.amount_error(i18n))
                />
                <div class="row">
                    {move || {
                        form.has_rate()
                            .then(|| {
                                view! {
                                    <button
                                        type="button"
                                        class="button quiet small"
                                        data-testid="send-turn"
                                        on:click=turn
                                    >
                                        <Glyph icon=Icon::Sort />
                                        {move || {
                                            let key = if form.is_in_tenge() { Key::SendInAsset } else { Key::SendInTenge };
                                            i18n.text(key)
                                        }}
                                    </button>
                                }
                            })
                    }}
                    <button type="button" class="button quiet small" data-testid="send-all" on:click=all>
                        {move || i18n.text(Key::SendAll)}
                    </button>
                </div>
                <Carriage form />
                <button
                    type="submit"
                    class="button"
                    data-testid="send-next"
                    disabled=move || busy.get() || draft.with(Option::is_none)
                >
                    {move || i18n.text(Key::SendNext)}
                </button>
            </section>
        </form>
    }
}

/// Contacts within one tap, as long as nobody is chosen.
#[component]
fn ContactChips(form: Form) -> impl IntoView {
    const MOST: usize = 8;
    let i18n = use_i18n();
    move || {
        let contacts = form.money.book.with(|book| book.contacts.all().to_vec());
        let typed = form.to.get().trim().to_lowercase();
        let fits = |contact: &&activity::Contact| {
            typed.is_empty() || !typed.starts_with("0x") && contact.name.to_lowercase().contains(&typed)
        };
        let found: Vec<_> = contacts.iter().filter(fits).take(MOST).cloned().collect();
        if found.is_empty() {
            return ().into_any();
        }
        let chip = |contact: activity::Contact| {
            let address = contact.address.to_string();
            view! {
                <button
                    type="button"
                    class="chip"
                    data-testid="send-contact"
                    on:click=move |_| form.to.set(address.clone())
                >
                    <Glyph icon=Icon::Person />
                    {contact.name}
                </button>
            }
        };
        view! {
            <div class="chips" role="group" aria-label=move || i18n.text(Key::ContactsTitle)>
                {found.into_iter().map(chip).collect_view()}
            </div>
        }
        .into_any()
    }
}

/// Who carries it, and how fast where the account pays the network itself.
#[component]
fn Carriage(form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let money = form.money;
    let relayed = move || form.way() == Way::Relay;
    let operator = move || money.relaying_operator().filter(|_| form.chosen().is_some());
    let speeds = Signal::derive(move || {
        [
            ("slow", Key::SendSlow),
            ("normal", Key::SendNormal),
            ("fast", Key::SendFast),
        ]
        .map(|(value, name)| (value.to_owned(), i18n.text(name).to_owned()))
        .to_vec()
    });
    view! {
        {move || {
            operator()
                .map(|operator| {
                    let name = operator.name;
                    view! {
                        <p class="quiet">
                            {move || {
                                if relayed() {
                                    i18n.fill(Key::SendRelayed, &[("operator", &i18n.local(&name))])
                                } else {
                                    String::new()
                                }
                            }}
                        </p>
                        <label class="check-row">
                            <input
                                type="checkbox"
                                data-testid="send-own-fee"
                                prop:checked=move || form.pays_itself.get()
                                on:change=move |event| form.pays_itself.set(event_target_checked(&event))
                            />
                            <span>{move || i18n.text(Key::SendOwnFee)}</span>
                        </label>
                    }
                })
        }}
        {move || {
            (!relayed())
                .then(|| {
                    view! {
                        <SelectField
                            id="send-speed"
                            label=Signal::derive(move || i18n.text(Key::SendSpeed).to_owned())
                            value=form.speed
                            options=speeds
                        />
                    }
                })
        }}
    }
}
