// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {PullPayments} from "../src/PullPayments.sol";
import {SecurityOffering} from "../src/SecurityOffering.sol";
import {TokenAuthorization, TokenIntake} from "../src/TokenAuthorization.sol";
import {BlockableToken} from "./BlockableToken.sol";
import {OfferingFixture} from "./OfferingFixture.sol";

contract SecurityOfferingTest is OfferingFixture {
    function setUp() public {
        deploy();
        vm.warp(OPENS);
    }

    function test_idAndNonce_areTheOnesWalletsCompute() public view {
        SecurityOffering.Subscription memory s = order(0, 3, "s");
        assertEq(offering.subscriptionId(s), idOf(s), "id");
        assertEq(offering.paymentNonce(s), nonceOf(s), "nonce");
        assertEq(offering.DOMAIN_SEPARATOR(), domainOf("CryptoCity Offering", address(offering)), "domain");
        assertEq(offering.decimals(), 0, "whole units");
        assertEq(offering.offer().documentsHash, DOCUMENTS, "documents");
    }

    function test_subscribe_paysAndDelivers() public {
        SecurityOffering.Subscription memory s = order(0, 3, "s");
        bytes memory approved = approval(s);
        TokenAuthorization memory paid = payment(0, s);
        vm.expectEmit();
        emit SecurityOffering.Subscribed(idOf(s), investor(0), 3, 3 * PRICE);
        vm.prank(RELAYER);
        offering.subscribe(s, approved, paid);
        assertEq(offering.balanceOf(investor(0)), 3, "units");
        assertEq(token.balanceOf(investor(0)), SUPPLY - 3 * PRICE, "paid");
        assertEq(token.balanceOf(address(offering)), 3 * PRICE, "held");
        vm.expectRevert(abi.encodeWithSelector(SecurityOffering.AlreadySubscribed.selector, idOf(s)));
        offering.subscribe(s, approved, paid);
    }

    function test_subscribe_outsideItsTimeRefused() public {
        SecurityOffering.Subscription memory s = order(0, 3, "s");
        bytes memory approved = approval(s);
        TokenAuthorization memory paid = payment(0, s);
        vm.warp(OPENS - 1);
        vm.expectRevert(
            abi.encodeWithSelector(SecurityOffering.WrongPhase.selector, SecurityOffering.Phase.Announced)
        );
        offering.subscribe(s, approved, paid);
        vm.warp(CLOSES);
        vm.expectRevert(
            abi.encodeWithSelector(SecurityOffering.WrongPhase.selector, SecurityOffering.Phase.Failed)
        );
        offering.subscribe(s, approved, paid);
        vm.warp(CLOSES - 1);
        offering.subscribe(s, approved, paid);
        assertEq(offering.balanceOf(investor(0)), 3, "in the last second");
    }

    function test_subscribe_expiredOrderRefused() public {
        SecurityOffering.Subscription memory s = order(0, 3, "s");
        s.expiresAt = OPENS;
        bytes memory approved = approval(s);
        TokenAuthorization memory paid = payment(0, s);
        vm.expectRevert(abi.encodeWithSelector(SecurityOffering.SubscriptionExpired.selector, OPENS));
        offering.subscribe(s, approved, paid);
    }

    function test_subscribe_wrongSumsOrDocumentsRefused() public {
        for (uint256 i = 0; i < 4; i++) {
            SecurityOffering.Subscription memory s = order(0, 3, "s");
            if (i == 0) s.units = 0;
            if (i == 1) s.units = uint256(type(uint64).max) + 1;
            if (i == 2) s.amount -= 1;
            if (i == 3) s.documentsHash = "other";
            bytes memory approved = approval(s);
            TokenAuthorization memory paid = payment(0, s);
            vm.expectRevert(abi.encodeWithSelector(SecurityOffering.InvalidSubscription.selector));
            offering.subscribe(s, approved, paid);
        }
    }

    function test_subscribe_limits() public {
        subscribe(0, LIMIT - 1, "0");
        SecurityOffering.Subscription memory s = order(0, 2, "1");
        bytes memory approved = approval(s);
        TokenAuthorization memory paid = payment(0, s);
        vm.expectRevert(abi.encodeWithSelector(SecurityOffering.AboveInvestorLimit.selector, LIMIT));
        offering.subscribe(s, approved, paid);
        subscribe(1, 60, "2");
        s = order(2, 12, "3");
        approved = approval(s);
        paid = payment(2, s);
        vm.expectRevert(abi.encodeWithSelector(SecurityOffering.SoldOut.selector, 11));
        offering.subscribe(s, approved, paid);
        assertEq(token.balanceOf(investor(2)), SUPPLY, "kept everything");
    }

    function test_subscribe_needsTheRegistrar() public {
        SecurityOffering.Subscription memory s = order(0, 3, "s");
        bytes memory forged = signed(ISSUER_KEY, idOf(s));
        TokenAuthorization memory paid = payment(0, s);
        vm.expectRevert(
            abi.encodeWithSelector(PullPayments.InvalidSignature.selector, vm.addr(REGISTRAR_KEY))
        );
        offering.subscribe(s, forged, paid);
    }

    /// @dev A payment is for one order only.
    function test_subscribe_paymentOfAnotherOrderRefused() public {
        SecurityOffering.Subscription memory s = order(0, 3, "s");
        SecurityOffering.Subscription memory other = order(0, 3, "other");
        bytes memory approved = approval(other);
        TokenAuthorization memory paid = payment(0, s);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        offering.subscribe(other, approved, paid);
        assertEq(offering.balanceOf(investor(0)), 0, "nothing delivered");
    }

    function test_subscribe_tokenThatTakesAFeeRefused() public {
        token.setFee(1);
        SecurityOffering.Subscription memory s = order(0, 3, "s");
        bytes memory approved = approval(s);
        TokenAuthorization memory paid = payment(0, s);
        vm.expectRevert(
            abi.encodeWithSelector(
                TokenIntake.ShortTransfer.selector, address(token), 3 * PRICE, 3 * PRICE - 1
            )
        );
        offering.subscribe(s, approved, paid);
        assertEq(offering.totalSupply(), 0, "nothing delivered");
    }

    function test_success_issuerIsPaid_unitsMove() public {
        subscribe(0, 60, "0");
        subscribe(1, 40, "1");
        vm.expectRevert(
            abi.encodeWithSelector(SecurityOffering.WrongPhase.selector, SecurityOffering.Phase.Open)
        );
        offering.bookProceeds();
        vm.warp(CLOSES);
        assertPhase(SecurityOffering.Phase.Succeeded);
        offering.bookProceeds();
        vm.expectRevert(abi.encodeWithSelector(SecurityOffering.ProceedsAlreadyBooked.selector));
        offering.bookProceeds();
        vm.prank(RELAYER);
        offering.payOut(address(token), issuer);
        assertEq(token.balanceOf(issuer), 100 * PRICE, "issuer");
        vm.expectRevert(
            abi.encodeWithSelector(SecurityOffering.WrongPhase.selector, SecurityOffering.Phase.Succeeded)
        );
        offering.refund(investor(0));
        vm.prank(investor(0));
        offering.transfer(investor(1), 60);
        assertEq(offering.balanceOf(investor(1)), 100, "units move");
    }

    function test_success_soldOutEndsEarly() public {
        subscribe(0, 80, "0");
        subscribe(1, 70, "1");
        assertPhase(SecurityOffering.Phase.Succeeded);
        offering.bookProceeds();
        assertEq(owed(issuer), MAXIMUM * PRICE, "issuer");
    }

    function test_failure_everybodyGetsTheirMoney() public {
        subscribe(0, 60, "0");
        subscribe(1, 39, "1");
        vm.expectRevert(
            abi.encodeWithSelector(SecurityOffering.UnitsLocked.selector, SecurityOffering.Phase.Open)
        );
        vm.prank(investor(0));
        offering.transfer(investor(1), 1);
        vm.warp(CLOSES);
        assertPhase(SecurityOffering.Phase.Failed);
        vm.expectRevert(
            abi.encodeWithSelector(SecurityOffering.WrongPhase.selector, SecurityOffering.Phase.Failed)
        );
        offering.bookProceeds();
        token.setBlocked(investor(1), true);
        offering.refund(investor(0));
        offering.refund(investor(1));
        offering.payOut(address(token), investor(0));
        assertEq(token.balanceOf(investor(0)), SUPPLY, "whole again");
        vm.expectRevert(abi.encodeWithSelector(BlockableToken.Blocked.selector, investor(1)));
        offering.payOut(address(token), investor(1));
        assertEq(owed(investor(1)), 39 * PRICE, "waits");
        vm.expectRevert(abi.encodeWithSelector(SecurityOffering.NothingToRefund.selector, investor(1)));
        offering.refund(investor(1));
        assertPhase(SecurityOffering.Phase.Failed);
    }

    function test_constructor_senselessOffersRefused() public {
        for (uint256 i = 0; i < 11; i++) {
            SecurityOffering.Offer memory o = offer();
            if (i == 0) o.issuer = address(0);
            if (i == 1) o.registrar = address(0);
            if (i == 2) o.paymentToken = address(1);
            if (i == 3) o.price = 0;
            if (i == 4) o.minimumUnits = 0;
            if (i == 5) o.minimumUnits = o.maximumUnits + 1;
            if (i == 6) o.maximumUnits = uint256(type(uint64).max) + 1;
            if (i == 7) o.maximumPerInvestor = 0;
            if (i == 8) o.closesAt = o.opensAt;
            if (i == 9) (o.opensAt, o.closesAt) = (1, uint64(block.timestamp));
            if (i == 10) o.documentsHash = 0;
            vm.expectRevert(abi.encodeWithSelector(SecurityOffering.InvalidOffer.selector));
            new SecurityOffering("n", "s", o);
        }
    }
}
