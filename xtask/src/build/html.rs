//! The little that must be read from a built page: which files it loads, and that no script stands in it.

/// The first `<script` tag without a source, as far as its own end.
pub(super) fn inline_script(html: &str) -> Option<&str> {
    tags(html)
        .filter(|tag| tag.starts_with("<script"))
        .find(|tag| attributes(tag).all(|(name, _)| name != "src"))
}

/// Addresses of the files that a page loads at once. Icons for a home screen are asked for when there is one.
pub(super) fn loaded_files(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let loads = |tag: &&str| {
        tag.starts_with("<script") || (tag.starts_with("<link") && !tag.contains("apple-touch-icon"))
    };
    for tag in tags(html).filter(loads) {
        for (name, value) in attributes(tag) {
            if matches!(name, "src" | "href" | "data-js" | "data-wasm") && !found.contains(&value) {
                found.push(value);
            }
        }
    }
    found
}

/// What the `<meta>` tags of a page say.
pub(super) fn metas(html: &str) -> impl Iterator<Item = String> {
    tags(html)
        .filter(|tag| tag.starts_with("<meta"))
        .flat_map(attributes)
        .filter(|(name, _)| *name == "content")
        .map(|(_, value)| value)
}

/// The tags that link something of this relation, whole, with its addresses.
pub(super) fn links(html: &str, relation: &str) -> Vec<(String, String)> {
    tags(html)
        .filter(|tag| tag.starts_with("<link"))
        .filter(|tag| attributes(tag).any(|(name, value)| name == "rel" && value == relation))
        .filter_map(|tag| {
            let (_, address) = attributes(tag).find(|(name, _)| *name == "href")?;
            Some((tag.to_owned(), address))
        })
        .collect()
}

/// Addresses in `url(…)` of a stylesheet, data addresses left out.
pub(super) fn css_files(css: &str) -> Vec<String> {
    css.split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|address| address.trim_matches(['"', '\'', ' ']).to_owned())
        .filter(|address| !address.starts_with("data:") && !address.starts_with('#'))
        .collect()
}

fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices('<').filter_map(|(start, _)| {
        let rest = html.get(start..)?;
        rest.get(..=rest.find('>')?)
    })
}

/// Names and values of a tag, quoted or not.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, String)> {
    let mut rest = tag
        .split_once(char::is_whitespace)
        .map_or("", |(_, rest)| rest)
        .trim_end_matches('>');
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        if name.is_empty() {
            return None;
        }
        let Some(after) = after.strip_prefix('=') else {
            rest = after;
            return Some((name, String::new()));
        };
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, next) = match quote {
            Some(quote) => {
                let inner = after.get(1..)?;
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        rest = next;
        Some((name, value.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><link rel=stylesheet href="/base-1.css"><link rel="modulepreload"
        href="/app-1.js" integrity="sha384-x"><meta name=key-worker content=/worker/k.js>
        <script type="module" src="/boot.js" data-js="/app-1.js" data-wasm=/app-1_bg.wasm></script>"#;

    #[test]
    fn finds_what_a_page_loads() {
        assert_eq!(
            loaded_files(PAGE),
            ["/base-1.css", "/app-1.js", "/boot.js", "/app-1_bg.wasm"]
        );
    }

    #[test]
    fn finds_scripts_without_a_source() {
        assert_eq!(inline_script(PAGE), None);
        assert_eq!(
            inline_script("<p><script type=module>x</script>"),
            Some("<script type=module>")
        );
        assert_eq!(inline_script("<script>x</script>"), Some("<script>"));
    }

    #[test]
    fn finds_fonts_of_a_stylesheet() {
        let css = "@font-face{src:url(\"/a.woff2\")}b{background:url(data:x)}c{x:url( 'b.svg' )}";
        assert_eq!(css_files(css), ["/a.woff2", "b.svg"]);
    }
}
