use alloc::string::String;
use core::{fmt, str::FromStr};

use alloy_primitives::{Address, U256};
use sig::parse_address;
use units::AssetAmount;

use crate::ChainId;

/// Longer links are not read.
const LONGEST: usize = 512;

/// A request for a payment ([ERC-681](https://eips.ethereum.org/EIPS/eip-681)): native coin, or a token's `transfer`.
/// Nothing else of the ERC moves money in a way that can be shown, and is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentLink {
    /// The chain. Only a bare address may come without.
    pub chain: Option<ChainId>,
    /// The token, `None` for native coin.
    pub token: Option<Address>,
    /// Who is paid.
    pub to: Address,
    /// How much, base units; the payer chooses when absent.
    pub amount: Option<AssetAmount>,
}

/// Why a text is not a payment link that can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaymentLinkError {
    /// Not `ethereum:` at all.
    #[error("not an ethereum: link")]
    OtherScheme,
    /// Against the grammar of the ERC.
    #[error("the link is malformed")]
    Malformed,
    /// A name instead of an address.
    #[error("names are not resolved")]
    Name,
    /// The mixed case of an address does not fit its checksum.
    #[error("an address has a wrong checksum")]
    Checksum,
    /// A payment without a chain.
    #[error("the link names no chain")]
    NoChain,
    /// A call other than `transfer(address,uint256)`.
    #[error("the link asks for an unknown call")]
    UnknownCall,
    /// Negative, with a fraction, or above 2²⁵⁶.
    #[error("the amount is not a whole number of base units")]
    Amount,
}

impl FromStr for PaymentLink {
    type Err = PaymentLinkError;

    fn from_str(text: &str) -> Result<Self, PaymentLinkError> {
        let rest = strip_scheme(text).ok_or(PaymentLinkError::OtherScheme)?;
        if text.len() > LONGEST || !text.is_ascii() {
            return Err(PaymentLinkError::Malformed);
        }
        let rest = rest.strip_prefix("pay-").unwrap_or(rest);
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        let (target, function) = match path.split_once('/') {
            Some((target, function)) => (target, Some(function)),
            None => (path, None),
        };
        let (target, chain) = match target.split_once('@') {
            Some((target, number)) => (target, Some(chain_id(number)?)),
            None => (target, None),
        };
        let target = address(target)?;
        let parameters = Parameters::read(query)?;
        let link = match function {
            None => parameters.native(target, chain)?,
            Some("transfer") => parameters.transfer(target, chain)?,
            Some(_) => return Err(PaymentLinkError::UnknownCall),
        };
        if link.chain.is_none() && (link.amount.is_some() || link.token.is_some()) {
            return Err(PaymentLinkError::NoChain);
        }
        Ok(link)
    }
}

/// Schemes are compared without case ([RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-3.1)).
fn strip_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    scheme.eq_ignore_ascii_case("ethereum").then_some(rest)
}

#[derive(Default)]
struct Parameters<'a> {
    value: Option<U256>,
    address: Option<&'a str>,
    uint256: Option<U256>,
}

impl<'a> Parameters<'a> {
    fn read(query: Option<&'a str>) -> Result<Self, PaymentLinkError> {
        let mut read = Self::default();
        let mut suggested = [false; 3];
        for pair in query.into_iter().flat_map(|query| query.split('&')) {
            let (key, value) = pair.split_once('=').ok_or(PaymentLinkError::Malformed)?;
            let twice = match key {
                "value" => read.value.replace(number(value)?).is_some(),
                "uint256" => read.uint256.replace(number(value)?).is_some(),
                "address" => read.address.replace(value).is_some(),
                // Suggestions of the link's author; the wallet asks the chain.
                "gas" | "gasLimit" | "gasPrice" => {
                    number(value)?;
                    let place = ["gas", "gasLimit", "gasPrice"]
                        .iter()
                        .position(|name| *name == key);
                    place
                        .and_then(|place| suggested.get_mut(place))
                        .is_some_and(|seen| core::mem::replace(seen, true))
                }
                _ => return Err(PaymentLinkError::UnknownCall),
            };
            if twice {
                return Err(PaymentLinkError::Malformed);
            }
        }
        Ok(read)
    }

    fn native(self, to: Address, chain: Option<ChainId>) -> Result<PaymentLink, PaymentLinkError> {
        if self.address.is_some() || self.uint256.is_some() {
            return Err(PaymentLinkError::UnknownCall);
        }
        Ok(PaymentLink {
            chain,
            token: None,
            to,
            amount: self.value.map(AssetAmount::new),
        })
    }

    fn transfer(self, token: Address, chain: Option<ChainId>) -> Result<PaymentLink, PaymentLinkError> {
        // Coin sent along with a token's transfer would be lost.
        if self.value.is_some_and(|value| !value.is_zero()) {
            return Err(PaymentLinkError::UnknownCall);
        }
        Ok(PaymentLink {
            chain,
            token: Some(token),
            to: address(self.address.ok_or(PaymentLinkError::Malformed)?)?,
            amount: self.uint256.map(AssetAmount::new),
        })
    }
}

fn chain_id(number: &str) -> Result<ChainId, PaymentLinkError> {
    if number.is_empty() || number.starts_with('0') || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PaymentLinkError::Malformed);
    }
    number
        .parse()
        .map(ChainId::new)
        .map_err(|_| PaymentLinkError::Malformed)
}

fn address(text: &str) -> Result<Address, PaymentLinkError> {
    parse_address(text).map_err(|error| match error {
        sig::AddressError::Checksum(_) => PaymentLinkError::Checksum,
        sig::AddressError::Malformed(_) if text.starts_with("0x") || !text.contains('.') => {
            PaymentLinkError::Malformed
        }
        sig::AddressError::Malformed(_) => PaymentLinkError::Name,
    })
}

/// `number = [ "-" / "+" ] *DIGIT [ "." 1*DIGIT ] [ ( "e" / "E" ) [ 1*DIGIT ] ]`, whole results only.
fn number(text: &str) -> Result<U256, PaymentLinkError> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return Err(PaymentLinkError::Malformed),
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    let digits = whole.bytes().chain(fraction.bytes());
    if whole.is_empty() && fraction.is_empty() || !digits.clone().all(|b| b.is_ascii_digit()) {
        let negative = text.starts_with('-');
        return Err(if negative {
            PaymentLinkError::Amount
        } else {
            PaymentLinkError::Malformed
        });
    }
    let fraction = fraction.trim_end_matches('0');
    let zeros = exponent
        .checked_sub(fraction.len())
        .ok_or(PaymentLinkError::Amount)?;
    let ten = U256::from(10u8);
    whole
        .bytes()
        .chain(fraction.bytes())
        .map(|digit| U256::from(digit - b'0'))
        .chain(core::iter::repeat_n(U256::ZERO, zeros))
        .try_fold(U256::ZERO, |value, digit| {
            value.checked_mul(ten)?.checked_add(digit)
        })
        .ok_or(PaymentLinkError::Amount)
}

/// More zeros than 2²⁵⁶ has digits need not be counted; zero itself has none.
fn exponent_of(text: &str) -> Result<usize, PaymentLinkError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PaymentLinkError::Malformed);
    }
    text.parse()
        .ok()
        .filter(|exponent| *exponent <= 400)
        .ok_or(PaymentLinkError::Amount)
}

impl fmt::Display for PaymentLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ethereum:{}", self.token.unwrap_or(self.to))?;
        if let Some(chain) = self.chain {
            write!(f, "@{}", chain.number())?;
        }
        match (self.token, self.amount) {
            (None, None) => Ok(()),
            (None, Some(amount)) => write!(f, "?value={amount}"),
            (Some(_), amount) => {
                write!(f, "/transfer?address={}", self.to)?;
                amount.map_or(Ok(()), |amount| write!(f, "&uint256={amount}"))
            }
        }
    }
}

impl PaymentLink {
    /// The link's text.
    #[must_use]
    pub fn to_link(&self) -> String {
        alloc::format!("{self}")
    }
}

#[cfg(test)]
mod tests;
