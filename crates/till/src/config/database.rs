use std::{fmt, path::Path};

/// Where a till keeps what it knows: a `postgres://` address, or the path of an SQLite file.
#[derive(Clone, PartialEq, Eq)]
pub struct Database {
    url: String,
    shared: bool,
}

impl Database {
    pub(super) fn parse(text: &str, base: &Path) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Self {
                url: text.into(),
                shared: true,
            };
        }
        let path = base.join(text.strip_prefix("sqlite:").unwrap_or(text));
        let path = path.to_string_lossy();
        // What an address would read as something else.
        let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        Self {
            url: format!("sqlite:{path}?mode=rwc"),
            shared: false,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Whether several tills may work on it at once.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        self.shared
    }
}

/// Without the address: it may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.shared { "PostgreSQL" } else { "SQLite" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_postgresql_and_a_path_is_a_file() {
        let base = Path::new("/etc/till");
        assert_eq!(
            Database::parse("m.sqlite", base).url(),
            "sqlite:/etc/till/m.sqlite?mode=rwc"
        );
        assert_eq!(
            Database::parse("sqlite:a?b", base).url(),
            "sqlite:/etc/till/a%3Fb?mode=rwc"
        );
        let shared = Database::parse("postgres://till:secret@db/till", base);
        assert!(shared.is_shared() && !format!("{shared:?}").contains("secret"));
    }
}
