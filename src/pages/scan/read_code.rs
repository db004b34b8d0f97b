use chain::{ChainId, PaymentLink, PaymentLinkError};
use key_worker::protocol::AssetView;
use sig::{AddressError, parse_address};

/// Where a code leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Code {
    /// To the form for sending, filled.
    Send(String),
    /// To the pay page with an order: another document of this origin.
    Pay(String),
    /// To another page of the wallet, e.g. an operator's question.
    Page(String),
}

/// Why a code leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeError {
    /// Nothing this wallet knows.
    Unknown,
    /// An address with a wrong checksum.
    Checksum,
    /// For another network.
    OtherChain,
    /// For a token that is not permitted here.
    OtherAsset,
    /// A payment link against the rules, or one that asks for more than a transfer.
    BadLink,
    /// An address of a site that is neither the wallet nor a till over https.
    OtherSite,
}

/// Longer texts are no code.
const LONGEST: usize = 4_096;

/// Reads the text of a code. `origin` is the wallet's own.
pub(super) fn read_code(
    text: &str,
    origin: &str,
    home: ChainId,
    assets: &[AssetView],
) -> Result<Code, CodeError> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Err(CodeError::Unknown);
    }
    if text
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("ethereum:"))
    {
        return read_link(text, home, assets);
    }
    if let Some(path) = text.strip_prefix(origin).filter(|path| path.starts_with('/')) {
        return own_page(path);
    }
    if text.starts_with("https://") || text.starts_with("http://") {
        return pay_url(text);
    }
    match parse_address(text) {
        Ok(address) => Ok(Code::Send(format!("/send?to={address}"))),
        Err(AddressError::Checksum(_)) => Err(CodeError::Checksum),
        Err(AddressError::Malformed(_)) => Err(CodeError::Unknown),
    }
}

fn read_link(text: &str, home: ChainId, assets: &[AssetView]) -> Result<Code, CodeError> {
    let link: PaymentLink = text.parse().map_err(|error| match error {
        PaymentLinkError::Checksum => CodeError::Checksum,
        _ => CodeError::BadLink,
    })?;
    if link.chain.is_some_and(|chain| chain != home) {
        return Err(CodeError::OtherChain);
    }
    let mut way = format!("/send?to={}", link.to);
    if let Some(token) = link.token {
        let asset = assets
            .iter()
            .find(|asset| asset.id.token == token)
            .ok_or(CodeError::OtherAsset)?;
        way.push_str(&format!("&asset={}", asset.symbol));
    } else if link.amount.is_some() {
        way.push_str("&asset=coin");
    }
    if let Some(amount) = link.amount {
        way.push_str(&format!("&amount={amount}"));
    }
    Ok(Code::Send(way))
}

/// A page of the wallet that a code may open. Anything else of the origin is not opened by a code.
fn own_page(path: &str) -> Result<Code, CodeError> {
    if path.starts_with("/pay/#order=") || path.starts_with("/pay#order=") {
        return Ok(Code::Pay(path.to_owned()));
    }
    let known = ["/prove#request=", "/sign#text=", "/send?to="];
    if known.iter().any(|start| path.starts_with(start)) {
        return Ok(Code::Page(path.to_owned()));
    }
    Err(CodeError::OtherSite)
}

/// A till's pay URL: `…/pay/0x` and the order's number. The pay page checks everything else.
fn pay_url(url: &str) -> Result<Code, CodeError> {
    let (_, rest) = url.split_once("://").ok_or(CodeError::OtherSite)?;
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let allowed = url.starts_with("https://") || matches!(host, "127.0.0.1" | "localhost");
    let order = rest.split_once("/pay/0x").map(|(_, order)| order);
    let is_order =
        order.is_some_and(|order| !order.is_empty() && order.bytes().all(|b| b.is_ascii_hexdigit()));
    if !(allowed && is_order) {
        return Err(CodeError::OtherSite);
    }
    let encoded: String = url.bytes().map(|byte| format!("%{byte:02X}")).collect();
    Ok(Code::Pay(format!("/pay/#order={encoded}")))
}

#[cfg(test)]
mod tests {
    use chain::AssetId;
    use zone::LocalText;

    use super::*;

    const HOME: ChainId = ChainId::new(31337);
    const TOKEN: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    const BOB: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    fn read(text: &str) -> Result<Code, CodeError> {
        let asset = AssetView {
            id: AssetId {
                chain: HOME,
                token: TOKEN.parse().unwrap(),
            },
            symbol: "tUSD".into(),
            name: LocalText {
                kk: "а".into(),
                ru: "б".into(),
                en: "c".into(),
            },
            decimals: 6,
        };
        read_code(text, "https://wallet.example", HOME, &[asset])
    }

    #[test]
    fn addresses_links_and_orders_lead_somewhere() {
        let send = |way: &str| Ok(Code::Send(format!("/send?to={BOB}{way}")));
        assert_eq!(read(&format!(" {BOB}\n")), send(""));
        assert_eq!(read(&format!("ethereum:{BOB}@31337")), send(""));
        assert_eq!(
            read(&format!("ETHEREUM:{BOB}@31337?value=1e3")),
            send("&asset=coin&amount=1000")
        );
        assert_eq!(
            read(&format!(
                "ethereum:{TOKEN}@31337/transfer?address={BOB}&uint256=5"
            )),
            send("&asset=tUSD&amount=5")
        );
        assert_eq!(
            read("http://127.0.0.1:8082/pay/0x0a"),
            Ok(Code::Pay(
                "/pay/#order=%68%74%74%70%3A%2F%2F%31%32%37%2E%30%2E%30%2E%31%3A%38%30%38%32%2F%70%61%79%2F%30%78%30%61"
                    .into()
            ))
        );
        assert!(matches!(read("https://till.example/pay/0x0a"), Ok(Code::Pay(_))));
        assert_eq!(
            read("https://wallet.example/pay/#order=x"),
            Ok(Code::Pay("/pay/#order=x".into()))
        );
        assert_eq!(
            read("https://wallet.example/prove#request=x"),
            Ok(Code::Page("/prove#request=x".into()))
        );
    }

    #[test]
    fn hostile_codes_lead_nowhere() {
        let wrong_case = BOB.replace('C', "c");
        for (text, error) in [
            ("", CodeError::Unknown),
            ("bob.eth", CodeError::Unknown),
            (wrong_case.as_str(), CodeError::Checksum),
            (&format!("ethereum:{BOB}@1"), CodeError::OtherChain),
            (
                &format!("ethereum:{BOB}@31337/transfer?address={TOKEN}&uint256=1"),
                CodeError::OtherAsset,
            ),
            (
                &format!("ethereum:{TOKEN}@31337/approve?address={BOB}&uint256=1"),
                CodeError::BadLink,
            ),
            (&format!("ethereum:{BOB}@31337?value=1e999"), CodeError::BadLink),
            (&format!("ethereum:{BOB}?value=1.5"), CodeError::BadLink),
            ("https://wallet.example.evil/send", CodeError::OtherSite),
            ("https://wallet.example/settings/security", CodeError::OtherSite),
            ("https://evil.example/", CodeError::OtherSite),
            ("http://evil.example/pay/0x0a", CodeError::OtherSite),
            ("https://till.example/pay/0x0a?next=evil", CodeError::OtherSite),
            ("javascript:alert(1)", CodeError::Unknown),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
        assert_eq!(read(&"a".repeat(LONGEST + 1)), Err(CodeError::Unknown));
    }
}
