use leptos::prelude::{document, window};

/// Light, dark, or as the device has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

const STORAGE_KEY: &str = "cryptocity.theme";

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// As it is remembered, and as `data-theme` says it to the style sheet.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a code; anything else is [`Theme::Auto`].
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.code() == code)
            .unwrap_or(Self::Auto)
    }
}

/// What was chosen before.
#[must_use]
pub fn read_theme() -> Theme {
    window()
        .local_storage()
        .ok()
        .flatten()
        .and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten())
        .map_or(Theme::Auto, |code| Theme::from_code(&code))
}

/// Shows a theme at once and remembers it; `boot.js` shows it again at the next start.
pub fn write_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        // Setting a plain attribute cannot fail.
        let _ = root.set_attribute("data-theme", theme.code());
    }
    if let Ok(Some(storage)) = window().local_storage() {
        // Private windows may refuse to remember.
        let _ = storage.set_item(STORAGE_KEY, theme.code());
    }
}
