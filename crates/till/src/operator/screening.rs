//! Screening: a list of who is refused, and a hook of the operator's choice, asked before a deal is quoted and before a
//! payment is settled. What cannot be judged is not approved, unless the operator configured otherwise.

use std::{process::Stdio, time::Duration};

use chain::HttpLimits;
use serde::{Deserialize, Serialize};
use sig::{Address, B256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
};
use units::Tiyn;

use super::Operator;
use crate::ScreeningHook;

/// What is judged.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Deal<'a> {
    /// `quote` or `payment`.
    pub(super) stage: &'static str,
    pub(super) order_hash: B256,
    pub(super) merchant_id: &'a str,
    pub(super) total_tiyn: Tiyn,
    /// Known when a payment comes.
    pub(super) payer: Option<Address>,
}

/// Why a deal is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Screened {
    /// Somebody is on the list, or the hook says no.
    #[error("refused by screening: {0}")]
    Denied(String),
    /// Nobody could judge.
    #[error("screening gave no judgement: {0}")]
    NoJudgement(String),
}

impl Screened {
    /// The name on the wire and in exports.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Denied(_) => "screening_denied",
            Self::NoJudgement(_) => "screening_unavailable",
        }
    }
}

#[derive(Deserialize)]
struct Judgement {
    allow: bool,
    #[serde(default)]
    reason: String,
}

/// Judges a deal.
pub(super) async fn screen(operator: &Operator, deal: &Deal<'_>) -> Result<(), Screened> {
    let config = &operator.config.screening;
    let judged = judge(operator, deal).await;
    match judged {
        Err(Screened::NoJudgement(reason)) if config.allow_on_failure => {
            tracing::warn!(order_hash = %deal.order_hash, reason, "not screened, approved as configured");
            Ok(())
        }
        judged => judged,
    }
}

async fn judge(operator: &Operator, deal: &Deal<'_>) -> Result<(), Screened> {
    let config = &operator.config.screening;
    if let Some(path) = &config.deny_list {
        // Read every time: what is added to the list holds at once.
        let list = tokio::fs::read_to_string(path)
            .await
            .map_err(|error| Screened::NoJudgement(format!("the list cannot be read: {error}")))?;
        on_list(&list, deal)?;
    }
    let Some(hook) = &config.hook else {
        return Ok(());
    };
    let text = serde_json::to_vec(deal).map_err(|error| Screened::NoJudgement(error.to_string()))?;
    let answer = match hook {
        ScreeningHook::Command(command, limits) => run(command, text, *limits).await,
        ScreeningHook::Url(url, limits) => ask(operator, url, text, *limits).await,
    }
    .map_err(Screened::NoJudgement)?;
    let judgement: Judgement = serde_json::from_slice(&answer)
        .map_err(|_| Screened::NoJudgement("the answer is not {\"allow\": …}".into()))?;
    if judgement.allow {
        Ok(())
    } else {
        Err(Screened::Denied(judgement.reason))
    }
}

/// A line is an address or a merchant's id, then a reason; `#` begins a comment.
fn on_list(list: &str, deal: &Deal<'_>) -> Result<(), Screened> {
    let payer = deal.payer.map(|payer| payer.to_string());
    for line in list.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let (who, reason) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let meant = who == deal.merchant_id
            || payer
                .as_ref()
                .is_some_and(|payer| payer.eq_ignore_ascii_case(who));
        if !who.is_empty() && meant {
            let reason = reason.trim();
            let reason = if reason.is_empty() { "on the list" } else { reason };
            return Err(Screened::Denied(reason.into()));
        }
    }
    Ok(())
}

async fn run(command: &[String], deal: Vec<u8>, limits: HttpLimits) -> Result<Vec<u8>, String> {
    let (program, arguments) = command.split_first().ok_or("no program")?;
    let judging = async {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // One that does not read its input may judge all the same.
            let _ = input.write_all(&deal).await;
        }
        let mut answer = Vec::new();
        if let Some(output) = child.stdout.take() {
            let most = u64::try_from(limits.max_bytes).unwrap_or(u64::MAX);
            output.take(most).read_to_end(&mut answer).await?;
        }
        Ok::<_, std::io::Error>((child.wait().await?, answer))
    };
    let deadline = Duration::from_millis(limits.deadline_ms.into());
    let (status, answer) = tokio::time::timeout(deadline, judging)
        .await
        .map_err(|_| "no answer in time")?
        .map_err(|error| format!("the program cannot be run: {error}"))?;
    if status.success() {
        Ok(answer)
    } else {
        Err(format!("the program ended with {status}"))
    }
}

async fn ask(operator: &Operator, url: &str, deal: Vec<u8>, limits: HttpLimits) -> Result<Vec<u8>, String> {
    let answer = operator
        .http
        .post_bytes(url, deal, &[], limits)
        .await
        .map_err(|error| error.to_string())?;
    if answer.status.is_success() {
        Ok(answer.body)
    } else {
        Err(format!("status {}", answer.status.as_u16()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deal(payer: Option<Address>) -> Deal<'static> {
        Deal {
            stage: "payment",
            order_hash: B256::repeat_byte(1),
            merchant_id: "alatau-coffee",
            total_tiyn: Tiyn::new(1).unwrap(),
            payer,
        }
    }

    #[test]
    fn a_list_names_payers_and_merchants() {
        let payer = Address::repeat_byte(0xab);
        let list = format!("# whom we refuse\n\n{:#x}  court order 17 # of today\n", payer);
        assert_eq!(
            on_list(&list, &deal(Some(payer))),
            Err(Screened::Denied("court order 17".into()))
        );
        assert_eq!(on_list(&list, &deal(None)), Ok(()));
        assert_eq!(
            on_list("alatau-coffee", &deal(None)),
            Err(Screened::Denied("on the list".into()))
        );
        assert_eq!(on_list("alatau", &deal(None)), Ok(()));
    }

    #[tokio::test]
    async fn a_program_judges_fails_hangs_or_is_not_there() {
        let limits = HttpLimits {
            deadline_ms: 300,
            max_bytes: 100,
        };
        let run = async |script: &str| {
            let command = ["sh", "-c", script].map(Into::into);
            run(&command, b"{\"stage\":\"quote\"}".to_vec(), limits).await
        };
        assert_eq!(run("cat").await.unwrap(), b"{\"stage\":\"quote\"}");
        assert_eq!(run("sleep 9").await.unwrap_err(), "no answer in time");
        assert!(run("exit 3").await.unwrap_err().contains("ended with"));
        let nowhere = super::run(&["/nowhere".into()], Vec::new(), limits).await;
        assert!(nowhere.unwrap_err().contains("cannot be run"));
    }
}
