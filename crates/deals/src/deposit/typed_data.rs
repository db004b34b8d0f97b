//! The EIP-712 types and functions of `contracts/src/PropertyDeposit.sol`. Names are part of what is signed.

use alloy_sol_types::sol;

sol! {
    struct Terms {
        address token;
        address buyer;
        address seller;
        address arbiter;
        uint256 amount;
        uint8 kind;
        bytes32 agreementHash;
        uint64 fundingDeadline;
        uint64 closingDeadline;
        bytes32 salt;
    }

    struct DepositAction {
        bytes32 depositId;
        uint8 role;
        uint8 action;
        uint256 nonce;
        uint256 deadline;
    }

    struct DepositDecision {
        bytes32 depositId;
        uint8 outcome;
        uint256 nonce;
        uint256 deadline;
    }

    struct TokenAuthorization {
        uint256 validAfter;
        uint256 validBefore;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    struct Deposit {
        uint8 status;
        bool funded;
        bool bonded;
        bool buyerAgrees;
        bool sellerAgrees;
        uint32 buyerNonce;
        uint32 sellerNonce;
        uint32 arbiterNonce;
    }

    interface PropertyDeposit {
        function open(Terms terms, bytes buyerSignature, bytes sellerSignature, bytes arbiterSignature) external;
        function fund(Terms terms, uint8 role, TokenAuthorization authorization) external;
        function actFor(Terms terms, uint8 role, uint8 action, uint256 deadline, bytes signature) external;
        function decideFor(Terms terms, uint8 outcome, uint256 deadline, bytes signature) external;
        function expire(Terms terms) external;
        function payOut(address token, address account) external returns (uint256);
        function deposits(bytes32 id) external view returns (Deposit);
        function owed(address token, address account) external view returns (uint256);
    }
}
