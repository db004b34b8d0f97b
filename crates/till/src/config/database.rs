use std::{
    fmt,
    path::{Path, PathBuf},
};

/// Where a till keeps what it knows: a `postgres://` address, or the path of an SQLite file.
#[derive(Clone, PartialEq, Eq)]
pub struct Database {
    url: String,
    path: Option<PathBuf>,
}

impl Database {
    pub(super) fn parse(text: &str, base: &Path) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Self {
                url: text.into(),
                path: None,
            };
        }
        Self::file(&base.join(text.strip_prefix("sqlite:").unwrap_or(text)))
    }

    pub(crate) fn file(path: &Path) -> Self {
        // What an address would read as something else.
        let text = path
            .to_string_lossy()
            .replace('%', "%25")
            .replace('?', "%3F")
            .replace('#', "%23");
        Self {
            url: format!("sqlite:{text}?mode=rwc"),
            path: Some(path.into()),
        }
    }

    /// The file, when it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Whether several tills may work on it at once.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        self.path.is_none()
    }
}

/// Without the address: it may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_shared() { "PostgreSQL" } else { "SQLite" })
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
