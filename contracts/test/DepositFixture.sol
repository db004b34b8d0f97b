// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {PropertyDeposit} from "../src/PropertyDeposit.sol";
import {TokenAuthorization} from "../src/TokenAuthorization.sol";
import {BlockableToken} from "./BlockableToken.sol";
import {Signing} from "./Signing.sol";

/// @dev A buyer, a seller, a notary and their signatures.
abstract contract DepositFixture is Signing {
    bytes32 internal constant TERMS = keccak256(
        "Terms(address token,address buyer,address seller,address arbiter,uint256 amount,uint8 kind,bytes32 agreementHash,uint64 fundingDeadline,uint64 closingDeadline,bytes32 salt)"
    );
    bytes32 internal constant ACTION =
        keccak256("DepositAction(bytes32 depositId,uint8 role,uint8 action,uint256 nonce,uint256 deadline)");
    bytes32 internal constant DECISION =
        keccak256("DepositDecision(bytes32 depositId,uint8 outcome,uint256 nonce,uint256 deadline)");

    uint256 internal constant BUYER_KEY = 0xB1;
    uint256 internal constant SELLER_KEY = 0x5E;
    uint256 internal constant ARBITER_KEY = 0xA2;
    uint256 internal constant STRANGER_KEY = 0x57;
    uint256 internal constant NOW = 1_800_000_000;
    uint256 internal constant AMOUNT = 5_000_000;
    uint256 internal constant SUPPLY = 1_000_000_000;
    address internal constant RELAYER = address(0x4E1A);

    BlockableToken internal token;
    PropertyDeposit internal deposits;
    address internal buyer;
    address internal seller;
    address internal arbiter;

    function deploy() internal {
        vm.warp(NOW);
        token = new BlockableToken();
        deposits = new PropertyDeposit();
        buyer = vm.addr(BUYER_KEY);
        seller = vm.addr(SELLER_KEY);
        arbiter = vm.addr(ARBITER_KEY);
        token.mint(buyer, SUPPLY);
        token.mint(seller, SUPPLY);
    }

    function termsOf(PropertyDeposit.Kind kind, bytes32 salt) internal view returns (PropertyDeposit.Terms memory) {
        return PropertyDeposit.Terms({
            token: address(token),
            buyer: buyer,
            seller: seller,
            arbiter: arbiter,
            amount: AMOUNT,
            kind: kind,
            agreementHash: keccak256("agreement"),
            fundingDeadline: uint64(NOW + 3 days),
            closingDeadline: uint64(NOW + 30 days),
            salt: salt
        });
    }

    function idOf(PropertyDeposit.Terms memory terms) internal view returns (bytes32) {
        return digestOf(domainOf("CryptoCity Deposit", address(deposits)), hashOf(terms));
    }

    function hashOf(PropertyDeposit.Terms memory terms) internal pure returns (bytes32) {
        return keccak256(abi.encode(TERMS, terms));
    }

    function nonceOf(PropertyDeposit.Terms memory terms, PropertyDeposit.Role role) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(deposits), idOf(terms), role, hashOf(terms)));
    }

    function open(PropertyDeposit.Terms memory terms) internal returns (bytes32) {
        bytes32 id = idOf(terms);
        vm.prank(RELAYER);
        return deposits.open(terms, signed(BUYER_KEY, id), signed(SELLER_KEY, id), signed(ARBITER_KEY, id));
    }

    function authorization(PropertyDeposit.Terms memory terms, PropertyDeposit.Role role)
        internal
        view
        returns (TokenAuthorization memory)
    {
        uint256 key = role == PropertyDeposit.Role.Buyer ? BUYER_KEY : SELLER_KEY;
        return authorize(token, key, address(deposits), terms.amount, nonceOf(terms, role));
    }

    function fund(PropertyDeposit.Terms memory terms, PropertyDeposit.Role role) internal {
        TokenAuthorization memory signature = authorization(terms, role);
        vm.prank(RELAYER);
        deposits.fund(terms, role, signature);
    }

    /// @dev Opens and pays everything.
    function activate(PropertyDeposit.Terms memory terms) internal {
        open(terms);
        fund(terms, PropertyDeposit.Role.Buyer);
        if (terms.kind == PropertyDeposit.Kind.Zadatok) fund(terms, PropertyDeposit.Role.Seller);
    }

    function signAction(
        PropertyDeposit.Terms memory terms,
        uint256 key,
        PropertyDeposit.Role role,
        PropertyDeposit.Action action,
        uint256 nonce
    ) internal view returns (bytes memory) {
        bytes32 hash = keccak256(abi.encode(ACTION, idOf(terms), role, action, nonce, type(uint256).max));
        return signed(key, digestOf(domainOf("CryptoCity Deposit", address(deposits)), hash));
    }

    function signDecision(PropertyDeposit.Terms memory terms, uint256 key, PropertyDeposit.Status outcome, uint256 nonce)
        internal
        view
        returns (bytes memory)
    {
        bytes32 hash = keccak256(abi.encode(DECISION, idOf(terms), outcome, nonce, type(uint256).max));
        return signed(key, digestOf(domainOf("CryptoCity Deposit", address(deposits)), hash));
    }

    /// @dev Acts by signature, submitted by a stranger.
    function act(PropertyDeposit.Terms memory terms, PropertyDeposit.Role role, PropertyDeposit.Action action) internal {
        PropertyDeposit.Deposit memory deposit = deposits.deposits(idOf(terms));
        bool isBuyer = role == PropertyDeposit.Role.Buyer;
        bytes memory signature = signAction(
            terms,
            isBuyer ? BUYER_KEY : SELLER_KEY,
            role,
            action,
            isBuyer ? deposit.buyerNonce : deposit.sellerNonce
        );
        vm.prank(RELAYER);
        deposits.actFor(terms, role, action, type(uint256).max, signature);
    }

    function decide(PropertyDeposit.Terms memory terms, PropertyDeposit.Status outcome) internal {
        uint256 nonce = deposits.deposits(idOf(terms)).arbiterNonce;
        bytes memory signature = signDecision(terms, ARBITER_KEY, outcome, nonce);
        vm.prank(RELAYER);
        deposits.decideFor(terms, outcome, type(uint256).max, signature);
    }

    function owed(address account) internal view returns (uint256) {
        return deposits.owed(address(token), account);
    }

    function assertStatus(PropertyDeposit.Terms memory terms, PropertyDeposit.Status status) internal view {
        assertEq(uint256(deposits.deposits(idOf(terms)).status), uint256(status), "status");
    }
}
