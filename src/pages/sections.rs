use crate::{
    components::{Icon, NavPlace, Section},
    i18n::Key,
};

/// The sections of the wallet, in their order. The bar of a phone has room for five.
pub(crate) const SECTIONS: &[Section] = &[
    Section {
        href: "/",
        icon: Icon::Home,
        name: Key::NavHome,
        place: NavPlace::Everywhere,
    },
    Section {
        href: "/places",
        icon: Icon::Places,
        name: Key::NavPlaces,
        place: NavPlace::Everywhere,
    },
    Section {
        href: "/property",
        icon: Icon::Property,
        name: Key::NavProperty,
        place: NavPlace::Rail,
    },
    Section {
        href: "/exchange",
        icon: Icon::Exchange,
        name: Key::NavExchange,
        place: NavPlace::Rail,
    },
    Section {
        href: "/invest",
        icon: Icon::Invest,
        name: Key::NavInvest,
        place: NavPlace::Rail,
    },
    Section {
        href: "/more",
        icon: Icon::Menu,
        name: Key::NavMore,
        place: NavPlace::Bar,
    },
    Section {
        href: "/settings",
        icon: Icon::Settings,
        name: Key::NavSettings,
        place: NavPlace::Rail,
    },
];
