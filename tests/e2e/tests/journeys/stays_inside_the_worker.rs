use e2e::{DevTools, PASSWORD, Result};

use crate::support::journey;

/// Whether a script reaches an address, by every way that scripts have.
fn attempts(url: &str) -> String {
    let socket = url.replacen("http", "ws", 1);
    format!(
        r#"(async () => {{
            const tried = {{}};
            tried.fetch = await fetch("{url}", {{ mode: "no-cors" }}).then(() => "reached", () => "refused");
            tried.xhr = await new Promise((done) => {{
                const request = new XMLHttpRequest();
                request.onload = () => done("reached");
                request.onerror = () => done("refused");
                try {{ request.open("GET", "{url}"); request.send(); }} catch {{ done("refused"); }}
            }});
            tried.socket = await new Promise((done) => {{
                try {{
                    const socket = new WebSocket("{socket}");
                    socket.onopen = () => done("reached");
                    socket.onerror = () => done("refused");
                }} catch {{ done("refused"); }}
            }});
            if (self.importScripts) {{
                try {{ importScripts("{url}"); tried.script = "reached"; }} catch {{ tried.script = "refused"; }}
            }}
            return tried;
        }})()"#
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_runs_in_the_key_worker_reaches_nothing_but_its_own_origin() -> Result<()> {
    journey(async |world| {
        world.wallet().create(PASSWORD).await?;
        let addresses = world.stack.addresses();
        let mut tools = DevTools::connect(&world.browser.debugger_address()?).await?;
        let page = tools.attach_to_page(&addresses.wallet).await?;
        let (worker, script) = tools.attach_to_worker(&page).await?;
        assert!(
            script.starts_with(&format!("{}/worker/", addresses.wallet)),
            "{script}"
        );

        // The node allows every origin, and the page may reach it: only the worker's own policy is in the way.
        let from_page = tools.evaluate(&page, &attempts(&addresses.rpc)).await?;
        assert_eq!(from_page["fetch"], "reached", "{from_page}");
        let own = format!(
            "fetch('{}/zone/registry.json').then((a) => a.status)",
            addresses.wallet
        );
        assert_eq!(tools.evaluate(&worker, &own).await?, 200);
        for url in [
            &addresses.rpc,
            &addresses.operator,
            &addresses.merchant,
            &addresses.cafe,
        ] {
            let tried = tools.evaluate(&worker, &attempts(url)).await?;
            let ways = tried.as_object().unwrap();
            assert_eq!(ways.len(), 4, "{tried}");
            assert!(
                ways.values().all(|outcome| outcome == "refused"),
                "{url}: {tried}"
            );
        }
        Ok(())
    })
    .await
}
