//! Contrast of every pair of colours that meet, computed from `style/tokens.css` for each theme (WCAG 2.2, 1.4.3 and 1.4.11).

mod colour;
mod tokens;

use std::collections::BTreeSet;

use crate::error::{Error, Result, io};
use crate::session::Session;
use colour::ratio;
use tokens::{THEMES, Tokens};

const TOKENS: &str = "style/tokens.css";
const PAIRS: &str = "style/contrast.txt";

/// Two colours that meet, and the least ratio between them.
#[derive(Clone, Copy, Debug)]
struct Pair<'a> {
    least: f64,
    front: &'a str,
    behind: &'a str,
}

/// # Errors
/// Naming each pair that is too weak, and each colour that no pair mentions.
pub(crate) fn run(session: &Session) -> Result<()> {
    session.steps.run("Contrast of the colours", |_| {
        let read = |name: &str| {
            let path = session.paths.root.join(name);
            std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))
        };
        let faults = check(&read(TOKENS)?, &read(PAIRS)?);
        if faults.is_empty() {
            return Ok(());
        }
        Err(Error::new(faults.join("\n  "))
            .remedy(format!("change {TOKENS}, or say in {PAIRS} which colours meet")))
    })
}

fn check(tokens: &str, pairs: &str) -> Vec<String> {
    let tokens = match Tokens::read(tokens) {
        Ok(tokens) => tokens,
        Err(fault) => return vec![format!("{TOKENS}: {fault}.")],
    };
    let (pairs, quiet) = match read_pairs(pairs) {
        Ok(read) => read,
        Err(line) => return vec![format!("{PAIRS}: not understood: {line}.")],
    };
    let mut faults = Vec::new();
    let mentioned: BTreeSet<&str> = pairs
        .iter()
        .flat_map(|pair| [pair.front, pair.behind])
        .chain(quiet)
        .collect();
    let known = tokens.colours();
    faults.extend(
        known
            .iter()
            .filter(|name| !mentioned.contains(name.as_str()))
            .map(|name| format!("--{name} stands in no pair.")),
    );
    faults.extend(
        mentioned
            .iter()
            .filter(|name| !known.contains(**name))
            .map(|name| format!("--{name} is no colour.")),
    );
    if !faults.is_empty() {
        return faults;
    }
    for theme in THEMES {
        for Pair { least, front, behind } in &pairs {
            let least = if theme.more_contrast {
                stronger(*least)
            } else {
                *least
            };
            match (tokens.colour(theme, front), tokens.colour(theme, behind)) {
                (Some(a), Some(b)) if b.is_opaque() => {
                    let found = ratio(a.over(b), b);
                    if found < least {
                        faults.push(format!(
                            "{theme}: --{front} on --{behind} is {found:.2}, not {least}."
                        ));
                    }
                }
                _ => faults.push(format!("{theme}: --{front} on --{behind} cannot be computed.")),
            }
        }
    }
    faults
}

/// AAA for text; for signs what AA asks of text.
fn stronger(least: f64) -> f64 {
    if least >= 4.5 { 7.0 } else { 4.5 }
}

type Read<'a> = (Vec<Pair<'a>>, Vec<&'a str>);

/// `4.5 front behind [behind …]` a line, or `- name [name …]` for colours that never carry a meaning.
fn read_pairs(text: &str) -> std::result::Result<Read<'_>, &str> {
    let (mut pairs, mut quiet) = (Vec::new(), Vec::new());
    for line in text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
    {
        let mut words = line.split_whitespace();
        match words.next() {
            None => {}
            Some("-") => quiet.extend(words),
            Some(number) => {
                let least: f64 = number.parse().map_err(|_| line)?;
                let front = words.next().ok_or(line)?;
                let before = pairs.len();
                pairs.extend(words.map(|behind| Pair { least, front, behind }));
                if pairs.len() == before {
                    return Err(line);
                }
            }
        }
    }
    Ok((pairs, quiet))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = ":root { --ink: #767676; --paper: #fff; --gap: 1rem }
        @media (prefers-color-scheme: dark) { :root { --ink: #fff; --paper: #000 } }
        @media (prefers-contrast: more) { :root { --ink: #000; }
            @media (prefers-color-scheme: dark) { :root { --ink: #fff } } }";

    #[test]
    fn enough_is_enough_in_every_theme() {
        assert!(check(TWO, "4.5 ink paper # text").is_empty());
    }

    #[test]
    fn the_weak_pair_is_named_with_its_theme() {
        let faults = check(&TWO.replace("#767676", "#777"), "4.5 ink paper");
        assert_eq!(faults, ["light: --ink on --paper is 4.48, not 4.5."]);
        let faults = check(&TWO.replace("--ink: #000", "--ink: #666"), "4.5 ink paper");
        assert_eq!(faults, ["light, high contrast: --ink on --paper is 5.74, not 7."]);
    }

    #[test]
    fn no_colour_is_forgotten() {
        assert_eq!(check(TWO, "- ink"), ["--paper stands in no pair."]);
        assert_eq!(
            check(TWO, "4.5 ink paper\n3 line paper"),
            ["--line is no colour."]
        );
        assert!(check(TWO, "4.5 ink")[0].contains("not understood"));
    }
}
