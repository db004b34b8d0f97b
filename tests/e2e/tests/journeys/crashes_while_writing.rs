use std::time::Duration;

use e2e::{DevTools, PASSWORD, Recorder, Result, World};
use tokio::time::sleep;

use crate::support::journey;

/// Stops the worker for good at the `LIMIT`th step of writing the vault, and says so: before each call of the database,
/// and when each has succeeded. Steps count from the transaction that writes to the answer for the page.
const STOP_AT: &str = r#"(() => {
    let step = 0, writes = false, kept = "before";
    const pass = (what) => {
        if (!writes || ++step !== LIMIT) return;
        console.log(`stopped ${kept} the commit, at ${what}`);
        for (;;);
    };
    const wrap = (type, name) => {
        const original = type.prototype[name];
        type.prototype[name] = function (...given) {
            writes ||= given[1] === "readwrite";
            pass(name);
            const made = original.apply(this, given);
            if (made instanceof IDBRequest) made.addEventListener("success", () => pass(`${name} done`));
            if (made instanceof IDBTransaction && given[1] === "readwrite") made.addEventListener("complete", () => {
                kept = "after";
                pass("complete");
            });
            return made;
        };
    };
    wrap(IDBFactory, "open");
    wrap(IDBDatabase, "transaction");
    wrap(IDBObjectStore, "put");
    wrap(IDBObjectStore, "get");
    const post = self.postMessage.bind(self);
    self.postMessage = (...given) => {
        if (writes) console.log("answered the page");
        writes = false;
        return post(...given);
    };
    return true;
})()"#;

/// More steps than writing has.
const MOST: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_killed_at_any_step_of_writing_opens_the_old_vault_or_the_new_one() -> Result<()> {
    journey(async |world| {
        let (_, address) = world.wallet().create(PASSWORD).await?;
        let mut name = open_accounts(world).await?;
        let (mut before, mut after) = (0, 0);
        for step in 1..=MOST {
            let next = format!("name {step}");
            let stopped = rename_and_stop(world, step, &next).await?;
            if stopped == Stopped::Never {
                // Every step was tried. What it takes to be sure that there were any at all.
                assert!(before >= 3 && after >= 3, "{before} before, {after} after");
                world.wallet().go("/").await?;
                assert_eq!(world.wallet().address().await?, address);
                return Ok(());
            }
            world.browser.kill().await?;
            world.reopen().await?;
            let found = open_accounts(world).await?;
            if stopped == Stopped::BeforeCommit {
                before += 1;
                assert!(found == name || found == next, "step {step}: {found:?}");
            } else {
                after += 1;
                assert_eq!(found, next, "step {step}: what was committed is lost");
            }
            name = found;
        }
        panic!("writing never came to an end");
    })
    .await
}

#[derive(Debug, PartialEq, Eq)]
enum Stopped {
    BeforeCommit,
    AfterCommit,
    Never,
}

/// Opens the accounts, unlocked, and gives the name of the first one.
async fn open_accounts(world: &World) -> Result<String> {
    let page = world.browser.page();
    page.open_path(&world.stack.addresses().wallet, "/settings/accounts")
        .await?;
    world.wallet().unlock(PASSWORD).await?;
    let field = page.by_id("account-name-0").await?;
    Ok(field.value().await?.unwrap_or_default())
}

async fn rename_and_stop(world: &World, step: usize, name: &str) -> Result<Stopped> {
    let mut tools = DevTools::connect(&world.browser.debugger_address()?).await?;
    let session = tools.attach_to_page(&world.stack.addresses().wallet).await?;
    let meta = "document.querySelector('meta[name=wallet-worker]').content";
    let script = tools.evaluate(&session, meta).await?;
    let worker = tools
        .attach_to_worker_at(&session, script.as_str().unwrap_or_default())
        .await?;
    let said_before = heard(world).len();
    tools
        .evaluate(&worker, &STOP_AT.replace("LIMIT", &step.to_string()))
        .await?;
    let page = world.browser.page();
    page.type_into("account-name-0", name).await?;
    page.click("account-rename-0").await?;
    page.wait_for("the worker to stop or to answer", async || {
        let heard = heard(world);
        let said = heard.get(said_before..).unwrap_or_default();
        sleep(Duration::from_millis(20)).await;
        Ok(if said.contains("stopped before the commit") {
            Some(Stopped::BeforeCommit)
        } else if said.contains("stopped after the commit") {
            Some(Stopped::AfterCommit)
        } else {
            said.contains("answered the page").then_some(Stopped::Never)
        })
    })
    .await
}

fn heard(world: &World) -> String {
    world.recorder().map(Recorder::heard).unwrap_or_default()
}
