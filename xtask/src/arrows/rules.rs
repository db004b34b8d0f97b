//! The table of DESIGN §3.

/// What one crate may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    /// Crates of the workspace that its manifest may name; none means any.
    pub(super) may_use: Option<&'static [&'static str]>,
    /// Crates that must not be reached by any path; a `*` at the end stands for the rest of a name.
    pub(super) never: &'static [&'static str],
    /// Compiled for the browser; what it pulls in is looked at for that platform.
    pub(super) in_browser: bool,
}

/// No browser, no clock, no randomness, no input or output.
const PURE: &[&str] = &[
    "web-sys",
    "js-sys",
    "wasm-bindgen*",
    "getrandom",
    "leptos*",
    "tokio*",
    "browser",
    "gloo*",
    "idb",
];
const PURE_NO_SECRETS: &[&str] = &[
    "web-sys",
    "js-sys",
    "wasm-bindgen*",
    "getrandom",
    "leptos*",
    "tokio*",
    "browser",
    "gloo*",
    "idb",
    "keys",
    "vault",
];
const VAULT: &[&str] = &[
    "web-sys",
    "js-sys",
    "wasm-bindgen*",
    "getrandom",
    "leptos*",
    "tokio*",
    "browser",
    "gloo*",
    "idb",
    "chain",
    "zone",
    "catalogue",
    "checkout",
];
const SERVER: &[&str] = &["leptos*", "browser", "alloy-provider", "alloy-signer*"];

const fn pure(name: &'static str, may_use: &'static [&'static str], never: &'static [&'static str]) -> Rule {
    Rule {
        name,
        may_use: Some(may_use),
        never,
        in_browser: true,
    }
}

const fn server(name: &'static str, may_use: &'static [&'static str]) -> Rule {
    Rule {
        name,
        may_use: Some(may_use),
        never: SERVER,
        in_browser: false,
    }
}

const fn free(name: &'static str) -> Rule {
    Rule {
        name,
        may_use: None,
        never: &[],
        in_browser: false,
    }
}

pub(super) const RULES: &[Rule] = &[
    pure("units", &[], PURE_NO_SECRETS),
    pure("json", &[], PURE_NO_SECRETS),
    pure("sig", &["units"], PURE_NO_SECRETS),
    pure("keys", &["sig"], PURE),
    // The types of `keys` speak in addresses and digests of `sig`, which holds no secrets.
    pure("vault", &["json", "keys", "sig"], VAULT),
    pure("chain", &["units", "sig"], PURE_NO_SECRETS),
    pure("clearsign", &["units", "sig", "chain"], PURE_NO_SECRETS),
    pure("activity", &["units", "sig", "chain"], PURE_NO_SECRETS),
    pure("zone", &["json", "units", "sig", "chain"], PURE_NO_SECRETS),
    pure("catalogue", &["units", "zone"], PURE_NO_SECRETS),
    pure("search", &[], PURE_NO_SECRETS),
    pure("city", &["units", "zone", "catalogue", "search"], PURE_NO_SECRETS),
    Rule {
        name: "city-worker",
        may_use: Some(&["chain", "zone", "city", "browser"]),
        never: &["leptos*", "key-worker"],
        in_browser: true,
    },
    pure(
        "checkout",
        &["json", "units", "sig", "chain", "zone"],
        PURE_NO_SECRETS,
    ),
    pure("deals", &["units", "sig", "chain", "zone"], PURE_NO_SECRETS),
    Rule {
        name: "browser",
        may_use: Some(&[
            "units",
            "sig",
            "keys",
            "vault",
            "chain",
            "zone",
            "catalogue",
            "checkout",
        ]),
        never: &["leptos*"],
        in_browser: true,
    },
    Rule {
        name: "key-worker",
        may_use: Some(&[
            "json",
            "units",
            "sig",
            "keys",
            "vault",
            "chain",
            "clearsign",
            "zone",
            "checkout",
            "deals",
            "browser",
        ]),
        never: &["leptos*", "catalogue"],
        in_browser: true,
    },
    // Of the worker the pages know the messages only; `pages.rs` looks at the sources for that.
    Rule {
        name: "cryptocity-wallet",
        may_use: Some(&[
            "units",
            "sig",
            "chain",
            "clearsign",
            "activity",
            "zone",
            "catalogue",
            "city",
            "checkout",
            "deals",
            "browser",
            "key-worker",
            "locales",
        ]),
        never: &[],
        in_browser: true,
    },
    server(
        "till",
        &[
            "units",
            "sig",
            "keys",
            "chain",
            "clearsign",
            "activity",
            "zone",
            "checkout",
            "deals",
            "locales",
            "http-native",
        ],
    ),
    server("desk", &["units", "sig", "chain", "deals", "http-native"]),
    // The native adapter of `HttpPort`.
    server("http-native", &["chain"]),
    server(
        "zone-cli",
        &[
            "units",
            "sig",
            "chain",
            "zone",
            "catalogue",
            "checkout",
            "search",
            "city",
            "testkit",
        ],
    ),
    server("site", &["units"]),
    // Read by a build script and by xtask; never compiled into a page.
    server("locales", &[]),
    server(
        "demo",
        &[
            "units",
            "sig",
            "keys",
            "chain",
            "zone",
            "catalogue",
            "checkout",
            "deals",
            "desk",
            "http-native",
            "till",
            "site",
            "testkit",
            "zone-cli",
        ],
    ),
    free("testkit"),
    free("testnode"),
    free("e2e"),
    // As a merchant has it: nothing of ours but the till's interface.
    server("example-axum", &[]),
    free("fuzz"),
    free("xtask"),
];
