use alloc::{format, string::String};

use crate::{ContactBook, Day, Direction, Entry, State};

const HEAD: &str = "date,time_utc,kind,direction,state,asset,amount,worth_kzt,rate_source,fee_wei,counterparty,name,transaction,note\r\n";
const TAX_HEAD: &str =
    "date,asset,amount,value_at_disposal_kzt,rate_source,fee_wei,counterparty,name,transaction\r\n";

/// All entries as CSV ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)), amounts with a decimal point, dates of the
/// zone. Text that a spreadsheet would run as a formula is quoted with an apostrophe.
#[must_use]
pub fn export_csv<'a>(entries: impl IntoIterator<Item = &'a Entry>, contacts: &ContactBook) -> String {
    let mut csv = String::from(HEAD);
    for entry in entries {
        let cells = [
            date(entry.time),
            format!("{}", entry.time),
            word(&format!("{:?}", entry.kind)),
            word(&format!("{:?}", entry.direction)),
            state(entry.state).into(),
            cell(&entry.asset.symbol),
            entry.amount.to_whole(entry.asset.decimals),
            worth(entry),
            cell(entry.rate_source.as_deref().unwrap_or_default()),
            format!("{}", entry.fee),
            format!("{}", entry.counterparty),
            cell(contacts.name_of(entry.counterparty).unwrap_or_default()),
            format!("{}", entry.transaction),
            cell(&entry.note),
        ];
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    csv
}

/// Disposals only: what left and was carried out, with its tenge value at that time
/// (Tax Code 2026: income from the disposal of digital assets).
#[must_use]
pub fn export_tax_csv<'a>(entries: impl IntoIterator<Item = &'a Entry>, contacts: &ContactBook) -> String {
    let mut csv = String::from(TAX_HEAD);
    let done = |entry: &&Entry| {
        entry.direction == Direction::Out
            && matches!(
                entry.state,
                State::Mined { succeeded: true, .. } | State::Final { succeeded: true, .. }
            )
    };
    for entry in entries.into_iter().filter(done) {
        let cells = [
            date(entry.time),
            cell(&entry.asset.symbol),
            entry.amount.to_whole(entry.asset.decimals),
            worth(entry),
            cell(entry.rate_source.as_deref().unwrap_or_default()),
            format!("{}", entry.fee),
            format!("{}", entry.counterparty),
            cell(contacts.name_of(entry.counterparty).unwrap_or_default()),
            format!("{}", entry.transaction),
        ];
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    csv
}

fn date(unix_seconds: u64) -> String {
    let day = Day::of(unix_seconds);
    format!("{}-{:02}-{:02}", day.year, day.month, day.day)
}

fn worth(entry: &Entry) -> String {
    entry.worth.map_or_else(String::new, |worth| {
        let (whole, rest) = worth.split();
        format!("{whole}.{rest:02}")
    })
}

fn word(text: &str) -> String {
    text.to_lowercase()
}

const fn state(state: State) -> &'static str {
    match state {
        State::Signed => "signed",
        State::Pending { .. } => "pending",
        State::Mined { succeeded: true, .. } => "mined",
        State::Final { succeeded: true, .. } => "final",
        State::Mined { .. } | State::Final { .. } => "failed",
        State::Dropped => "dropped",
        State::Replaced => "replaced",
        State::Refused => "refused",
        State::Expired => "expired",
    }
}

/// Quoted where needed; a leading `=`, `+`, `-`, `@`, tab or return gets an apostrophe
/// ([CSV injection](https://owasp.org/www-community/attacks/CSV_Injection)).
fn cell(text: &str) -> String {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let text = if dangerous {
        format!("'{text}")
    } else {
        text.into()
    };
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
pub(crate) mod tests;
