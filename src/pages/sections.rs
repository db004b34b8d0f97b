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
        href: "/activity",
        icon: Icon::Activity,
        name: Key::NavActivity,
        place: NavPlace::Everywhere,
    },
    Section {
        href: "/scan",
        icon: Icon::Scan,
        name: Key::NavScan,
        place: NavPlace::Prime,
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
        href: "/bank",
        icon: Icon::Bank,
        name: Key::NavBank,
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
        href: "/contacts",
        icon: Icon::Contacts,
        name: Key::ContactsTitle,
        place: NavPlace::Rail,
    },
    Section {
        href: "/sign",
        icon: Icon::Edit,
        name: Key::SignTitle,
        place: NavPlace::Rail,
    },
    Section {
        href: "/identification",
        icon: Icon::Person,
        name: Key::IdentityTitle,
        place: NavPlace::Rail,
    },
    Section {
        href: "/settings",
        icon: Icon::Settings,
        name: Key::NavSettings,
        place: NavPlace::Rail,
    },
];
