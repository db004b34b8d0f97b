// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

/// @title Demo token without value
/// @notice Stands in for a permitted asset in the CryptoCity demo: "Demo dollar (no value)" tUSD with 6 decimals and
/// "Demo tenge (no value)" tKZT with 2. It is backed by nothing, redeemable for nothing and not audited.
/// @dev ERC-20 with ERC-3009 (random nonces, so that a nonce can be the hash of an order) and ERC-2612.
/// Both sign under one EIP-712 domain: the token's name, version "1", the chain id and this address.
/// The owner may only mint: nobody can pause, freeze, seize or upgrade.
contract DemoToken is ERC3009, ERC20Permit, Ownable {
    uint8 private immutable _decimals;

    /// @param name_ Name of the token, also the name in the EIP-712 domain.
    /// @param symbol_ Symbol of the token.
    /// @param decimals_ Number of decimals of one token.
    /// @param owner_ The only account that can mint.
    constructor(string memory name_, string memory symbol_, uint8 decimals_, address owner_)
        ERC20(name_, symbol_)
        ERC20Permit(name_)
        Ownable(owner_)
    {
        _decimals = decimals_;
    }

    /// @notice Number of decimals of one token.
    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    /// @notice Creates demo tokens; only the owner can.
    /// @param to The account that receives them.
    /// @param value Amount in the token's smallest unit.
    function mint(address to, uint256 value) external onlyOwner {
        _mint(to, value);
    }
}
