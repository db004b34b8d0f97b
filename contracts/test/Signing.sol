// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {DemoToken} from "../src/DemoToken.sol";
import {TokenAuthorization} from "../src/TokenAuthorization.sol";
import {Test} from "./Cheats.sol";

/// @dev Signs what wallets sign. Type strings and domains are written out here, not taken from the contracts.
abstract contract Signing is Test {
    bytes32 internal constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 internal constant RECEIVE = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 internal constant PAYOUT =
        keccak256("Payout(address token,address account,address to,uint256 nonce,uint256 deadline)");

    function domainOf(string memory name, address verifier) internal view returns (bytes32) {
        return keccak256(
            abi.encode(DOMAIN, keccak256(bytes(name)), keccak256("1"), block.chainid, verifier)
        );
    }

    function digestOf(bytes32 domain, bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function signed(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev A token authorization to `to`, valid from now on for a long time.
    function authorize(DemoToken token, uint256 key, address to, uint256 value, bytes32 nonce)
        internal
        view
        returns (TokenAuthorization memory authorization)
    {
        uint256 until = block.timestamp + 3650 days;
        bytes32 hash = keccak256(abi.encode(RECEIVE, vm.addr(key), to, value, 0, until, nonce));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digestOf(token.DOMAIN_SEPARATOR(), hash));
        return TokenAuthorization(0, until, v, r, s);
    }
}
