//! One style sheet a page: written in many files, loaded as one.

use std::path::Path;

use super::html;
use crate::error::{Error, Result, io};
use crate::hash;

/// Joins the style sheets that a page links, in their order, and links the joined one in place of the first.
///
/// # Errors
/// When the page links none, or one is missing.
pub(super) fn merge(site: &Path, page: &Path) -> Result<()> {
    let text = std::fs::read_to_string(page).map_err(|e| io("read", page, &e))?;
    let links: Vec<(String, String)> = html::links(&text, "stylesheet");
    let mut css = String::new();
    for (_, address) in &links {
        let path = site.join(address.trim_start_matches('/'));
        css.push_str(&std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))?);
        css.push('\n');
    }
    let Some(((first, _), rest)) = links.split_first() else {
        return Err(Error::new(format!("{} links no style sheet.", page.display())));
    };
    let name = format!("style-{}.css", hash::short([css.as_bytes()]));
    let path = site.join(&name);
    std::fs::write(&path, css).map_err(|e| io("write", &path, &e))?;
    let mut text = text.replacen(first, &format!("<link rel=\"stylesheet\" href=\"/{name}\">"), 1);
    for (tag, address) in rest {
        text = text.replacen(tag, "", 1);
        remove(site, address)?;
    }
    if let Some((_, address)) = links.first() {
        remove(site, address)?;
    }
    std::fs::write(page, text).map_err(|e| io("write", page, &e))
}

fn remove(site: &Path, address: &str) -> Result<()> {
    let path = site.join(address.trim_start_matches('/'));
    std::fs::remove_file(&path).map_err(|e| io("remove", &path, &e))
}
