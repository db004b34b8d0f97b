// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {PropertyDeposit} from "../src/PropertyDeposit.sol";
import {DepositFixture} from "./DepositFixture.sol";

/// @dev Does anything at all to a few deposits, in any order and at any time. What a contract refuses is skipped.
contract DepositHandler is DepositFixture {
    PropertyDeposit.Terms[] private _terms;
    uint256 public moves;

    constructor() {
        deploy();
        for (uint256 i = 0; i < 4; i++) {
            _terms.push(termsOf(PropertyDeposit.Kind(i % 2), bytes32(i)));
        }
    }

    function doOpen(uint8 which) external {
        try this.tryOpen(_terms[which % 4]) {
            moves++;
        } catch {}
    }

    function doFund(uint8 which, bool byBuyer) external {
        try this.tryFund(_terms[which % 4], PropertyDeposit.Role(byBuyer ? 0 : 1)) {
            moves++;
        } catch {}
    }

    function doAct(uint8 which, bool byBuyer, uint8 action) external {
        // Ends are rarer than the ways there, so that deposits get to every state.
        uint8 chosen = action % 12 < 4 ? action % 4 : 1 + action % 2;
        try this.tryAct(
            _terms[which % 4], PropertyDeposit.Role(byBuyer ? 0 : 1), PropertyDeposit.Action(chosen)
        ) {
            moves++;
        } catch {}
    }

    function doDecide(uint8 which, uint8 outcome) external {
        if (outcome % 4 != 0) return;
        try this.tryDecide(_terms[which % 4], PropertyDeposit.Status(outcome / 4 % 9)) {
            moves++;
        } catch {}
    }

    function doExpire(uint8 which) external {
        try deposits.expire(_terms[which % 4]) {
            moves++;
        } catch {}
    }

    function doPayOut(bool toBuyer) external {
        try deposits.payOut(address(token), toBuyer ? buyer : seller) {
            moves++;
        } catch {}
    }

    function doWait(uint32 time) external {
        // Mostly hours, now and then weeks.
        vm.warp(block.timestamp + (time % 8 == 0 ? time % 30 days : time % 6 hours));
    }

    function doBlock(bool theBuyer, bool blocked) external {
        token.setBlocked(theBuyer ? buyer : seller, blocked);
    }

    function tryOpen(PropertyDeposit.Terms memory terms) external {
        open(terms);
    }

    function tryFund(PropertyDeposit.Terms memory terms, PropertyDeposit.Role role) external {
        fund(terms, role);
    }

    function tryAct(PropertyDeposit.Terms memory terms, PropertyDeposit.Role role, PropertyDeposit.Action action)
        external
    {
        act(terms, role, action);
    }

    function tryDecide(PropertyDeposit.Terms memory terms, PropertyDeposit.Status outcome) external {
        decide(terms, outcome);
    }

    /// @dev What is here is what running deposits hold and what is owed: no more, no less.
    function checkBooks() external view {
        uint256 held = owed(buyer) + owed(seller);
        for (uint256 i = 0; i < 4; i++) {
            PropertyDeposit.Deposit memory deposit = deposits.deposits(idOf(_terms[i]));
            bool running =
                deposit.status == PropertyDeposit.Status.Open || deposit.status == PropertyDeposit.Status.Active;
            if (!running) continue;
            if (deposit.funded) held += AMOUNT;
            if (deposit.bonded) held += AMOUNT;
        }
        assertEq(token.balanceOf(address(deposits)), held, "held and owed");
        assertEq(owed(arbiter), 0, "the arbiter is owed nothing");
        assertEq(token.balanceOf(arbiter) + token.balanceOf(RELAYER), 0, "strangers got nothing");
        assertEq(
            token.balanceOf(buyer) + token.balanceOf(seller) + token.balanceOf(address(deposits)),
            2 * SUPPLY,
            "money in is money out"
        );
    }

    /// @dev Without the help of any party, time alone ends everything and everybody is paid.
    function endEverything() external {
        token.setBlocked(buyer, false);
        token.setBlocked(seller, false);
        vm.warp(NOW + 3650 days);
        for (uint256 i = 0; i < 4; i++) {
            PropertyDeposit.Status status = deposits.deposits(idOf(_terms[i])).status;
            if (status == PropertyDeposit.Status.Open || status == PropertyDeposit.Status.Active) {
                deposits.expire(_terms[i]);
            }
        }
        if (owed(buyer) != 0) deposits.payOut(address(token), buyer);
        if (owed(seller) != 0) deposits.payOut(address(token), seller);
        assertEq(token.balanceOf(address(deposits)), 0, "nothing is left behind");
    }
}

contract DepositInvariantTest {
    DepositHandler private handler;

    function setUp() public {
        handler = new DepositHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        bytes4[] memory selectors = new bytes4[](8);
        selectors[0] = DepositHandler.doOpen.selector;
        selectors[1] = DepositHandler.doFund.selector;
        selectors[2] = DepositHandler.doAct.selector;
        selectors[3] = DepositHandler.doDecide.selector;
        selectors[4] = DepositHandler.doExpire.selector;
        selectors[5] = DepositHandler.doPayOut.selector;
        selectors[6] = DepositHandler.doWait.selector;
        selectors[7] = DepositHandler.doBlock.selector;
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
