use alloc::{string::String, vec::Vec};

use chain::ChainId;
use sig::{Address, parse_address};

const GREETING: &str = " wants you to sign in with your Ethereum account:";

/// A sign-in message ([EIP-4361](https://eips.ethereum.org/EIPS/eip-4361)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Host and port of the site.
    pub domain: String,
    /// Who signs in.
    pub address: Address,
    /// What the site says.
    pub statement: Option<String>,
    /// What is signed in to.
    pub uri: String,
    /// The chain.
    pub chain: ChainId,
    /// Against replays.
    pub nonce: String,
    /// RFC 3339.
    pub issued_at: String,
    /// RFC 3339.
    pub expires_at: Option<String>,
}

/// Why a sign-in is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// It begins like a sign-in and is none.
    #[error("not a well-formed sign-in message")]
    Malformed,
    /// The site in the message is not the site that asks.
    #[error("the message is for {named}, asked by {asking}")]
    OtherSite {
        /// In the message.
        named: String,
        /// Who asks.
        asking: String,
    },
    /// The browser does not say who asks.
    #[error("it is not known who asks")]
    UnknownSite,
    /// Another account.
    #[error("the message is for another account")]
    OtherAccount,
    /// Another chain.
    #[error("the message is for another chain")]
    OtherChain,
}

impl SignIn {
    /// Whether a text begins like a sign-in, well-formed or not.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        text.lines()
            .take(2)
            .any(|line| line.contains("wants you to sign in"))
    }

    /// Parses by the EIP's grammar. The address must carry its checksum.
    ///
    /// # Errors
    /// [`SignInError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, SignInError> {
        read(text).ok_or(SignInError::Malformed)
    }

    /// Checks who asks (an origin the browser attests), which account and which chain.
    ///
    /// # Errors
    /// [`SignInError`].
    pub fn check(&self, origin: Option<&str>, account: Address, chain: ChainId) -> Result<(), SignInError> {
        let origin = origin.ok_or(SignInError::UnknownSite)?;
        let other = |named: &str| SignInError::OtherSite {
            named: named.into(),
            asking: origin.into(),
        };
        let (_, authority) = origin.split_once("://").ok_or(SignInError::UnknownSite)?;
        let named = match self.domain.split_once("://") {
            Some(_) if self.domain != origin => return Err(other(&self.domain)),
            Some((_, named)) => named,
            None => &self.domain,
        };
        if named != authority {
            return Err(other(named));
        }
        let beyond = self.uri.strip_prefix(origin).ok_or_else(|| other(&self.uri))?;
        if !beyond.is_empty() && !beyond.starts_with(['/', '?', '#']) {
            return Err(other(&self.uri));
        }
        if self.address != account {
            return Err(SignInError::OtherAccount);
        }
        if self.chain != chain {
            return Err(SignInError::OtherChain);
        }
        Ok(())
    }
}

fn read(text: &str) -> Option<SignIn> {
    if text.contains('\r') {
        return None;
    }
    let mut lines = text.split('\n');
    let domain = lines.next()?.strip_suffix(GREETING)?;
    if domain.is_empty() || domain.contains(|c: char| c.is_whitespace() || c == '@' || c.is_control()) {
        return None;
    }
    let address_line = lines.next()?;
    let address = parse_address(address_line).ok()?;
    if address.to_checksum(None) != address_line || !lines.next()?.is_empty() {
        return None;
    }
    let first = lines.next()?;
    let statement = if first.is_empty() {
        None
    } else {
        if !lines.next()?.is_empty() {
            return None;
        }
        Some(first.into())
    };
    let mut next = lines.next();
    // With a statement one blank line follows, without one the second blank line may be left out by older writers.
    if statement.is_none() && next == Some("") {
        next = lines.next();
    }
    let mut field = |name: &str| -> Option<String> {
        let value = next?.strip_prefix(name)?.into();
        next = lines.next();
        Some(value)
    };
    let uri = field("URI: ")?;
    if field("Version: ")? != "1" {
        return None;
    }
    let chain = field("Chain ID: ")?;
    let nonce = field("Nonce: ")?;
    let issued_at = field("Issued At: ")?;
    let expires_at = field("Expiration Time: ");
    let not_before = field("Not Before: ");
    let _request = field("Request ID: ");
    let resources = field("Resources:");
    let rest: Vec<&str> = next.into_iter().chain(lines).collect();
    let listed = resources.as_deref() == Some("") && rest.iter().all(|line| line.starts_with("- "));
    if !(rest.is_empty() && resources.is_none() || listed) {
        return None;
    }
    let good_nonce = nonce.len() >= 8 && nonce.bytes().all(|b| b.is_ascii_alphanumeric());
    let times = [Some(&issued_at), expires_at.as_ref(), not_before.as_ref()];
    if !good_nonce || !times.into_iter().flatten().all(|time| looks_like_time(time)) {
        return None;
    }
    let number: u64 = chain
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| chain.parse().ok())??;
    Some(SignIn {
        domain: domain.into(),
        address,
        statement,
        uri,
        chain: ChainId::new(number),
        nonce,
        issued_at,
        expires_at,
    })
}

/// `2026-11-24T00:00:00Z`, with fractions and offsets.
fn looks_like_time(text: &str) -> bool {
    let shape = b"0000-00-00T00:00:00";
    let fits = |(byte, like): (u8, &u8)| {
        if *like == b'0' {
            byte.is_ascii_digit()
        } else {
            byte == *like
        }
    };
    text.len() > shape.len()
        && text.bytes().zip(shape).all(fits)
        && text
            .bytes()
            .skip(shape.len())
            .all(|byte| byte.is_ascii_digit() || b".Z+-:".contains(&byte))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    const ACCOUNT: Address = address!("C02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2");

    /// The first example in the text of EIP-4361.
    const EXAMPLE: &str = "example.com wants you to sign in with your Ethereum account:\n\
        0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2\n\n\
        I accept the ExampleOrg Terms of Service: https://example.com/tos\n\n\
        URI: https://example.com/login\nVersion: 1\nChain ID: 1\nNonce: 32891756\n\
        Issued At: 2021-09-30T16:25:24Z\nResources:\n\
        - ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/\n\
        - https://example.com/my-web2-claim.json";

    #[test]
    fn the_example_of_the_eip() {
        let read = SignIn::parse(EXAMPLE).unwrap();
        assert_eq!((read.domain.as_str(), read.address), ("example.com", ACCOUNT));
        assert_eq!(read.chain, ChainId::new(1));
        assert_eq!(
            read.check(Some("https://example.com"), ACCOUNT, ChainId::new(1)),
            Ok(())
        );
        let bare = EXAMPLE.replace(
            "I accept the ExampleOrg Terms of Service: https://example.com/tos\n\n",
            "\n",
        );
        assert_eq!(SignIn::parse(&bare).unwrap().statement, None);
    }

    #[test]
    fn another_site_account_or_chain_is_refused() {
        let read = SignIn::parse(EXAMPLE).unwrap();
        let check = |origin| read.check(origin, ACCOUNT, ChainId::new(1));
        for origin in [
            "https://evil.example",
            "https://example.com.evil.kz",
            "https://example.com:8443",
            "http://example.com",
            "https://sub.example.com",
        ] {
            assert!(
                matches!(check(Some(origin)), Err(SignInError::OtherSite { .. })),
                "{origin}"
            );
        }
        assert_eq!(check(None), Err(SignInError::UnknownSite));
        assert_eq!(
            read.check(Some("https://example.com"), Address::ZERO, ChainId::new(1)),
            Err(SignInError::OtherAccount)
        );
        assert_eq!(
            read.check(Some("https://example.com"), ACCOUNT, ChainId::new(2)),
            Err(SignInError::OtherChain)
        );
    }

    #[test]
    fn what_only_looks_like_a_sign_in_is_malformed() {
        for (from, to) in [
            ("Version: 1", "Version: 2"),
            ("Nonce: 32891756", "Nonce: 328"),
            ("0xC02aaA39", "0xc02aaA39"),
            ("Issued At: 2021-09-30T16:25:24Z", "Issued At: now"),
            ("URI: ", "Uri: "),
            ("Chain ID: 1", "Chain ID: 0x1"),
            ("- ipfs", "ipfs"),
            ("example.com wants", "user@example.com wants"),
            ("\n\nI accept", "\nI accept"),
        ] {
            let text = EXAMPLE.replacen(from, to, 1);
            assert_ne!(text, EXAMPLE);
            assert!(SignIn::is_meant(&text));
            assert_eq!(SignIn::parse(&text), Err(SignInError::Malformed), "{text}");
        }
    }
}
