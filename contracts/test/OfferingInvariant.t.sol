// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {SecurityOffering} from "../src/SecurityOffering.sol";
import {OfferingFixture} from "./OfferingFixture.sol";

/// @dev Does anything at all to an offering, in any order and at any time. What the contract refuses is skipped.
contract OfferingHandler is OfferingFixture {
    uint256 private _orders;

    constructor() {
        deploy();
    }

    function doSubscribe(uint8 who, uint8 units) external {
        try this.trySubscribe(who, uint256(units) % 50, bytes32(_orders++)) {} catch {}
    }

    function doBookProceeds() external {
        try offering.bookProceeds() {} catch {}
    }

    function doRefund(uint8 who) external {
        try offering.refund(investor(who)) {} catch {}
    }

    function doPayOut(uint8 who) external {
        try offering.payOut(address(token), who % 4 == 3 ? issuer : investor(who % 4)) {} catch {}
    }

    function doTransfer(uint8 from, uint8 to, uint8 units) external {
        vm.prank(investor(from));
        try offering.transfer(investor(to), units) returns (bool) {} catch {}
    }

    function doWait(uint32 time) external {
        // Mostly hours, now and then weeks.
        vm.warp(block.timestamp + (time % 8 == 0 ? time % 30 days : time % 6 hours));
    }

    function trySubscribe(uint256 who, uint256 units, bytes32 salt) external {
        subscribe(who, units, salt);
    }

    /// @dev What is here is the price of the units that are not settled yet, and what is owed.
    function checkBooks() external view {
        uint256 debts = owed(issuer);
        uint256 outside = token.balanceOf(issuer);
        for (uint256 i = 0; i < 3; i++) {
            debts += owed(investor(i));
            outside += token.balanceOf(investor(i));
        }
        uint256 here = token.balanceOf(address(offering));
        assertEq(outside + here, 3 * SUPPLY, "money in is money out");
        bool booked = owed(issuer) + token.balanceOf(issuer) != 0;
        assertEq(here, debts + (booked ? 0 : offering.totalSupply() * PRICE), "held and owed");
        assertTrue(offering.totalSupply() <= MAXIMUM, "never more than offered");
        assertTrue(!booked || offering.totalSupply() >= MINIMUM, "the issuer is paid after success only");
    }

    /// @dev Time alone ends it, and everybody is paid.
    function endEverything() external {
        vm.warp(NOW + 3650 days);
        if (offering.phase() == SecurityOffering.Phase.Succeeded) {
            try offering.bookProceeds() {} catch {}
            if (owed(issuer) != 0) offering.payOut(address(token), issuer);
            assertEq(token.balanceOf(issuer), offering.totalSupply() * PRICE, "the issuer has all of it");
        } else {
            for (uint256 i = 0; i < 3; i++) {
                if (offering.balanceOf(investor(i)) != 0) offering.refund(investor(i));
                if (owed(investor(i)) != 0) offering.payOut(address(token), investor(i));
                assertEq(token.balanceOf(investor(i)), SUPPLY, "whole again");
            }
        }
        assertEq(token.balanceOf(address(offering)), 0, "nothing is left behind");
    }
}

contract OfferingInvariantTest {
    OfferingHandler private handler;

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() public {
        handler = new OfferingHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = OfferingHandler.doSubscribe.selector;
        selectors[1] = OfferingHandler.doBookProceeds.selector;
        selectors[2] = OfferingHandler.doRefund.selector;
        selectors[3] = OfferingHandler.doPayOut.selector;
        selectors[4] = OfferingHandler.doTransfer.selector;
        selectors[5] = OfferingHandler.doWait.selector;
        targets[0].selectors = selectors;
    }

    function invariant_theBooksBalance() external view {
        handler.checkBooks();
    }

    /// @dev Called after each run: whatever happened, there is a way out.
    function afterInvariant() external {
        handler.endEverything();
    }
}
