// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Token with the quirks that wallets meet
/// @notice For tests only: any number of decimals, a part kept back from every transfer, a pause, blocked accounts.
contract OddToken is ERC20 {
    uint8 private immutable _decimals;
    uint256 public feeBps;
    bool public paused;
    mapping(address account => bool) public blocked;

    constructor(uint8 decimals_, uint256 feeBps_) ERC20("Odd", "ODD") {
        _decimals = decimals_;
        feeBps = feeBps_;
        _mint(msg.sender, 1_000_000);
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function _update(address from, address to, uint256 value) internal override {
        require(!paused, "Pausable: paused");
        require(!blocked[from] && !blocked[to], "Blacklistable: account is blacklisted");
        uint256 fee = from == address(0) ? 0 : value * feeBps / 10_000;
        if (fee > 0) {
            super._update(from, address(this), fee);
        }
        super._update(from, to, value - fee);
    }
}
