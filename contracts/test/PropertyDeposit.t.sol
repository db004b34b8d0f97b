// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {PropertyDeposit} from "../src/PropertyDeposit.sol";
import {PullPayments} from "../src/PullPayments.sol";
import {TokenAuthorization, TokenIntake} from "../src/TokenAuthorization.sol";
import {BlockableToken} from "./BlockableToken.sol";
import {DepositFixture} from "./DepositFixture.sol";

contract PropertyDepositTest is DepositFixture {
    PropertyDeposit.Terms private zadatok;
    PropertyDeposit.Terms private avans;

    function setUp() public {
        deploy();
        zadatok = termsOf(PropertyDeposit.Kind.Zadatok, "z");
        avans = termsOf(PropertyDeposit.Kind.Avans, "a");
    }

    // What is signed

    function test_idAndNonces_areTheOnesWalletsCompute() public view {
        assertEq(deposits.termsHash(zadatok), hashOf(zadatok), "terms hash");
        assertEq(deposits.depositId(zadatok), idOf(zadatok), "id");
        assertEq(
            deposits.fundingNonce(zadatok, PropertyDeposit.Role.Buyer),
            nonceOf(zadatok, PropertyDeposit.Role.Buyer),
            "buyer's nonce"
        );
        assertEq(
            deposits.fundingNonce(zadatok, PropertyDeposit.Role.Seller),
            nonceOf(zadatok, PropertyDeposit.Role.Seller),
            "seller's nonce"
        );
        assertEq(deposits.DOMAIN_SEPARATOR(), domainOf("CryptoCity Deposit", address(deposits)), "domain");
    }

    /// @dev Changing anything that was agreed makes another deposit, which nobody signed.
    function testFuzz_changedTermsAreAnotherDeposit(uint8 field, uint64 change) public {
        if (change == 0) change = 1;
        activate(zadatok);
        PropertyDeposit.Terms memory t = termsOf(PropertyDeposit.Kind.Zadatok, "z");
        field = field % 10;
        if (field == 0) t.token = address(uint160(t.token) ^ change);
        if (field == 1) t.buyer = address(uint160(t.buyer) ^ change);
        if (field == 2) t.seller = address(uint160(t.seller) ^ change);
        if (field == 3) t.arbiter = address(uint160(t.arbiter) ^ change);
        if (field == 4) t.amount ^= change;
        if (field == 5) t.kind = PropertyDeposit.Kind.Avans;
        if (field == 6) t.agreementHash ^= bytes32(uint256(change));
        if (field == 7) t.fundingDeadline ^= change;
        if (field == 8) t.closingDeadline ^= change;
        if (field == 9) t.salt ^= bytes32(uint256(change));
        bytes32 other = deposits.depositId(t);
        assertTrue(other != idOf(zadatok), "another id");
        bytes memory nothing = abi.encodeWithSelector(
            PropertyDeposit.WrongStatus.selector, other, PropertyDeposit.Status.None
        );
        vm.expectRevert(nothing);
        vm.prank(t.buyer);
        deposits.act(t, PropertyDeposit.Action.Confirm);
        vm.expectRevert(nothing);
        vm.prank(t.arbiter);
        deposits.decide(t, PropertyDeposit.Status.Completed);
        vm.expectRevert(nothing);
        deposits.expire(t);
        assertEq(token.balanceOf(address(deposits)), 2 * AMOUNT, "nothing moved");
    }

    // Opening

    function test_open_needsAllThreeSignatures() public {
        bytes32 id = idOf(zadatok);
        bytes memory wrong = signed(STRANGER_KEY, id);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, buyer));
        deposits.open(zadatok, wrong, signed(SELLER_KEY, id), signed(ARBITER_KEY, id));
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, seller));
        deposits.open(zadatok, signed(BUYER_KEY, id), wrong, signed(ARBITER_KEY, id));
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, arbiter));
        deposits.open(zadatok, signed(BUYER_KEY, id), signed(SELLER_KEY, id), wrong);
        assertStatus(zadatok, PropertyDeposit.Status.None);
    }

    function test_open_once() public {
        bytes32 id = open(zadatok);
        bytes memory b = signed(BUYER_KEY, id);
        bytes memory s = signed(SELLER_KEY, id);
        bytes memory a = signed(ARBITER_KEY, id);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.WrongStatus.selector, id, PropertyDeposit.Status.Open)
        );
        deposits.open(zadatok, b, s, a);
    }

    function test_open_signaturesOfAnotherContractRefused() public {
        PropertyDeposit other = new PropertyDeposit();
        bytes32 id = idOf(zadatok);
        bytes memory b = signed(BUYER_KEY, id);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, buyer));
        other.open(zadatok, b, b, b);
    }

    function test_open_impossibleTermsRefused() public {
        for (uint256 i = 0; i < 10; i++) {
            PropertyDeposit.Terms memory t = termsOf(PropertyDeposit.Kind.Zadatok, "z");
            if (i == 0) t.token = address(0x1234);
            if (i == 1) t.buyer = address(0);
            if (i == 2) t.seller = t.buyer;
            if (i == 3) t.arbiter = t.buyer;
            if (i == 4) t.arbiter = t.seller;
            if (i == 5) t.arbiter = address(0);
            if (i == 6) t.amount = 0;
            if (i == 7) t.amount = uint256(type(uint128).max) + 1;
            if (i == 8) t.agreementHash = 0;
            if (i == 9) t.closingDeadline = t.fundingDeadline;
            vm.expectRevert(abi.encodeWithSelector(PropertyDeposit.InvalidTerms.selector));
            deposits.open(t, "", "", "");
        }
        vm.warp(zadatok.fundingDeadline);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.DeadlinePassed.selector, zadatok.fundingDeadline)
        );
        deposits.open(zadatok, "", "", "");
    }

    // Paying in

    function test_fund_avansIsActiveAtOnce() public {
        bytes32 id = open(avans);
        TokenAuthorization memory signature = authorization(avans, PropertyDeposit.Role.Buyer);
        vm.expectEmit();
        emit PropertyDeposit.Funded(id, PropertyDeposit.Role.Buyer, address(token), AMOUNT);
        vm.expectEmit();
        emit PropertyDeposit.Activated(id);
        deposits.fund(avans, PropertyDeposit.Role.Buyer, signature);
        assertStatus(avans, PropertyDeposit.Status.Active);
        assertEq(token.balanceOf(address(deposits)), AMOUNT, "held");
    }

    function test_fund_zadatokNeedsTheBond_inEitherOrder() public {
        open(zadatok);
        fund(zadatok, PropertyDeposit.Role.Buyer);
        assertStatus(zadatok, PropertyDeposit.Status.Open);
        fund(zadatok, PropertyDeposit.Role.Seller);
        assertStatus(zadatok, PropertyDeposit.Status.Active);
        PropertyDeposit.Terms memory other = termsOf(PropertyDeposit.Kind.Zadatok, "other");
        open(other);
        fund(other, PropertyDeposit.Role.Seller);
        assertStatus(other, PropertyDeposit.Status.Open);
        fund(other, PropertyDeposit.Role.Buyer);
        assertStatus(other, PropertyDeposit.Status.Active);
        assertEq(token.balanceOf(address(deposits)), 4 * AMOUNT, "held");
    }

    function test_fund_twiceRefused() public {
        bytes32 id = open(zadatok);
        TokenAuthorization memory signature = authorization(zadatok, PropertyDeposit.Role.Buyer);
        deposits.fund(zadatok, PropertyDeposit.Role.Buyer, signature);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.AlreadyFunded.selector, id, PropertyDeposit.Role.Buyer)
        );
        deposits.fund(zadatok, PropertyDeposit.Role.Buyer, signature);
        TokenAuthorization memory bond = authorization(zadatok, PropertyDeposit.Role.Seller);
        deposits.fund(zadatok, PropertyDeposit.Role.Seller, bond);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.WrongStatus.selector, id, PropertyDeposit.Status.Active)
        );
        deposits.fund(zadatok, PropertyDeposit.Role.Seller, bond);
        assertEq(token.balanceOf(buyer), SUPPLY - AMOUNT, "paid once");
    }

    function test_fund_beforeOpenRefused() public {
        TokenAuthorization memory signature = authorization(zadatok, PropertyDeposit.Role.Buyer);
        bytes32 id = idOf(zadatok);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.WrongStatus.selector, id, PropertyDeposit.Status.None)
        );
        deposits.fund(zadatok, PropertyDeposit.Role.Buyer, signature);
    }

    function test_fund_avansTakesNoBond_andArbiterPaysNothing() public {
        bytes32 id = open(avans);
        TokenAuthorization memory signature = authorization(avans, PropertyDeposit.Role.Seller);
        vm.expectRevert(abi.encodeWithSelector(PropertyDeposit.NoBond.selector, id));
        deposits.fund(avans, PropertyDeposit.Role.Seller, signature);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.NotForRole.selector, PropertyDeposit.Role.Arbiter)
        );
        deposits.fund(avans, PropertyDeposit.Role.Arbiter, signature);
    }

    function test_fund_atTheDeadlineRefused_aSecondBeforeTaken() public {
        open(avans);
        TokenAuthorization memory signature = authorization(avans, PropertyDeposit.Role.Buyer);
        vm.warp(avans.fundingDeadline);
        vm.expectRevert(abi.encodeWithSelector(PropertyDeposit.DeadlinePassed.selector, avans.fundingDeadline));
        deposits.fund(avans, PropertyDeposit.Role.Buyer, signature);
        vm.warp(avans.fundingDeadline - 1);
        deposits.fund(avans, PropertyDeposit.Role.Buyer, signature);
        assertStatus(avans, PropertyDeposit.Status.Active);
    }

    /// @dev An authorization for one deposit or role cannot be spent on another.
    function test_fund_authorizationOfAnotherDepositOrRoleRefused() public {
        PropertyDeposit.Terms memory other = termsOf(PropertyDeposit.Kind.Zadatok, "other");
        open(zadatok);
        open(other);
        TokenAuthorization memory signature = authorization(zadatok, PropertyDeposit.Role.Buyer);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        deposits.fund(other, PropertyDeposit.Role.Buyer, signature);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        deposits.fund(zadatok, PropertyDeposit.Role.Seller, signature);
        assertEq(token.balanceOf(buyer), SUPPLY, "buyer kept everything");
    }

    /// @dev Nobody but the contract can use the authorization at the token.
    function test_fund_authorizationIsUselessAtTheToken() public {
        open(avans);
        TokenAuthorization memory a = authorization(avans, PropertyDeposit.Role.Buyer);
        bytes32 nonce = nonceOf(avans, PropertyDeposit.Role.Buyer);
        vm.prank(RELAYER);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(deposits))
        );
        token.receiveWithAuthorization(
            buyer, address(deposits), AMOUNT, a.validAfter, a.validBefore, nonce, a.v, a.r, a.s
        );
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        token.transferWithAuthorization(
            buyer, address(deposits), AMOUNT, a.validAfter, a.validBefore, nonce, a.v, a.r, a.s
        );
    }

    function test_fund_bondShortRefused() public {
        vm.prank(seller);
        token.transfer(address(0xD1), SUPPLY - AMOUNT + 1);
        open(zadatok);
        TokenAuthorization memory signature = authorization(zadatok, PropertyDeposit.Role.Seller);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, seller, AMOUNT - 1, AMOUNT)
        );
        deposits.fund(zadatok, PropertyDeposit.Role.Seller, signature);
        assertStatus(zadatok, PropertyDeposit.Status.Open);
    }

    function test_fund_tokenThatTakesAFeeRefused() public {
        open(avans);
        token.setFee(1);
        TokenAuthorization memory signature = authorization(avans, PropertyDeposit.Role.Buyer);
        vm.expectRevert(
            abi.encodeWithSelector(TokenIntake.ShortTransfer.selector, address(token), AMOUNT, AMOUNT - 1)
        );
        deposits.fund(avans, PropertyDeposit.Role.Buyer, signature);
        assertEq(token.balanceOf(buyer), SUPPLY, "buyer kept everything");
    }

    // Outcomes, by the rules of each kind

    function test_completed_byBuyer() public {
        activate(zadatok);
        act(zadatok, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Confirm);
        assertOutcome(zadatok, PropertyDeposit.Status.Completed, 0, 2 * AMOUNT);
    }

    function test_completed_avans() public {
        activate(avans);
        act(avans, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Confirm);
        assertOutcome(avans, PropertyDeposit.Status.Completed, 0, AMOUNT);
    }

    function test_confirm_bySellerRefused() public {
        activate(zadatok);
        vm.prank(seller);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.NotForRole.selector, PropertyDeposit.Role.Seller)
        );
        deposits.act(zadatok, PropertyDeposit.Action.Confirm);
    }

    function test_buyerWithdraws_zadatokForfeited_avansReturned() public {
        activate(zadatok);
        act(zadatok, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Withdraw);
        assertOutcome(zadatok, PropertyDeposit.Status.BuyerWithdrew, 0, 2 * AMOUNT);
        payEverybody();
        activate(avans);
        act(avans, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Withdraw);
        assertOutcome(avans, PropertyDeposit.Status.BuyerWithdrew, AMOUNT, 0);
    }

    function test_sellerWithdraws_zadatokDouble_avansReturned() public {
        activate(zadatok);
        act(zadatok, PropertyDeposit.Role.Seller, PropertyDeposit.Action.Withdraw);
        assertOutcome(zadatok, PropertyDeposit.Status.SellerWithdrew, 2 * AMOUNT, 0);
        payEverybody();
        activate(avans);
        act(avans, PropertyDeposit.Role.Seller, PropertyDeposit.Action.Withdraw);
        assertOutcome(avans, PropertyDeposit.Status.SellerWithdrew, AMOUNT, 0);
    }

    function test_withdraw_beforeTheMoneyIsCompleteCostsNothing() public {
        open(zadatok);
        fund(zadatok, PropertyDeposit.Role.Buyer);
        act(zadatok, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Withdraw);
        assertOutcome(zadatok, PropertyDeposit.Status.NotConcluded, AMOUNT, 0);
        payEverybody();
        PropertyDeposit.Terms memory other = termsOf(PropertyDeposit.Kind.Zadatok, "other");
        open(other);
        fund(other, PropertyDeposit.Role.Seller);
        act(other, PropertyDeposit.Role.Seller, PropertyDeposit.Action.Withdraw);
        assertOutcome(other, PropertyDeposit.Status.NotConcluded, 0, AMOUNT);
    }

    function test_cancel_needsBoth() public {
        activate(zadatok);
        act(zadatok, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.AgreeToCancel);
        assertStatus(zadatok, PropertyDeposit.Status.Active);
        act(zadatok, PropertyDeposit.Role.Seller, PropertyDeposit.Action.AgreeToCancel);
        assertOutcome(zadatok, PropertyDeposit.Status.Cancelled, AMOUNT, AMOUNT);
    }

    /// @dev An agreement that was taken back cannot be submitted again by the one who kept the signature.
    function test_cancel_takenBackStaysTakenBack() public {
        activate(zadatok);
        bytes memory agreed = signAction(
            zadatok, BUYER_KEY, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.AgreeToCancel, 0
        );
        deposits.actFor(
            zadatok,
            PropertyDeposit.Role.Buyer,
            PropertyDeposit.Action.AgreeToCancel,
            type(uint256).max,
            agreed
        );
        act(zadatok, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.TakeBackAgreement);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, buyer));
        deposits.actFor(
            zadatok,
            PropertyDeposit.Role.Buyer,
            PropertyDeposit.Action.AgreeToCancel,
            type(uint256).max,
            agreed
        );
        act(zadatok, PropertyDeposit.Role.Seller, PropertyDeposit.Action.AgreeToCancel);
        assertStatus(zadatok, PropertyDeposit.Status.Active);
    }

    function test_decide_everyOutcome() public {
        decided(PropertyDeposit.Kind.Zadatok, PropertyDeposit.Status.Completed, 0, 2 * AMOUNT);
        decided(PropertyDeposit.Kind.Zadatok, PropertyDeposit.Status.BuyerWithdrew, 0, 2 * AMOUNT);
        decided(PropertyDeposit.Kind.Zadatok, PropertyDeposit.Status.SellerWithdrew, 2 * AMOUNT, 0);
        decided(PropertyDeposit.Kind.Zadatok, PropertyDeposit.Status.Cancelled, AMOUNT, AMOUNT);
        decided(PropertyDeposit.Kind.Avans, PropertyDeposit.Status.Completed, 0, AMOUNT);
        decided(PropertyDeposit.Kind.Avans, PropertyDeposit.Status.BuyerWithdrew, AMOUNT, 0);
        decided(PropertyDeposit.Kind.Avans, PropertyDeposit.Status.SellerWithdrew, AMOUNT, 0);
        decided(PropertyDeposit.Kind.Avans, PropertyDeposit.Status.Cancelled, AMOUNT, 0);
    }

    function test_decide_onlyOutcomes() public {
        activate(zadatok);
        PropertyDeposit.Status[5] memory refused = [
            PropertyDeposit.Status.None,
            PropertyDeposit.Status.Open,
            PropertyDeposit.Status.Active,
            PropertyDeposit.Status.NotConcluded,
            PropertyDeposit.Status.Expired
        ];
        for (uint256 i = 0; i < refused.length; i++) {
            vm.prank(arbiter);
            vm.expectRevert(abi.encodeWithSelector(PropertyDeposit.InvalidOutcome.selector, refused[i]));
            deposits.decide(zadatok, refused[i]);
        }
    }

    function test_decide_wrongArbiterRefused() public {
        activate(zadatok);
        bytes memory forged = signDecision(zadatok, STRANGER_KEY, PropertyDeposit.Status.Completed, 0);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, arbiter));
        deposits.decideFor(zadatok, PropertyDeposit.Status.Completed, type(uint256).max, forged);
        vm.prank(buyer);
        vm.expectRevert(abi.encodeWithSelector(PropertyDeposit.NotAParty.selector, buyer));
        deposits.decide(zadatok, PropertyDeposit.Status.Completed);
    }

    function test_decide_beforeTheMoneyIsCompleteRefused() public {
        bytes32 id = open(zadatok);
        fund(zadatok, PropertyDeposit.Role.Buyer);
        vm.prank(arbiter);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.WrongStatus.selector, id, PropertyDeposit.Status.Open)
        );
        deposits.decide(zadatok, PropertyDeposit.Status.Completed);
    }

    function test_parties_mayActThemselves() public {
        activate(zadatok);
        vm.prank(buyer);
        deposits.act(zadatok, PropertyDeposit.Action.AgreeToCancel);
        vm.prank(seller);
        deposits.act(zadatok, PropertyDeposit.Action.AgreeToCancel);
        assertOutcome(zadatok, PropertyDeposit.Status.Cancelled, AMOUNT, AMOUNT);
    }

    // Deadlines

    function test_expire_unfunded() public {
        open(zadatok);
        fund(zadatok, PropertyDeposit.Role.Buyer);
        vm.warp(zadatok.fundingDeadline - 1);
        vm.expectRevert(
            abi.encodeWithSelector(PropertyDeposit.DeadlineNotReached.selector, zadatok.fundingDeadline)
        );
        deposits.expire(zadatok);
        vm.warp(zadatok.fundingDeadline);
        deposits.expire(zadatok);
        assertOutcome(zadatok, PropertyDeposit.Status.Expired, AMOUNT, 0);
    }

    function test_expire_afterTheArbitersTime() public {
        activate(zadatok);
        uint256 end = uint256(zadatok.closingDeadline) + 7 days;
        vm.warp(end - 1);
        vm.expectRevert(abi.encodeWithSelector(PropertyDeposit.DeadlineNotReached.selector, end));
        deposits.expire(zadatok);
        vm.warp(end);
        deposits.expire(zadatok);
        assertOutcome(zadatok, PropertyDeposit.Status.Expired, AMOUNT, AMOUNT);
    }

    function test_expire_theArbiterMayDecideInHisTime() public {
        activate(zadatok);
        vm.warp(uint256(zadatok.closingDeadline) + 7 days - 1);
        decide(zadatok, PropertyDeposit.Status.SellerWithdrew);
        assertOutcome(zadatok, PropertyDeposit.Status.SellerWithdrew, 2 * AMOUNT, 0);
    }

    function test_over_nothingMoreHappens() public {
        activate(zadatok);
        act(zadatok, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Confirm);
        bytes memory over = abi.encodeWithSelector(
            PropertyDeposit.WrongStatus.selector, idOf(zadatok), PropertyDeposit.Status.Completed
        );
        vm.warp(uint256(zadatok.closingDeadline) + 8 days);
        vm.expectRevert(over);
        deposits.expire(zadatok);
        vm.prank(arbiter);
        vm.expectRevert(over);
        deposits.decide(zadatok, PropertyDeposit.Status.SellerWithdrew);
        vm.prank(buyer);
        vm.expectRevert(over);
        deposits.act(zadatok, PropertyDeposit.Action.Withdraw);
        assertOutcome(zadatok, PropertyDeposit.Status.Completed, 0, 2 * AMOUNT);
    }

    function test_actFor_afterItsDeadlineRefused() public {
        activate(zadatok);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.SignatureExpired.selector, NOW - 1));
        deposits.actFor(
            zadatok, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Confirm, NOW - 1, ""
        );
    }

    // Paying out

    function test_payOut_byAnybody_toTheOwnerOnly() public {
        activate(zadatok);
        act(zadatok, PropertyDeposit.Role.Seller, PropertyDeposit.Action.Withdraw);
        vm.prank(RELAYER);
        deposits.payOut(address(token), buyer);
        assertEq(token.balanceOf(buyer), SUPPLY + AMOUNT, "double back");
        vm.expectRevert(
            abi.encodeWithSelector(PullPayments.NothingOwed.selector, address(token), buyer)
        );
        deposits.payOut(address(token), buyer);
    }

    /// @dev Paused or blocked: the deal ends all the same, the other side is paid, and the money waits.
    function test_payOut_blockedReceiverHoldsUpNobody() public {
        activate(zadatok);
        token.setBlocked(seller, true);
        act(zadatok, PropertyDeposit.Role.Seller, PropertyDeposit.Action.AgreeToCancel);
        act(zadatok, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.AgreeToCancel);
        deposits.payOut(address(token), buyer);
        assertEq(token.balanceOf(buyer), SUPPLY, "buyer is whole");
        vm.expectRevert(abi.encodeWithSelector(BlockableToken.Blocked.selector, seller));
        deposits.payOut(address(token), seller);
        assertEq(owed(seller), AMOUNT, "waits");
        bytes memory signature = signPayout(SELLER_KEY, address(0xD1), 0);
        vm.prank(RELAYER);
        deposits.payOutTo(address(token), seller, address(0xD1), type(uint256).max, signature);
        assertEq(token.balanceOf(address(0xD1)), AMOUNT, "paid elsewhere");
    }

    function test_payOut_pausedTokenWaits() public {
        activate(avans);
        token.setPaused(true);
        act(avans, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Confirm);
        vm.expectRevert(abi.encodeWithSelector(BlockableToken.Paused.selector));
        deposits.payOut(address(token), seller);
        token.setPaused(false);
        deposits.payOut(address(token), seller);
        assertEq(token.balanceOf(seller), SUPPLY + AMOUNT, "paid later");
    }

    function test_payOutTo_signatureOnceAndByTheOwner() public {
        activate(avans);
        act(avans, PropertyDeposit.Role.Buyer, PropertyDeposit.Action.Confirm);
        bytes memory forged = signPayout(STRANGER_KEY, RELAYER, 0);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, seller));
        deposits.payOutTo(address(token), seller, RELAYER, type(uint256).max, forged);
        bytes memory signature = signPayout(SELLER_KEY, address(0xD1), 0);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, seller));
        deposits.payOutTo(address(token), seller, RELAYER, type(uint256).max, signature);
        deposits.payOutTo(address(token), seller, address(0xD1), type(uint256).max, signature);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, seller));
        deposits.payOutTo(address(token), seller, address(0xD1), type(uint256).max, signature);
        vm.prank(seller);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidReceiver.selector, address(0)));
        deposits.payOutTo(address(token), address(0));
    }

    /// @dev No signature of a stranger and no call of one ends a deposit.
    function testFuzz_strangersChangeNothing(uint256 key, uint8 role, uint8 action, uint8 outcome) public {
        key = key % 1e30 + 1e6;
        activate(zadatok);
        PropertyDeposit.Role r = PropertyDeposit.Role(role % 2);
        PropertyDeposit.Action a = PropertyDeposit.Action(action % 4);
        PropertyDeposit.Status o = PropertyDeposit.Status(outcome % 9);
        bytes memory signature = signAction(zadatok, key, r, a, 0);
        address victim = r == PropertyDeposit.Role.Buyer ? buyer : seller;
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, victim));
        deposits.actFor(zadatok, r, a, type(uint256).max, signature);
        signature = signDecision(zadatok, key, o, 0);
        vm.expectRevert(abi.encodeWithSelector(PullPayments.InvalidSignature.selector, arbiter));
        deposits.decideFor(zadatok, o, type(uint256).max, signature);
        address stranger = vm.addr(key);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(PropertyDeposit.NotAParty.selector, stranger));
        deposits.act(zadatok, a);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(PropertyDeposit.NotAParty.selector, stranger));
        deposits.decide(zadatok, o);
        assertStatus(zadatok, PropertyDeposit.Status.Active);
    }

    function decided(
        PropertyDeposit.Kind kind,
        PropertyDeposit.Status outcome,
        uint256 toBuyer,
        uint256 toSeller
    ) private {
        PropertyDeposit.Terms memory terms = termsOf(kind, keccak256(abi.encode(kind, outcome)));
        activate(terms);
        decide(terms, outcome);
        assertOutcome(terms, outcome, toBuyer, toSeller);
        payEverybody();
    }

    function assertOutcome(
        PropertyDeposit.Terms memory terms,
        PropertyDeposit.Status status,
        uint256 toBuyer,
        uint256 toSeller
    ) private view {
        assertStatus(terms, status);
        assertEq(owed(buyer), toBuyer, "owed to the buyer");
        assertEq(owed(seller), toSeller, "owed to the seller");
        assertEq(token.balanceOf(address(deposits)), toBuyer + toSeller, "all of it is here");
    }

    function payEverybody() private {
        if (owed(buyer) != 0) deposits.payOut(address(token), buyer);
        if (owed(seller) != 0) deposits.payOut(address(token), seller);
        assertEq(token.balanceOf(address(deposits)), 0, "nothing is left behind");
    }

    function signPayout(uint256 key, address to, uint256 nonce) private view returns (bytes memory) {
        bytes32 hash = keccak256(abi.encode(PAYOUT, address(token), seller, to, nonce, type(uint256).max));
        return signed(key, digestOf(domainOf("CryptoCity Deposit", address(deposits)), hash));
    }
}
