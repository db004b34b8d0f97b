use maud::{Markup, html};

/// Line drawings of 24 × 24, in the colour of the text around them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Icon {
    Pos,
    Orders,
    Link,
    Statement,
    More,
    Payouts,
    Key,
    Bell,
    People,
    Settings,
    Check,
    Clock,
    Close,
    Back,
    Print,
    Download,
    Next,
    Undo,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Pos => "M5 3h14v18H5zM9 7h6M9 12h.01M12 12h.01M15 12h.01M9 16h.01M12 16h.01M15 16h.01",
            Self::Orders => "M5 4h14v17l-3-2-2 2-2-2-2 2-2-2-3 2zM9 9h6M9 13h6",
            Self::Link => {
                "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"
            }
            Self::Statement => "M4 20h16M7 16v-5M12 16V6M17 16v-8",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Payouts => "M3 10 12 4l9 6M5 10v8M10 10v8M14 10v8M19 10v8M3 20h18",
            Self::Key => "M15 9a4 4 0 1 1-2.8-3.8M12 12l8-8M17 7l2 2",
            Self::Bell => "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6M18 14a6 6 0 0 1 3.5 6"
            }
            Self::Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 9V5M9 19v-4",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3 2",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Back => "m15 5-7 7 7 7",
            Self::Print => "M7 9V3h10v6M7 17H4v-8h16v8h-3M7 14h10v7H7z",
            Self::Download => "M12 4v11M7 10.5l5 5 5-5M5 20h14",
            Self::Next => "m9 5 7 7-7 7",
            Self::Undo => "M9 7 4 12l5 5M4 12h11a5 5 0 0 1 0 10h-2",
        }
    }
}

pub(super) fn icon(icon: Icon) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" aria-hidden="true" { path d=(icon.path()) {} }
    }
}
