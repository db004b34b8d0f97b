use alloy_primitives::address;
use proptest::prelude::*;

use super::*;

const TO: &str = "0x8e23ee67d1332ad560396262c48ffbb01f93d052";

fn read(text: &str) -> Result<PaymentLink, PaymentLinkError> {
    text.replace("{to}", TO).parse()
}

fn amount(text: &str) -> Result<U256, PaymentLinkError> {
    number(text)
}

/// The examples in the text of ERC-681.
#[test]
fn the_examples_of_the_erc() {
    let coin = read("ethereum:0xfb6916095ca1df60bb79Ce92ce3ea74c37c5d359?value=2.014e18");
    // The example's address has a wrong checksum and no chain: refused on both counts.
    assert_eq!(coin, Err(PaymentLinkError::Checksum));
    let coin = read("ethereum:0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359@1?value=2.014e18").unwrap();
    assert_eq!(coin.amount.unwrap().to_whole(18), "2.014000000000000000");
    assert_eq!(coin.chain, Some(ChainId::new(1)));
    let token =
        read("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7@31337/transfer?address={to}&uint256=1")
            .unwrap();
    assert_eq!(
        token.token,
        Some(address!("89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7"))
    );
    assert_eq!(token.to, address!("8e23ee67d1332ad560396262c48ffbb01f93d052"));
    assert_eq!(token.amount, Some(AssetAmount::new(U256::from(1))));
}

#[test]
fn numbers_are_whole_or_refused() {
    for (text, value) in [
        ("0", 0u64),
        ("12", 12),
        ("+12", 12),
        ("1.5e1", 15),
        ("1.50e1", 15),
        (".5e1", 5),
        ("2.0", 2),
        ("1E3", 1000),
        ("007", 7),
        ("0e399", 0),
    ] {
        assert_eq!(amount(text), Ok(U256::from(value)), "{text}");
    }
    for text in [
        "1.5",
        "1.55e1",
        "-1",
        "1e78",
        "1e9999999999999999999",
        "1e401",
        "-",
    ] {
        assert_eq!(amount(text), Err(PaymentLinkError::Amount), "{text}");
    }
    let too_much = "115792089237316195423570985008687907853269984665640564039457584007913129639936";
    assert_eq!(amount(too_much), Err(PaymentLinkError::Amount));
    for text in [
        "", ".", "1.", "e5", "1e", "1e+5", "1e-5", "0x10", "1_0", "1,0", "٣", "1.2.3", "1e1e1", "NaN", "+",
    ] {
        assert_eq!(amount(text), Err(PaymentLinkError::Malformed), "{text}");
    }
}

/// What a popular parser accepts (`reference/security.md` 2.5), and worse.
#[test]
fn hostile_links_are_refused() {
    use PaymentLinkError::{Amount, Checksum, Malformed, Name, NoChain, OtherScheme, UnknownCall};
    for (text, error) in [
        ("", OtherScheme),
        ("bitcoin:{to}", OtherScheme),
        ("{to}", OtherScheme),
        ("ethereum:{to}@1?value=1.5", Amount),
        ("ethereum:{to}@0x1?value=1", Malformed),
        ("ethereum:{to}@1@2?value=1", Malformed),
        ("ethereum:{to}@01?value=1", Malformed),
        ("ethereum:{to}@?value=1", Malformed),
        ("ethereum:pay-pay-{to}@1?value=1", Malformed),
        ("ethereum:{to}?value=1", NoChain),
        ("ethereum:{to}/transfer?address={to}", NoChain),
        ("ethereum:{to}@1?value=1&value=2", Malformed),
        ("ethereum:{to}@1?value", Malformed),
        ("ethereum:{to}@1?", Malformed),
        ("ethereum:{to}@1?value=1&", Malformed),
        ("ethereum:{to}@1?data=0x00", UnknownCall),
        ("ethereum:{to}@1?uint256=1", UnknownCall),
        ("ethereum:{to}@1/approve?address={to}&uint256=1", UnknownCall),
        ("ethereum:{to}@1/transfer?uint256=1", Malformed),
        (
            "ethereum:{to}@1/transfer?address={to}&uint256=1&value=1",
            UnknownCall,
        ),
        ("ethereum:{to}@1/transfer?address={to}&address={to}", Malformed),
        ("ethereum:{to}@1?gas=1&gas=2", Malformed),
        ("ethereum:alatau.eth@1?value=1", Name),
        ("ethereum:0x5aAeb6053f3E94C9b9A09f33669435E7Ef1BeAed@1", Checksum),
        ("ethereum:{to}@1#x", Malformed),
        ("ethereum:{to}@1?value=%31", Malformed),
        ("ethereum:{to}\u{202e}@1", Malformed),
        ("ethereum:{to}@18446744073709551616", Malformed),
    ] {
        assert_eq!(read(text), Err(error), "{text}");
    }
    let long = alloc::format!("ethereum:{TO}@1?value={}", "0".repeat(600));
    assert_eq!(read(&long), Err(Malformed));
}

#[test]
fn a_bare_address_needs_no_chain() {
    let link = read("ethereum:pay-{to}").unwrap();
    assert_eq!((link.chain, link.amount, link.token), (None, None, None));
    assert!(read("ETHEREUM:{to}@1?gasPrice=1&gas=21000").is_ok());
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(
        chain in 1u64.., token: Option<[u8; 20]>, to: [u8; 20], amount: Option<[u8; 32]>,
    ) {
        let link = PaymentLink {
            chain: Some(ChainId::new(chain)),
            token: token.map(Address::from),
            to: to.into(),
            amount: amount.map(|bytes| AssetAmount::new(U256::from_be_bytes(bytes))),
        };
        prop_assert_eq!(link.to_link().parse(), Ok(link));
    }

    #[test]
    fn no_text_makes_it_panic(text: String) {
        let _ = text.parse::<PaymentLink>();
        let _ = alloc::format!("ethereum:{TO}@1?value={text}").parse::<PaymentLink>();
    }
}
