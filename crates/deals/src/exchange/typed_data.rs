//! The EIP-712 type and functions of `contracts/src/ExchangeSettlement.sol`. Names are part of what is signed.

use alloy_sol_types::sol;

sol! {
    struct Quote {
        address resident;
        address operator;
        address sellToken;
        uint256 sellAmount;
        address buyToken;
        uint256 buyAmount;
        bytes32 termsHash;
        uint64 expiresAt;
        bytes32 salt;
    }

    struct TokenAuthorization {
        uint256 validAfter;
        uint256 validBefore;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    interface ExchangeSettlement {
        function settle(Quote quote, TokenAuthorization resident, TokenAuthorization operator) external;
        event Exchanged(
            bytes32 indexed quoteHash,
            address indexed resident,
            address indexed operator,
            address sellToken,
            uint256 sellAmount,
            address buyToken,
            uint256 buyAmount
        );
    }
}
