use std::sync::Arc;

use deals::{
    ActInDeposit, Agreement, DecideDeposit, DepositRecord, DepositState, FundDeposit, SignDeposit,
    SigningStep,
};
use key_worker::protocol::{
    DepositStepView, PayRequest, PrepareDepositRequest, Request, Response, SignDepositRequest,
};
use leptos::{
    ev::{MouseEvent, SubmitEvent},
    html::Input,
    prelude::*,
    task::spawn_local,
};
use sig::{Address, EvmSignature};
use units::Tiyn;
use zeroize::Zeroizing;

use crate::{
    components::{Alert, BusyText, Dialog, Notice, Skeleton, WalletPassword, take_password},
    i18n::{Key, format_amount, format_tenge, format_time, use_i18n},
    pages::{
        deposits::{
            office::{Office, load_office},
            trouble::DepositTrouble,
            words::{role_key, step_key, step_note},
        },
        wallet::Wallet,
    },
    services::{DeskStep, KeyError, keep_deposit, read_balance, request_tokens, send_deposit_step},
};

/// What somebody is about to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) account: u32,
    pub(super) step: SigningStep,
    pub(super) agreement: Agreement,
    pub(super) state: DepositState,
}

/// A step that the key worker has checked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Prepared {
    view: DepositStepView,
    office: Office,
}

/// Shows what the key worker decoded, asks for the password, signs, and gives the signature to the desk.
#[component]
pub(super) fn SignDialog(
    /// Of the deposit, at the desk.
    #[prop(into)]
    id: String,
    /// What is to be signed; nothing when closed.
    wanted: RwSignal<Option<Wanted>>,
    /// Called with what the desk answered.
    done: Callback<DepositRecord>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(wanted.with(Option::is_some)));
    Effect::new(move || {
        if !open.get() && wanted.with_untracked(Option::is_some) {
            wanted.set(None);
        }
    });
    let finish = Callback::new(move |record| {
        open.set(false);
        done.run(record);
    });
    let id = StoredValue::new(id);
    view! {
        <Dialog open title=Signal::derive(move || i18n.text(Key::DepositSignTitle).to_owned()) sheet=true>
            {move || {
                wanted.get().map(|wanted| view! { <SignForm id=id.get_value() wanted done=finish /> })
            }}
        </Dialog>
    }
}

async fn prepare(wallet: Wallet, wanted: Wanted) -> Result<Prepared, DepositTrouble> {
    let office = load_office(wallet).await?;
    let request = Request::PrepareDeposit(Box::new(PrepareDepositRequest {
        registry: office.registry.clone(),
        account: wanted.account,
        desk: office.signed.clone(),
        agreement: wanted.agreement,
        step: wanted.step,
        state: wanted.state,
    }));
    match wallet.ask(&request).await? {
        Response::Deposit(Ok(view)) => Ok(Prepared { view: *view, office }),
        Response::Deposit(Err(refusal)) => Err(refusal.into()),
        _ => Err(KeyError::Worker.into()),
    }
}

async fn sign(
    wallet: Wallet,
    prepared: &Prepared,
    password: Zeroizing<Vec<u8>>,
) -> Result<DeskStep, DepositTrouble> {
    wallet
        .ask_with(&Request::Pay(PayRequest::Unlock), password)
        .await?;
    let request = Request::SignDeposit(SignDepositRequest {
        handle: prepared.view.handle,
    });
    match wallet.ask(&request).await? {
        Response::SignedDeposit(signed) => Ok(desk_step(&prepared.view, signed.signature)),
        _ => Err(KeyError::Worker.into()),
    }
}

/// What was signed and did not arrive is sent again, byte for byte.
async fn sign_and_send(
    wallet: Wallet,
    prepared: &Prepared,
    id: &str,
    signed: StoredValue<Option<DeskStep>>,
    password: Zeroizing<Vec<u8>>,
) -> Result<DepositRecord, DepositTrouble> {
    let step = match signed.try_get_value().flatten() {
        Some(step) => step,
        None => sign(wallet, prepared, password).await?,
    };
    // The dialog may have been closed meanwhile; the step goes on.
    let _ = signed.try_set_value(Some(step.clone()));
    keep_deposit(id, Some(prepared.view.agreement_hash));
    Ok(send_deposit_step(&prepared.office.url, id, &step).await?)
}

fn desk_step(view: &DepositStepView, signature: EvmSignature) -> DeskStep {
    let (role, deadline) = (view.role, view.deadline.unwrap_or_default());
    match (view.step, view.authorization) {
        (SigningStep::Fund, Some(authorization)) => DeskStep::Fund(FundDeposit {
            role,
            authorization,
            signature,
        }),
        (SigningStep::Act(action), _) => DeskStep::Act(ActInDeposit {
            role,
            action,
            deadline,
            signature,
        }),
        (SigningStep::Decide(decision), _) => DeskStep::Decide(DecideDeposit {
            decision,
            deadline,
            signature,
        }),
        (SigningStep::Agree | SigningStep::Fund, _) => DeskStep::Sign(SignDeposit { role, signature }),
    }
}

#[component]
fn SignForm(id: String, wanted: Wanted, done: Callback<DepositRecord>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let prepared = RwSignal::new(None::<Result<Arc<Prepared>, DepositTrouble>>);
    spawn_local(async move {
        let answer = prepare(wallet, wanted).await.map(Arc::new);
        // The dialog may have been closed meanwhile.
        let _ = prepared.try_set(Some(answer));
    });
    let id = StoredValue::new(id);
    move || match prepared.get() {
        None => view! { <Skeleton lines=5 /> }.into_any(),
        Some(Err(trouble)) => {
            view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> }.into_any()
        }
        Some(Ok(prepared)) => view! { <Confirm id=id.get_value() prepared done /> }.into_any(),
    }
}

#[component]
fn Confirm(id: String, prepared: Arc<Prepared>, done: Callback<DepositRecord>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let password = NodeRef::<Input>::new();
    let trouble = RwSignal::new(None::<DepositTrouble>);
    let busy = RwSignal::new(false);
    let signed = StoredValue::new(None::<DeskStep>);
    let view = prepared.view.clone();
    let (step, role) = (view.step, view.role);
    let on_submit = {
        let prepared = prepared.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = password.get_untracked() else {
                return;
            };
            if busy.get_untracked() {
                return;
            }
            let typed = take_password(&input);
            let (prepared, id) = (prepared.clone(), id.clone());
            trouble.set(None);
            busy.set(true);
            spawn_local(async move {
                let result = sign_and_send(wallet, &prepared, &id, signed, typed).await;
                let _ = busy.try_set(false);
                match result {
                    Ok(record) => {
                        let _ = done.try_run(record);
                    }
                    Err(error) => {
                        let _ = trouble.try_set(Some(error));
                    }
                }
            });
        }
    };
    view! {
        <form class="stack" on:submit=on_submit>
            <p>{move || i18n.text(step_note(step, role))}</p>
            <Facts view=view.clone() />
            {view
                .review
                .then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::DepositReviewNotice).to_owned()) /> })}
            {(step == SigningStep::Agree && !view.home_listed)
                .then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::DepositUnlisted).to_owned()) /> })}
            {(step == SigningStep::Fund).then(|| view! { <Balance prepared=prepared.clone() /> })}
            <WalletPassword node=password id="deposit-password" />
            {move || {
                trouble.get().map(|trouble| view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> })
            }}
            {move || {
                busy.get()
                    .then(|| view! { <BusyText text=Signal::derive(move || i18n.text(Key::DepositSending).to_owned()) /> })
            }}
            <button type="submit" class="button" data-testid="deposit-sign" disabled=move || busy.get()>
                {move || i18n.text(step_key(step, role))}
            </button>
        </form>
    }
}

/// What is signed, as the key worker decoded it.
#[component]
fn Facts(view: DepositStepView) -> impl IntoView {
    let i18n = use_i18n();
    let agreement = view.agreement.clone();
    let (home, address) = (agreement.home.title.clone(), agreement.home.address.clone());
    let asset = view.asset.clone();
    let tenge = agreement.deposit_tiyn;
    let amount = agreement.amount;
    let row = move |key: Key, value: String| {
        view! {
            <dt>{i18n.text(key)}</dt>
            <dd>{value}</dd>
        }
    };
    move || {
        let language = i18n.language();
        let money = |amount| format_amount(amount, asset.decimals, &asset.symbol, language);
        let mut rows = vec![
            row(Key::DepositYouAre, i18n.text(role_key(view.role)).to_owned()),
            row(
                Key::DepositHome,
                format!("{}, {}", i18n.local(&home), i18n.local(&address)),
            ),
            row(
                Key::DepositKind,
                i18n.text(super::words::kind_key(agreement.kind)).to_owned(),
            ),
            row(
                Key::DepositAmount,
                format!("{} = {}", format_tenge(tenge, language), money(amount)),
            ),
        ];
        if view.step == SigningStep::Agree {
            rows.push(row(Key::DepositBuyer, agreement.buyer.name.clone()));
            rows.push(row(Key::DepositSeller, agreement.seller.name.clone()));
            rows.push(row(Key::DepositNotary, i18n.local(&agreement.notary.name)));
            rows.push(row(
                Key::DepositFundingUntil,
                format_time(agreement.funding_deadline, language),
            ));
            rows.push(row(
                Key::DepositClosingUntil,
                format_time(agreement.closing_deadline, language),
            ));
        }
        if let Some(payouts) = view.payouts {
            rows.push(row(Key::DepositToBuyer, money(payouts.buyer)));
            rows.push(row(Key::DepositToSeller, money(payouts.seller)));
        }
        if let Some(deadline) = view.deadline {
            rows.push(row(Key::DepositSubmitUntil, format_time(deadline, language)));
        }
        rows.push(row(
            Key::DepositOperator,
            format!("{} · {}", i18n.local(&view.operator.name), view.operator.licence),
        ));
        view! {
            <dl class="facts">
                {rows}
                <dt>{i18n.text(Key::DepositContract)}</dt>
                <dd class="hash" translate="no">{agreement.contract.to_string()}</dd>
                <dt>{i18n.text(Key::DepositHash)}</dt>
                <dd class="hash" translate="no" data-testid="deposit-hash">{view.agreement_hash.to_string()}</dd>
            </dl>
        }
    }
}

/// Whether there is enough to pay; in the demo, a button for more.
#[component]
fn Balance(prepared: Arc<Prepared>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let short = RwSignal::new(None::<Tiyn>);
    let asking = RwSignal::new(false);
    let signer: Address = prepared.view.signer;
    let (asset, needed) = (prepared.view.asset.id, prepared.view.agreement.amount);
    let operator = prepared.view.operator.url.clone();
    let look = move || async move {
        let rpc = wallet
            .registry
            .with_untracked(|registry| registry.as_ref().map(|registry| registry.rpc.clone()));
        // Without an answer the contract itself refuses what is not covered.
        if let Ok(balance) = read_balance(&rpc.unwrap_or_default(), asset, signer).await {
            let missing = needed.get().saturating_sub(balance.get());
            let missing = Tiyn::try_from(missing)
                .ok()
                .filter(|missing| *missing > Tiyn::ZERO);
            let _ = short.try_set(missing);
        }
    };
    spawn_local(look());
    let take = move |_: MouseEvent| {
        let operator = operator.clone();
        asking.set(true);
        spawn_local(async move {
            // Whatever it answers, the balance says it.
            let _ = request_tokens(&operator, signer).await;
            look().await;
            let _ = asking.try_set(false);
        });
    };
    let demo = move || {
        wallet
            .registry
            .with(|registry| registry.as_ref().is_some_and(|registry| registry.demo))
    };
    move || {
        let missing = short.get()?;
        let text = Signal::derive(move || {
            let missing = format_tenge(missing, i18n.language());
            i18n.fill(Key::DepositShort, &[("missing", &missing)])
        });
        let take = take.clone();
        Some(view! {
            <Notice text />
            {demo()
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button quiet"
                            data-testid="deposit-faucet"
                            disabled=move || asking.get()
                            on:click=take
                        >
                            {move || i18n.text(Key::HomeFaucet)}
                        </button>
                    }
                })}
        })
    }
}
