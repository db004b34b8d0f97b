// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ExchangeSettlement} from "../src/ExchangeSettlement.sol";
import {TokenAuthorization, TokenIntake} from "../src/TokenAuthorization.sol";
import {BlockableToken} from "./BlockableToken.sol";
import {Signing} from "./Signing.sol";

contract ExchangeSettlementTest is Signing {
    bytes32 private constant QUOTE = keccak256(
        "Quote(address resident,address operator,address sellToken,uint256 sellAmount,address buyToken,uint256 buyAmount,bytes32 termsHash,uint64 expiresAt,bytes32 salt)"
    );
    uint256 private constant RESIDENT_KEY = 0x4E5;
    uint256 private constant OPERATOR_KEY = 0x09E4;
    uint256 private constant NOW = 1_800_000_000;
    uint256 private constant SUPPLY = 1e30;
    address private constant RELAYER = address(0x4E1A);

    BlockableToken private dollar;
    BlockableToken private tenge;
    ExchangeSettlement private exchange;
    address private resident;
    address private operator;

    function setUp() public {
        vm.warp(NOW);
        dollar = new BlockableToken();
        tenge = new BlockableToken();
        exchange = new ExchangeSettlement();
        resident = vm.addr(RESIDENT_KEY);
        operator = vm.addr(OPERATOR_KEY);
        dollar.mint(resident, SUPPLY);
        tenge.mint(operator, SUPPLY);
    }

    function test_hashAndNonces_areTheOnesWalletsCompute() public view {
        ExchangeSettlement.Quote memory quote = firm();
        assertEq(exchange.quoteHash(quote), hashOf(quote), "hash");
        assertEq(
            exchange.legNonce(quote, ExchangeSettlement.Leg.Resident),
            nonceOf(quote, ExchangeSettlement.Leg.Resident),
            "resident's nonce"
        );
        assertEq(
            exchange.legNonce(quote, ExchangeSettlement.Leg.Operator),
            nonceOf(quote, ExchangeSettlement.Leg.Operator),
            "operator's nonce"
        );
        assertEq(exchange.DOMAIN_SEPARATOR(), domainOf("CryptoCity Exchange", address(exchange)), "domain");
    }

    function testFuzz_settle_bothLegs(uint96 sell, uint96 buy) public {
        ExchangeSettlement.Quote memory quote = firm();
        quote.sellAmount = uint256(sell) + 1;
        quote.buyAmount = uint256(buy) + 1;
        settle(quote);
        assertEq(dollar.balanceOf(operator), quote.sellAmount, "operator's dollars");
        assertEq(tenge.balanceOf(resident), quote.buyAmount, "resident's tenge");
        assertEq(dollar.balanceOf(resident), SUPPLY - quote.sellAmount, "resident paid");
        assertEq(tenge.balanceOf(operator), SUPPLY - quote.buyAmount, "operator paid");
        assertEq(dollar.balanceOf(address(exchange)) + tenge.balanceOf(address(exchange)), 0, "nothing rests here");
        assertTrue(exchange.settled(hashOf(quote)), "settled");
    }

    function test_settle_replayRefused() public {
        ExchangeSettlement.Quote memory quote = firm();
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        TokenAuthorization memory o = leg(quote, ExchangeSettlement.Leg.Operator);
        exchange.settle(quote, r, o);
        vm.expectRevert(abi.encodeWithSelector(ExchangeSettlement.AlreadySettled.selector, hashOf(quote)));
        exchange.settle(quote, r, o);
        assertEq(dollar.balanceOf(operator), quote.sellAmount, "once");
    }

    function test_settle_expiredRefused() public {
        ExchangeSettlement.Quote memory quote = firm();
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        TokenAuthorization memory o = leg(quote, ExchangeSettlement.Leg.Operator);
        vm.warp(quote.expiresAt);
        vm.expectRevert(abi.encodeWithSelector(ExchangeSettlement.QuoteExpired.selector, quote.expiresAt));
        exchange.settle(quote, r, o);
        assertNothingMoved();
    }

    function test_settle_senselessQuotesRefused() public {
        TokenAuthorization memory none;
        for (uint256 i = 0; i < 4; i++) {
            ExchangeSettlement.Quote memory quote = firm();
            if (i == 0) quote.operator = quote.resident;
            if (i == 1) quote.buyToken = quote.sellToken;
            if (i == 2) quote.sellAmount = 0;
            if (i == 3) quote.buyAmount = 0;
            vm.expectRevert(abi.encodeWithSelector(ExchangeSettlement.InvalidQuote.selector));
            exchange.settle(quote, none, none);
        }
    }

    /// @dev Whatever is changed after signing, neither leg moves.
    function testFuzz_settle_changedQuoteRefused(uint8 field, uint64 change) public {
        if (change == 0) change = 1;
        ExchangeSettlement.Quote memory quote = firm();
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        TokenAuthorization memory o = leg(quote, ExchangeSettlement.Leg.Operator);
        field = field % 7;
        if (field == 0) quote.resident = address(uint160(quote.resident) ^ change);
        if (field == 1) quote.operator = address(uint160(quote.operator) ^ change);
        if (field == 2) quote.sellAmount = uint256(change) + 1 + quote.sellAmount;
        if (field == 3) quote.buyAmount = uint256(change) + 1 + quote.buyAmount;
        if (field == 4) quote.termsHash ^= bytes32(uint256(change));
        if (field == 5) quote.expiresAt = uint64(NOW + 1 + change % 1_000_000 + 900);
        if (field == 6) quote.salt ^= bytes32(uint256(change));
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        exchange.settle(quote, r, o);
        assertNothingMoved();
    }

    function test_settle_swappedLegsRefused() public {
        ExchangeSettlement.Quote memory quote = firm();
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        TokenAuthorization memory o = leg(quote, ExchangeSettlement.Leg.Operator);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        exchange.settle(quote, o, r);
        assertNothingMoved();
    }

    /// @dev A signed leg is of no use at the token: only the contract may take it.
    function test_settle_legAloneIsUseless() public {
        ExchangeSettlement.Quote memory quote = firm();
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        bytes32 nonce = nonceOf(quote, ExchangeSettlement.Leg.Resident);
        vm.prank(operator);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(exchange))
        );
        dollar.receiveWithAuthorization(
            resident, address(exchange), quote.sellAmount, r.validAfter, r.validBefore, nonce, r.v, r.r, r.s
        );
    }

    function test_settle_operatorOutOfInventory_neitherLeg() public {
        vm.prank(operator);
        tenge.transfer(address(0xD1), SUPPLY);
        ExchangeSettlement.Quote memory quote = firm();
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        TokenAuthorization memory o = leg(quote, ExchangeSettlement.Leg.Operator);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector, operator, 0, quote.buyAmount
            )
        );
        exchange.settle(quote, r, o);
        assertEq(dollar.balanceOf(resident), SUPPLY, "resident kept everything");
        assertTrue(!dollar.authorizationState(resident, nonceOf(quote, ExchangeSettlement.Leg.Resident)), "unused");
    }

    function test_settle_blockedOrPaused_neitherLeg() public {
        ExchangeSettlement.Quote memory quote = firm();
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        TokenAuthorization memory o = leg(quote, ExchangeSettlement.Leg.Operator);
        tenge.setBlocked(resident, true);
        vm.expectRevert(abi.encodeWithSelector(BlockableToken.Blocked.selector, resident));
        exchange.settle(quote, r, o);
        tenge.setBlocked(resident, false);
        dollar.setPaused(true);
        vm.expectRevert(abi.encodeWithSelector(BlockableToken.Paused.selector));
        exchange.settle(quote, r, o);
        dollar.setPaused(false);
        assertNothingMoved();
        exchange.settle(quote, r, o);
    }

    function test_settle_tokenThatTakesAFeeRefused() public {
        ExchangeSettlement.Quote memory quote = firm();
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        TokenAuthorization memory o = leg(quote, ExchangeSettlement.Leg.Operator);
        dollar.setFee(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                TokenIntake.ShortTransfer.selector, address(dollar), quote.sellAmount, quote.sellAmount - 1
            )
        );
        exchange.settle(quote, r, o);
        assertNothingMoved();
    }

    function firm() private view returns (ExchangeSettlement.Quote memory) {
        return ExchangeSettlement.Quote({
            resident: resident,
            operator: operator,
            sellToken: address(dollar),
            sellAmount: 100_000_000,
            buyToken: address(tenge),
            buyAmount: 5_348_583,
            termsHash: keccak256("terms"),
            expiresAt: uint64(NOW + 900),
            salt: "1"
        });
    }

    function hashOf(ExchangeSettlement.Quote memory quote) private view returns (bytes32) {
        return
            digestOf(domainOf("CryptoCity Exchange", address(exchange)), keccak256(abi.encode(QUOTE, quote)));
    }

    function nonceOf(ExchangeSettlement.Quote memory quote, ExchangeSettlement.Leg side)
        private
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(block.chainid, address(exchange), hashOf(quote), side, quote.termsHash));
    }

    function leg(ExchangeSettlement.Quote memory quote, ExchangeSettlement.Leg side)
        private
        view
        returns (TokenAuthorization memory)
    {
        bool isResident = side == ExchangeSettlement.Leg.Resident;
        return authorize(
            isResident ? dollar : tenge,
            isResident ? RESIDENT_KEY : OPERATOR_KEY,
            address(exchange),
            isResident ? quote.sellAmount : quote.buyAmount,
            nonceOf(quote, side)
        );
    }

    function settle(ExchangeSettlement.Quote memory quote) private {
        TokenAuthorization memory r = leg(quote, ExchangeSettlement.Leg.Resident);
        TokenAuthorization memory o = leg(quote, ExchangeSettlement.Leg.Operator);
        vm.expectEmit();
        emit ExchangeSettlement.Exchanged(
            hashOf(quote),
            resident,
            operator,
            address(dollar),
            quote.sellAmount,
            address(tenge),
            quote.buyAmount
        );
        vm.prank(RELAYER);
        exchange.settle(quote, r, o);
    }

    function assertNothingMoved() private view {
        assertEq(dollar.balanceOf(resident), SUPPLY, "resident kept everything");
        assertEq(tenge.balanceOf(operator), SUPPLY, "operator kept everything");
    }
}
