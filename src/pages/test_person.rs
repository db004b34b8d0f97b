use leptos::prelude::*;

use crate::{
    components::Notice,
    i18n::{Key, use_i18n},
};

/// Somebody who does not exist. The number is an IIN with the right check digit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TestPerson {
    pub(crate) name: &'static str,
    pub(crate) number: &'static str,
}

impl TestPerson {
    /// Buys, identifies.
    pub(crate) const FIRST: Self = Self {
        name: "Сынақ Азамат",
        number: "900101300017",
    };
    /// Sells to the first one.
    pub(crate) const SECOND: Self = Self {
        name: "Сынақ Сатушы",
        number: "850615400125",
    };
}

/// That no real data belong into a form of a demo, and a button that fills in a person who does not exist.
#[component]
pub(crate) fn TestData(
    /// Why not.
    text: Key,
    /// Of the button.
    testid: &'static str,
    /// Fills the form in.
    fill: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Notice text=Signal::derive(move || i18n.text(text).to_owned()) />
        <button type="button" class="button quiet small" data-testid=testid on:click=move |_| fill.run(())>
            {move || i18n.text(Key::IdentityFillTest)}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn their_numbers_pass_where_real_ones_do() {
        for person in [TestPerson::FIRST, TestPerson::SECOND] {
            assert!(deals::is_iin(person.number), "{}", person.number);
        }
    }
}
