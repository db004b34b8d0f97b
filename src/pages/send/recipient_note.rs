use activity::{Recipient, differing_positions};
use leptos::prelude::*;
use sig::Address;

use crate::{
    components::{AddressText, Notice, Tone},
    i18n::{Key, use_i18n},
};

/// How a recipient is known. One that is made to be mistaken for another is shown beside it, digit by digit.
#[component]
pub(super) fn RecipientNote(address: Address, recipient: Recipient) -> impl IntoView {
    let i18n = use_i18n();
    match recipient {
        Recipient::Contact(name) => {
            let text = Signal::derive(move || i18n.fill(Key::SendKnown, &[("name", &name)]));
            view! { <Notice text tone=Tone::Good /> }.into_any()
        }
        Recipient::PaidBefore => {
            let text = Signal::derive(move || i18n.text(Key::SendPaidBefore).to_owned());
            view! { <Notice text tone=Tone::Good /> }.into_any()
        }
        Recipient::FirstTime => {
            let text = Signal::derive(move || i18n.text(Key::SendFirstTime).to_owned());
            view! { <div data-testid="send-first-time"><Notice text /></div> }.into_any()
        }
        Recipient::LooksLike {
            known,
            name,
            differing,
        } => {
            let other = differing_positions(known, address);
            view! {
                <div class="alert stack" role="alert" data-testid="send-look-alike">
                    <p>
                        <strong>{move || i18n.text(Key::SendLookAlike)}</strong>
                    </p>
                    <p>
                        {move || i18n.text(Key::SendTo)}": "
                        <AddressText address=address.to_string() marked=differing />
                    </p>
                    <p>
                        {name.unwrap_or_else(|| i18n.text(Key::SendKnownAddress).to_owned())}": "
                        <AddressText address=known.to_string() marked=other />
                    </p>
                </div>
            }
            .into_any()
        }
    }
}
