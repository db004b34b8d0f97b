// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";

/// @dev The part of a `ReceiveWithAuthorization` signature (ERC-3009) that its signer chooses; payer, receiver, amount
/// and nonce are computed by the contract that takes the money.
struct TokenAuthorization {
    uint256 validAfter;
    uint256 validBefore;
    uint8 v;
    bytes32 r;
    bytes32 s;
}

/// @title Taking money by authorization
/// @dev A `ReceiveWithAuthorization` can be used by its receiver only, so nobody can submit it past the contract.
library TokenIntake {
    /// @notice The token moved another amount than was authorized: it takes a fee of its own, or lies.
    error ShortTransfer(address token, uint256 expected, uint256 received);

    /// @dev Takes exactly `value` from `from`, or reverts.
    function take(address token, address from, uint256 value, bytes32 nonce, TokenAuthorization calldata authorization)
        internal
    {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC3009(token).receiveWithAuthorization(
            from,
            address(this),
            value,
            authorization.validAfter,
            authorization.validBefore,
            nonce,
            authorization.v,
            authorization.r,
            authorization.s
        );
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != value) revert ShortTransfer(token, value, received);
    }
}
