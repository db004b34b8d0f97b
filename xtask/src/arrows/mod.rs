//! `cargo xtask arrows`: no crate depends on what DESIGN §3 forbids it.

mod pages;
mod rules;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::lockfile;
use crate::session::Session;
use crate::toolchain::WASM;
use rules::{RULES, Rule};

/// A crate of the workspace with the crates of the workspace it names in its manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    name: String,
    uses: Vec<String>,
}

/// Checks every crate of the workspace.
///
/// # Errors
/// Naming each forbidden arrow.
pub(crate) fn run(session: &Session) -> Result<()> {
    session.toolchain()?;
    session.steps.run("Arrows between crates", |_| {
        let metadata = session
            .cargo()?
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .read()?;
        let members = members(&metadata).ok_or_else(|| Error::new("`cargo metadata` is not understood."))?;
        let mut faults = Vec::new();
        for member in &members {
            match RULES.iter().find(|rule| rule.name == member.name) {
                Some(rule) => {
                    faults.extend(forbidden_edges(rule, &member.uses));
                    faults.extend(forbidden_below(rule, &tree(session, rule)?));
                }
                None => faults.push(format!(
                    "{} has no line in xtask/src/arrows/rules.rs",
                    member.name
                )),
            }
        }
        faults.extend(pages::secrets_named(&session.paths.root.join("src"))?);
        faults.extend(curve_versions(&lockfile::read(&session.paths.root)?));
        if faults.is_empty() {
            return Ok(());
        }
        Err(
            Error::new(format!("Forbidden by DESIGN §3:\n  {}", faults.join("\n  ")))
                .remedy("move the code, or change the design and the table together"),
        )
    })
}

/// Names of all crates that end up in `rule`'s crate, on the platform it is written for.
fn tree(session: &Session, rule: &Rule) -> Result<BTreeSet<String>> {
    if rule.never.is_empty() {
        return Ok(BTreeSet::new());
    }
    let listed = session
        .cargo()?
        .args([
            "tree",
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--package",
        ])
        .arg(rule.name)
        .args(
            rule.in_browser
                .then_some(["--target", WASM])
                .into_iter()
                .flatten(),
        )
        .read()?;
    Ok(listed
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}

fn forbidden_edges(rule: &Rule, uses: &[String]) -> Vec<String> {
    let Some(allowed) = rule.may_use else {
        return Vec::new();
    };
    uses.iter()
        .filter(|used| !allowed.contains(&used.as_str()))
        .map(|used| format!("{} → {used}", rule.name))
        .collect()
}

fn forbidden_below(rule: &Rule, tree: &BTreeSet<String>) -> Vec<String> {
    tree.iter()
        .filter(|name| rule.never.iter().any(|never| matches(never, name)))
        .map(|name| format!("{} → … → {name}", rule.name))
        .collect()
}

/// `leptos*` stands for every crate whose name begins so.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

fn curve_versions(lock: &str) -> Option<String> {
    let found = lockfile::versions(lock, "k256");
    (found.len() > 1).then(|| format!("{} versions of k256: {}", found.len(), found.join(", ")))
}

fn members(metadata: &str) -> Option<Vec<Member>> {
    let json: Value = serde_json::from_str(metadata).ok()?;
    let packages = json["packages"].as_array()?;
    let names: Vec<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let member = |package: &Value| {
        let uses: BTreeSet<&str> = package["dependencies"]
            .as_array()?
            .iter()
            .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|name| names.contains(name))
            .collect();
        Some(Member {
            name: package["name"].as_str()?.to_owned(),
            uses: uses.into_iter().map(str::to_owned).collect(),
        })
    };
    packages.iter().map(member).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str) -> &'static Rule {
        RULES.iter().find(|rule| rule.name == name).unwrap()
    }

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_forbidden_edge_is_reported_by_name() {
        assert_eq!(
            forbidden_edges(rule("vault"), &names(&["keys", "zone"])),
            ["vault → zone"]
        );
        assert_eq!(forbidden_edges(rule("units"), &names(&["sig"])), ["units → sig"]);
        assert!(forbidden_edges(rule("checkout"), &names(&["units", "sig", "chain", "zone"])).is_empty());
    }

    #[test]
    fn what_a_pure_crate_pulls_in_is_reported_by_name() {
        let tree = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(
            forbidden_below(rule("zone"), &tree(&["serde", "web-sys"])),
            ["zone → … → web-sys"]
        );
        assert_eq!(
            forbidden_below(rule("till"), &tree(&["leptos_dom"])),
            ["till → … → leptos_dom"]
        );
        assert!(forbidden_below(rule("zone"), &tree(&["serde"])).is_empty());
    }

    #[test]
    fn a_second_curve_is_reported() {
        let one = "name = \"k256\"\nversion = \"0.14.0\"\n";
        assert_eq!(curve_versions(one), None);
        let two = format!("{one}name = \"k256\"\nversion = \"0.13.4\"\n");
        assert_eq!(
            curve_versions(&two).unwrap(),
            "2 versions of k256: 0.14.0, 0.13.4"
        );
    }

    #[test]
    fn manifests_are_read_without_test_dependencies() {
        let text = r#"{"packages":[{"name":"zone","dependencies":[
            {"name":"units","kind":null},{"name":"keys","kind":"dev"},{"name":"serde","kind":null}]},
            {"name":"units","dependencies":[]},{"name":"keys","dependencies":[]}]}"#;
        assert_eq!(
            members(text).unwrap()[0],
            Member {
                name: "zone".to_owned(),
                uses: names(&["units"])
            }
        );
    }

    #[test]
    fn rules_name_crates_of_the_table_only() {
        for rule in RULES {
            for used in rule.may_use.unwrap_or_default() {
                assert!(
                    RULES.iter().any(|other| other.name == *used),
                    "{} → {used}",
                    rule.name
                );
            }
        }
    }
}
