// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {DemoToken} from "../src/DemoToken.sol";

/// @dev A token whose issuer can pause it, block a holder or take a fee of each transfer, as real stablecoins can.
contract BlockableToken is DemoToken {
    bool public paused;
    uint256 public fee;
    mapping(address => bool) public blocked;

    error Paused();
    error Blocked(address account);

    constructor() DemoToken("Blockable", "BLK", 6, msg.sender) {}

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function setFee(uint256 fee_) external {
        fee = fee_;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (paused) revert Paused();
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        super._update(from, to, value);
        if (fee != 0 && from != address(0) && to != address(0)) super._update(to, address(0xFEE), fee);
    }
}
