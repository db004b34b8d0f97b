// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC3009, IERC3009Cancel} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {DemoToken} from "../src/DemoToken.sol";
import {Test} from "./Cheats.sol";

/// @dev Signs with type strings and a domain written out here, not taken from the contract under test.
contract DemoTokenTest is Test {
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant TRANSFER = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant RECEIVE = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant CANCEL = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    uint256 private constant PAYER_KEY = 0xA11CE;
    uint256 private constant OTHER_KEY = 0xB0B;
    uint256 private constant NOW = 1_800_000_000;
    uint256 private constant SUPPLY = 200_000_000;
    address private constant OWNER = address(0x0123);
    address private constant PAYEE = address(0xCAFE);
    address private constant RELAYER = address(0x4E1A);
    bytes32 private constant NONCE = keccak256("an order");

    address private payer;
    DemoToken private token;

    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @dev One authorization as the token sees it.
    struct Authorization {
        uint256 value;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
    }

    function setUp() public {
        vm.warp(NOW);
        payer = vm.addr(PAYER_KEY);
        token = new DemoToken("Demo dollar (no value)", "tUSD", 6, OWNER);
        vm.prank(OWNER);
        token.mint(payer, SUPPLY);
    }

    function test_metadata() public {
        assertEq(token.name(), "Demo dollar (no value)", "name");
        assertEq(token.symbol(), "tUSD", "symbol");
        assertEq(token.decimals(), 6, "decimals");
        DemoToken tenge = new DemoToken("Demo tenge (no value)", "tKZT", 2, OWNER);
        assertEq(tenge.symbol(), "tKZT", "symbol of the tenge");
        assertEq(tenge.decimals(), 2, "decimals of the tenge");
        assertTrue(tenge.DOMAIN_SEPARATOR() != token.DOMAIN_SEPARATOR(), "domains differ");
    }

    function test_domainSeparator() public view {
        assertEq(token.DOMAIN_SEPARATOR(), domainSeparator(), "domain separator");
        (, string memory name, string memory version, uint256 chainId, address verifier,,) = token.eip712Domain();
        assertEq(name, "Demo dollar (no value)", "domain name");
        assertEq(version, "1", "domain version");
        assertEq(chainId, block.chainid, "domain chain");
        assertTrue(verifier == address(token), "domain contract");
    }

    function test_transferWithAuthorization() public {
        Authorization memory a = valid();
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        vm.expectEmit();
        emit IERC3009.AuthorizationUsed(payer, NONCE);
        vm.expectEmit();
        emit IERC20.Transfer(payer, PAYEE, a.value);
        transfer(a, sig);
        assertEq(token.balanceOf(PAYEE), a.value, "payee");
        assertEq(token.balanceOf(payer), SUPPLY - a.value, "payer");
        assertTrue(token.authorizationState(payer, NONCE), "nonce used");
    }

    function test_transferWithAuthorization_replayRefused() public {
        Authorization memory a = valid();
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        transfer(a, sig);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, NONCE));
        transfer(a, sig);
        assertEq(token.balanceOf(PAYEE), a.value, "paid once");
    }

    function test_transferWithAuthorization_sameNonceOtherAmountRefused() public {
        Authorization memory a = valid();
        transfer(a, sign(PAYER_KEY, TRANSFER, a));
        a.value += 1;
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, NONCE));
        transfer(a, sig);
    }

    function test_transferWithAuthorization_wrongKeyRefused() public {
        Authorization memory a = valid();
        Signature memory sig = sign(OTHER_KEY, TRANSFER, a);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        transfer(a, sig);
        assertUnused();
    }

    function testFuzz_transferWithAuthorization_wrongAmountRefused(uint256 amount) public {
        Authorization memory a = valid();
        if (amount == a.value) return;
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        a.value = amount;
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        transfer(a, sig);
        assertUnused();
    }

    function test_transferWithAuthorization_beforeValidAfterRefused() public {
        Authorization memory a = valid();
        a.validAfter = NOW;
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        vm.expectRevert(outsideValidity(a));
        transfer(a, sig);
        assertUnused();
        vm.warp(NOW + 1);
        transfer(a, sig);
        assertEq(token.balanceOf(PAYEE), a.value, "paid once valid");
    }

    function test_transferWithAuthorization_fromValidBeforeOnRefused() public {
        Authorization memory a = valid();
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        vm.warp(a.validBefore);
        vm.expectRevert(outsideValidity(a));
        transfer(a, sig);
        assertUnused();
        vm.warp(a.validBefore - 1);
        transfer(a, sig);
        assertEq(token.balanceOf(PAYEE), a.value, "paid in the last second");
    }

    function test_transferWithAuthorization_overBalanceRefused() public {
        Authorization memory a = valid();
        a.value = SUPPLY + 1;
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, payer, SUPPLY, SUPPLY + 1)
        );
        transfer(a, sig);
        assertUnused();
    }

    function test_transferWithAuthorization_otherChainRefused() public {
        Authorization memory a = valid();
        bytes32 otherDomain = keccak256(
            abi.encode(DOMAIN, keccak256("Demo dollar (no value)"), keccak256("1"), block.chainid + 1, address(token))
        );
        Signature memory sig = signDigest(PAYER_KEY, otherDomain, structHash(TRANSFER, a));
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        transfer(a, sig);
        assertUnused();
    }

    function test_cancelAuthorization_thenUseRefused() public {
        Authorization memory a = valid();
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        Signature memory cancel = signCancel(PAYER_KEY);
        vm.expectEmit();
        emit IERC3009Cancel.AuthorizationCanceled(payer, NONCE);
        token.cancelAuthorization(payer, NONCE, cancel.v, cancel.r, cancel.s);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, NONCE));
        transfer(a, sig);
        assertEq(token.balanceOf(PAYEE), 0, "payee");
    }

    function test_cancelAuthorization_afterUseRefused() public {
        Authorization memory a = valid();
        transfer(a, sign(PAYER_KEY, TRANSFER, a));
        Signature memory cancel = signCancel(PAYER_KEY);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, payer, NONCE));
        token.cancelAuthorization(payer, NONCE, cancel.v, cancel.r, cancel.s);
    }

    function test_cancelAuthorization_wrongKeyRefused() public {
        Signature memory cancel = signCancel(OTHER_KEY);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        token.cancelAuthorization(payer, NONCE, cancel.v, cancel.r, cancel.s);
        assertUnused();
    }

    function test_receiveWithAuthorization_onlyByPayee() public {
        Authorization memory a = valid();
        Signature memory sig = sign(PAYER_KEY, RECEIVE, a);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, PAYEE));
        receiveAs(RELAYER, a, sig);
        assertUnused();
        receiveAs(PAYEE, a, sig);
        assertEq(token.balanceOf(PAYEE), a.value, "payee");
    }

    function test_receiveWithAuthorization_transferSignatureRefused() public {
        Authorization memory a = valid();
        Signature memory sig = sign(PAYER_KEY, TRANSFER, a);
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector));
        receiveAs(PAYEE, a, sig);
        assertUnused();
    }

    function test_permit() public {
        Signature memory sig = signPermit(PAYER_KEY, 1_000, NOW);
        token.permit(payer, RELAYER, 1_000, NOW, sig.v, sig.r, sig.s);
        assertEq(token.allowance(payer, RELAYER), 1_000, "allowance");
        assertEq(token.nonces(payer), 1, "permit nonce");
        vm.prank(RELAYER);
        assertTrue(token.transferFrom(payer, PAYEE, 1_000), "transferFrom");
        assertEq(token.balanceOf(PAYEE), 1_000, "payee");
    }

    function test_permit_expiredRefused() public {
        Signature memory sig = signPermit(PAYER_KEY, 1_000, NOW - 1);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, NOW - 1));
        token.permit(payer, RELAYER, 1_000, NOW - 1, sig.v, sig.r, sig.s);
    }

    function test_permit_wrongKeyRefused() public {
        Signature memory sig = signPermit(OTHER_KEY, 1_000, NOW);
        vm.expectRevert(
            abi.encodeWithSelector(ERC20Permit.ERC2612InvalidSigner.selector, vm.addr(OTHER_KEY), payer)
        );
        token.permit(payer, RELAYER, 1_000, NOW, sig.v, sig.r, sig.s);
    }

    function testFuzz_mint_onlyOwner(address caller, uint128 value) public {
        if (caller == OWNER) return;
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
        token.mint(caller, value);
        assertEq(token.totalSupply(), SUPPLY, "supply");
    }

    function test_transfer_needsNoOwner() public {
        vm.prank(OWNER);
        token.renounceOwnership();
        vm.prank(payer);
        assertTrue(token.transfer(PAYEE, 5), "transfer");
        assertEq(token.balanceOf(PAYEE), 5, "payee");
    }

    function valid() private pure returns (Authorization memory) {
        return Authorization({value: 1_750_000, validAfter: 0, validBefore: NOW + 900, nonce: NONCE});
    }

    function outsideValidity(Authorization memory a) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ERC3009.ERC3009InvalidAuthorizationTime.selector, a.validAfter, a.validBefore
            );
    }

    function assertUnused() private view {
        assertTrue(!token.authorizationState(payer, NONCE), "nonce still unused");
        assertEq(token.balanceOf(payer), SUPPLY, "payer kept everything");
    }

    function transfer(Authorization memory a, Signature memory sig) private {
        vm.prank(RELAYER);
        token.transferWithAuthorization(
            payer, PAYEE, a.value, a.validAfter, a.validBefore, a.nonce, sig.v, sig.r, sig.s
        );
    }

    function receiveAs(address caller, Authorization memory a, Signature memory sig) private {
        vm.prank(caller);
        token.receiveWithAuthorization(
            payer, PAYEE, a.value, a.validAfter, a.validBefore, a.nonce, sig.v, sig.r, sig.s
        );
    }

    function domainSeparator() private view returns (bytes32) {
        return keccak256(
            abi.encode(DOMAIN, keccak256("Demo dollar (no value)"), keccak256("1"), block.chainid, address(token))
        );
    }

    function structHash(bytes32 typeHash, Authorization memory a) private view returns (bytes32) {
        return keccak256(abi.encode(typeHash, payer, PAYEE, a.value, a.validAfter, a.validBefore, a.nonce));
    }

    function sign(uint256 key, bytes32 typeHash, Authorization memory a) private view returns (Signature memory) {
        return signDigest(key, domainSeparator(), structHash(typeHash, a));
    }

    function signCancel(uint256 key) private view returns (Signature memory) {
        return signDigest(key, domainSeparator(), keccak256(abi.encode(CANCEL, payer, NONCE)));
    }

    function signPermit(uint256 key, uint256 value, uint256 deadline) private view returns (Signature memory) {
        return signDigest(key, domainSeparator(), keccak256(abi.encode(PERMIT, payer, RELAYER, value, 0, deadline)));
    }

    function signDigest(uint256 key, bytes32 domain, bytes32 hash) private pure returns (Signature memory sig) {
        (sig.v, sig.r, sig.s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, hash)));
    }
}
