use alloc::string::String;

use alloy_primitives::Address;

/// Why a text is not an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not 0x and 40 hex digits.
    #[error("not an address: {0:?}")]
    Malformed(String),
    /// The mixed case does not fit the checksum ([EIP-55](https://eips.ethereum.org/EIPS/eip-55)).
    #[error("the checksum of {0} is wrong")]
    Checksum(String),
}

/// Reads an address. All-lower and all-upper case mean "no checksum"; wrong mixed case is refused.
///
/// # Errors
/// [`AddressError`].
pub fn parse_address(text: &str) -> Result<Address, AddressError> {
    let digits = text
        .strip_prefix("0x")
        .filter(|digits| digits.len() == 40 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
        .ok_or_else(|| AddressError::Malformed(text.into()))?;
    let address: Address = digits.parse().map_err(|_| AddressError::Malformed(text.into()))?;
    let lower = digits.bytes().any(|b| b.is_ascii_lowercase());
    let upper = digits.bytes().any(|b| b.is_ascii_uppercase());
    if lower && upper && address.to_checksum(None) != text {
        return Err(AddressError::Checksum(text.into()));
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples in the text of EIP-55.
    #[test]
    fn checksummed_addresses_of_eip_55() {
        for text in [
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
            "0xde709f2102306220921060314715629080e2fb77",
            "0x27b1fdb04752bbc536007a920d24acb045561c26",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            assert!(parse_address(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn one_wrong_case_is_refused() {
        let text = "0x5aAeb6053f3E94C9b9A09f33669435E7Ef1BeAed";
        assert_eq!(parse_address(text), Err(AddressError::Checksum(text.into())));
        for text in [
            "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0x5aAe",
            "0x",
            "0xzz908400098527886E0F7030069857D2E4169EE7",
        ] {
            assert_eq!(parse_address(text), Err(AddressError::Malformed(text.into())));
        }
    }
}
