use std::collections::BTreeMap;

use checkout::x402::{CRYPTOCITY, OFFER_RECEIPT, SCHEME_EXACT, SupportedKind, SupportedResponse, VERSION};
use sig::Signer;

use super::Operator;

/// Says which schemes and networks are settled, and by which account.
pub(super) fn supported(operator: &Operator) -> SupportedResponse {
    SupportedResponse {
        kinds: vec![SupportedKind {
            x402_version: VERSION,
            scheme: SCHEME_EXACT.into(),
            network: operator.rpc.chain().to_string(),
        }],
        extensions: vec![OFFER_RECEIPT.into(), CRYPTOCITY.into()],
        signers: BTreeMap::from([("eip155:*".into(), vec![operator.config.gas_key.address()])]),
    }
}
