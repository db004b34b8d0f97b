//! The EIP-712 type and functions of `contracts/src/SecurityOffering.sol`. Names are part of what is signed.

use alloy_sol_types::sol;

sol! {
    struct Subscription {
        address investor;
        uint256 units;
        uint256 amount;
        bytes32 documentsHash;
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

    struct Offer {
        address issuer;
        address registrar;
        address paymentToken;
        uint256 price;
        uint256 minimumUnits;
        uint256 maximumUnits;
        uint256 maximumPerInvestor;
        uint64 opensAt;
        uint64 closesAt;
        bytes32 documentsHash;
    }

    interface SecurityOffering {
        function subscribe(Subscription subscription, bytes registrarSignature, TokenAuthorization authorization) external;
        function refund(address investor) external;
        function offer() external view returns (Offer);
        function phase() external view returns (uint8);
        function totalSupply() external view returns (uint256);
        event Subscribed(bytes32 indexed id, address indexed investor, uint256 units, uint256 amount);
        event Refunded(address indexed investor, uint256 units, uint256 amount);
    }
}
