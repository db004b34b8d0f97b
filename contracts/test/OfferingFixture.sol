// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {SecurityOffering} from "../src/SecurityOffering.sol";
import {TokenAuthorization} from "../src/TokenAuthorization.sol";
import {BlockableToken} from "./BlockableToken.sol";
import {Signing} from "./Signing.sol";

/// @dev An issuer, a registrar, three investors and their signatures.
abstract contract OfferingFixture is Signing {
    bytes32 internal constant SUBSCRIPTION = keccak256(
        "Subscription(address investor,uint256 units,uint256 amount,bytes32 documentsHash,uint64 expiresAt,bytes32 salt)"
    );
    uint256 internal constant REGISTRAR_KEY = 0x4E6;
    uint256 internal constant ISSUER_KEY = 0x155;
    uint256 internal constant FIRST_INVESTOR_KEY = 0x1001;
    uint256 internal constant NOW = 1_800_000_000;
    uint256 internal constant PRICE = 10_000_000;
    uint256 internal constant MINIMUM = 100;
    uint256 internal constant MAXIMUM = 150;
    uint256 internal constant LIMIT = 80;
    uint256 internal constant SUPPLY = 2_000_000_000;
    uint64 internal constant OPENS = uint64(NOW + 1 days);
    uint64 internal constant CLOSES = uint64(NOW + 15 days);
    bytes32 internal constant DOCUMENTS = keccak256("documents");
    address internal constant RELAYER = address(0x4E1A);

    BlockableToken internal token;
    SecurityOffering internal offering;
    address internal issuer;

    function deploy() internal {
        vm.warp(NOW);
        token = new BlockableToken();
        issuer = vm.addr(ISSUER_KEY);
        offering = new SecurityOffering("Demo security (no value)", "DEMO", offer());
        for (uint256 i = 0; i < 3; i++) {
            token.mint(investor(i), SUPPLY);
        }
    }

    function offer() internal view returns (SecurityOffering.Offer memory) {
        return SecurityOffering.Offer({
            issuer: issuer,
            registrar: vm.addr(REGISTRAR_KEY),
            paymentToken: address(token),
            price: PRICE,
            minimumUnits: MINIMUM,
            maximumUnits: MAXIMUM,
            maximumPerInvestor: LIMIT,
            opensAt: OPENS,
            closesAt: CLOSES,
            documentsHash: DOCUMENTS
        });
    }

    function investor(uint256 i) internal pure returns (address) {
        return vm.addr(FIRST_INVESTOR_KEY + i % 3);
    }

    function order(uint256 i, uint256 units, bytes32 salt)
        internal
        pure
        returns (SecurityOffering.Subscription memory)
    {
        return SecurityOffering.Subscription({
            investor: investor(i),
            units: units,
            amount: units * PRICE,
            documentsHash: DOCUMENTS,
            expiresAt: type(uint64).max,
            salt: salt
        });
    }

    function hashOf(SecurityOffering.Subscription memory subscription) internal pure returns (bytes32) {
        return keccak256(abi.encode(SUBSCRIPTION, subscription));
    }

    function idOf(SecurityOffering.Subscription memory subscription) internal view returns (bytes32) {
        return digestOf(domainOf("CryptoCity Offering", address(offering)), hashOf(subscription));
    }

    function nonceOf(SecurityOffering.Subscription memory subscription) internal view returns (bytes32) {
        return keccak256(
            abi.encode(block.chainid, address(offering), idOf(subscription), uint8(0), hashOf(subscription))
        );
    }

    function payment(uint256 i, SecurityOffering.Subscription memory subscription)
        internal
        view
        returns (TokenAuthorization memory)
    {
        return authorize(
            token, FIRST_INVESTOR_KEY + i % 3, address(offering), subscription.amount, nonceOf(subscription)
        );
    }

    function approval(SecurityOffering.Subscription memory subscription) internal view returns (bytes memory) {
        return signed(REGISTRAR_KEY, idOf(subscription));
    }

    function subscribe(uint256 i, uint256 units, bytes32 salt) internal {
        SecurityOffering.Subscription memory subscription = order(i, units, salt);
        bytes memory approved = approval(subscription);
        TokenAuthorization memory paid = payment(i, subscription);
        vm.prank(RELAYER);
        offering.subscribe(subscription, approved, paid);
    }

    function owed(address account) internal view returns (uint256) {
        return offering.owed(address(token), account);
    }

    function assertPhase(SecurityOffering.Phase phase) internal view {
        assertEq(uint256(offering.phase()), uint256(phase), "phase");
    }
}
