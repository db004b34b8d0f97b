//! The descriptions of the interfaces, held against the routers: every route is described, every described route answers.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use reqwest::Method;
use serde_json::Value;

use crate::support::Stack;

/// Pages are for people and not described.
const PAGES: [&str; 7] = ["/staff", "/assets/", "/l/", "/o/", "/terms", "/receipt/{id}", "/"];
const METHODS: [Method; 5] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
];

fn is_page(path: &str) -> bool {
    let below = |page: &&str| page.len() > 1 && !page.contains('{') && path.starts_with(*page);
    path != "/receipt/{id}/file" && (PAGES.contains(&path) || PAGES.iter().any(below))
}

/// The paths of a router, as its own `Debug` names them: axum has no other way to ask.
fn paths(router: &Router) -> BTreeSet<String> {
    let text = format!("{router:?}");
    let named = text.split("RouteId(").filter_map(|part| {
        let (_, rest) = part.split_once("): \"")?;
        let (path, _) = rest.split_once('"')?;
        Some(path.to_owned())
    });
    named
        .filter(|path| path.starts_with('/') && !path.contains("__private"))
        .collect()
}

fn described(document: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let paths = document["paths"].as_object().unwrap();
    let methods = |operations: &Value| {
        operations
            .as_object()
            .unwrap()
            .keys()
            .map(|name| name.to_uppercase())
            .collect()
    };
    paths
        .iter()
        .map(|(path, operations)| (path.clone(), methods(operations)))
        .collect()
}

async fn hold_against(stack: &Stack, url: &str, router: &Router) {
    let answer = stack.get(&format!("{url}/openapi.json")).await;
    assert_eq!(
        (answer.status, &answer.body["openapi"]),
        (200, &Value::from("3.1.0"))
    );
    let described = described(&answer.body);
    let routed: BTreeSet<String> = paths(router).into_iter().filter(|path| !is_page(path)).collect();
    assert!(routed.len() > 10, "{routed:?}");
    assert_eq!(described.keys().cloned().collect::<BTreeSet<_>>(), routed);
    for (path, methods) in &described {
        let mut concrete = path.clone();
        for part in path.split('/').filter(|part| part.starts_with('{')) {
            concrete = concrete.replace(part, "1");
        }
        for method in METHODS {
            let status = stack
                .call(method.clone(), &format!("{url}{concrete}"), &[], Value::Null)
                .await
                .status;
            let taken = status != 405;
            assert_eq!(
                taken,
                methods.contains(method.as_str()),
                "{method} {path} answers {status}"
            );
            if taken {
                let documented = &answer.body["paths"][path][method.as_str().to_lowercase()]["responses"];
                assert!(
                    documented.get(status.to_string()).is_some(),
                    "{method} {path}: {status} is not described"
                );
            }
        }
    }
}

#[tokio::test]
async fn every_route_is_described_and_every_described_route_answers() {
    let stack = Stack::start().await;
    hold_against(&stack, &stack.merchant_url, &stack.merchant_router()).await;
    hold_against(&stack, &stack.operator_url, &stack.operator_router()).await;
}

#[test]
fn every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() {
    for role in [till::TillRole::Merchant, till::TillRole::Operator] {
        let text = till::commands::openapi(role);
        let document: Value = serde_json::from_str(text).unwrap();
        for reference in text
            .split("\"$ref\": \"#")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
        {
            assert!(document.pointer(reference).is_some(), "{reference}");
        }
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for name in schemas.keys() {
            assert!(
                text.contains(&format!("#/components/schemas/{name}\"")),
                "{name} is not used"
            );
        }
        let operations = document["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|path| path.as_object().unwrap().values());
        let ids: Vec<&str> = operations
            .map(|operation| operation["operationId"].as_str().unwrap())
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}
