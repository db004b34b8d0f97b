use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, sol};

sol! {
    interface Calls {
        function transfer(address to, uint256 value) external returns (bool);
        function transferFrom(address from, address to, uint256 value) external returns (bool);
        function approve(address spender, uint256 value) external returns (bool);
        function increaseAllowance(address spender, uint256 addedValue) external returns (bool);
        function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;
        function transferWithAuthorization(
            address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
            uint8 v, bytes32 r, bytes32 s
        ) external;
        function receiveWithAuthorization(
            address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
            uint8 v, bytes32 r, bytes32 s
        ) external;
        function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external;
    }

    interface Permit2Calls {
        function approve(address token, address spender, uint160 amount, uint48 expiration) external;
    }
}

/// Permit2's canonical contract, the same on every chain that has it.
pub(crate) const PERMIT2: Address = alloy_primitives::address!("000000000022D473030F116dDEE9F6B43aC78BA3");

/// A call whose effect is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenCall {
    /// `transfer`.
    Transfer {
        /// To whom.
        to: Address,
        /// Base units.
        value: U256,
    },
    /// `transferFrom`.
    TransferFrom {
        /// Whose.
        from: Address,
        /// To whom.
        to: Address,
        /// Base units.
        value: U256,
    },
    /// `approve` and `increaseAllowance`.
    Approve {
        /// The token, where the called contract is Permit2.
        token: Option<Address>,
        /// Who may take.
        spender: Address,
        /// Base units.
        value: U256,
        /// Unix seconds.
        until: Option<U256>,
    },
    /// `permit`: somebody else's allowance, submitted.
    Permit {
        /// Whose.
        owner: Address,
        /// Who may take.
        spender: Address,
        /// Base units.
        value: U256,
    },
    /// `transferWithAuthorization` and `receiveWithAuthorization`, submitted.
    SubmitAuthorization {
        /// Whose.
        from: Address,
        /// To whom.
        to: Address,
        /// Base units.
        value: U256,
    },
    /// `cancelAuthorization`, submitted.
    SubmitCancellation {
        /// Whose.
        authorizer: Address,
        /// Which.
        nonce: B256,
    },
}

/// Decodes calldata, if it is exactly what a known call encodes to: nothing missing, nothing after it, no dirty bytes.
#[must_use]
pub fn decode_call(contract: Address, input: &[u8]) -> Option<TokenCall> {
    if contract == PERMIT2 {
        let call: Permit2Calls::approveCall = exact(input)?;
        return Some(TokenCall::Approve {
            token: Some(call.token),
            spender: call.spender,
            value: if call.amount == alloy_primitives::aliases::U160::MAX {
                U256::MAX
            } else {
                U256::from(call.amount)
            },
            until: Some(U256::from(call.expiration)),
        });
    }
    let approve = |spender, value| TokenCall::Approve {
        token: None,
        spender,
        value,
        until: None,
    };
    let selector: [u8; 4] = input.get(..4)?.try_into().ok()?;
    Some(match selector {
        Calls::transferCall::SELECTOR => {
            let call: Calls::transferCall = exact(input)?;
            TokenCall::Transfer {
                to: call.to,
                value: call.value,
            }
        }
        Calls::transferFromCall::SELECTOR => {
            let call: Calls::transferFromCall = exact(input)?;
            TokenCall::TransferFrom {
                from: call.from,
                to: call.to,
                value: call.value,
            }
        }
        Calls::approveCall::SELECTOR => {
            let call: Calls::approveCall = exact(input)?;
            approve(call.spender, call.value)
        }
        Calls::increaseAllowanceCall::SELECTOR => {
            let call: Calls::increaseAllowanceCall = exact(input)?;
            approve(call.spender, call.addedValue)
        }
        Calls::permitCall::SELECTOR => {
            let call: Calls::permitCall = exact(input)?;
            TokenCall::Permit {
                owner: call.owner,
                spender: call.spender,
                value: call.value,
            }
        }
        Calls::transferWithAuthorizationCall::SELECTOR => {
            let call: Calls::transferWithAuthorizationCall = exact(input)?;
            TokenCall::SubmitAuthorization {
                from: call.from,
                to: call.to,
                value: call.value,
            }
        }
        Calls::receiveWithAuthorizationCall::SELECTOR => {
            let call: Calls::receiveWithAuthorizationCall = exact(input)?;
            TokenCall::SubmitAuthorization {
                from: call.from,
                to: call.to,
                value: call.value,
            }
        }
        Calls::cancelAuthorizationCall::SELECTOR => {
            let call: Calls::cancelAuthorizationCall = exact(input)?;
            TokenCall::SubmitCancellation {
                authorizer: call.authorizer,
                nonce: call.nonce,
            }
        }
        _ => return None,
    })
}

fn exact<C: SolCall>(input: &[u8]) -> Option<C> {
    let call = C::abi_decode(input).ok()?;
    (call.abi_encode() == input).then_some(call)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn transfer() -> Vec<u8> {
        Calls::transferCall {
            to: Address::repeat_byte(7),
            value: U256::from(5),
        }
        .abi_encode()
    }

    #[test]
    fn one_byte_more_less_or_dirty_is_no_transfer() {
        let token = Address::repeat_byte(1);
        let good = transfer();
        assert_eq!(
            decode_call(token, &good),
            Some(TokenCall::Transfer {
                to: Address::repeat_byte(7),
                value: U256::from(5)
            })
        );
        let mut longer = good.clone();
        longer.push(0);
        let mut dirty = good.clone();
        dirty[4] = 1;
        for bad in [&good[..67], &longer, &dirty, &[], &[0xa9, 5, 9]] {
            assert_eq!(decode_call(token, bad), None);
        }
    }

    #[test]
    fn the_same_selector_at_permit2_is_another_call() {
        assert_eq!(decode_call(PERMIT2, &transfer()), None);
        let approve = Permit2Calls::approveCall {
            token: Address::repeat_byte(1),
            spender: Address::repeat_byte(2),
            amount: alloy_primitives::aliases::U160::MAX,
            expiration: alloy_primitives::aliases::U48::from(9),
        };
        assert!(matches!(
            decode_call(PERMIT2, &approve.abi_encode()),
            Some(TokenCall::Approve {
                value: U256::MAX,
                token: Some(_),
                ..
            })
        ));
    }

    proptest! {
        #[test]
        fn any_bytes_are_safe(contract: [u8; 20], input in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode_call(contract.into(), &input);
        }
    }
}
