use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n},
};

/// A section of the wallet in the navigation.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Where it is; pages below it belong to it.
    pub href: &'static str,
    /// Its picture.
    pub icon: Icon,
    /// Its name.
    pub name: Key,
    /// Where it stands.
    pub place: NavPlace,
}

/// Where a section stands in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NavPlace {
    /// In the bar of the phone and in the rail.
    Everywhere,
    /// The same, and it stands out.
    Prime,
    /// In the rail; on a phone under "more".
    Rail,
    /// In the bar only.
    Bar,
}

/// The bar for the thumb on a phone, the rail at the side on a desktop.
#[component]
pub fn NavBar(
    /// What it leads to.
    sections: &'static [Section],
    /// Above the rail.
    brand: ViewFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    let entry = move |section: &'static Section| {
        let current = move || is_within(&path.get(), section.href).then_some("page");
        let class = match section.place {
            NavPlace::Everywhere => "",
            NavPlace::Prime => "prime",
            NavPlace::Rail => "rail-only",
            NavPlace::Bar => "bar-only",
        };
        view! {
            <li class=class>
                <a href=section.href aria-current=current>
                    <span class="nav-icon">
                        <Glyph icon=section.icon />
                    </span>
                    <span class="label">{move || i18n.text(section.name)}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav id="sections" tabindex="-1" class="nav no-print" aria-label=move || i18n.text(Key::NavLabel)>
            <div class="rail-brand">{brand.run()}</div>
            <ul>{sections.iter().map(entry).collect_view()}</ul>
        </nav>
    }
}

/// Whether a path is a section's own or below it.
fn is_within(path: &str, section: &str) -> bool {
    match path.strip_prefix(section) {
        Some("") => true,
        Some(rest) => section != "/" && rest.starts_with('/'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_its_section() {
        assert!(is_within("/", "/"));
        assert!(!is_within("/places", "/"));
        assert!(is_within("/places/abc", "/places"));
        assert!(!is_within("/placeholder", "/places"));
    }
}
