// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {DemoToken} from "../src/DemoToken.sol";
import {Test} from "./Cheats.sol";

/// @dev Whatever happens to a token, the balances add up to the total supply and nobody gains by the way.
contract SupplyTest is Test {
    bytes32 private constant TRANSFER = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    DemoToken private token;
    address[4] private holders;

    function setUp() public {
        token = new DemoToken("Demo tenge (no value)", "tKZT", 2, address(this));
        for (uint256 i = 0; i < holders.length; i++) {
            holders[i] = vm.addr(i + 1);
        }
    }

    /// @dev Each word of `steps` is one action: what, who, to whom and how much.
    function testFuzz_supplyIsTheSumOfBalances(uint256[24] memory steps) public {
        uint256 minted = 0;
        for (uint256 i = 0; i < steps.length; i++) {
            uint256 what = steps[i] % 3;
            uint256 from = (steps[i] >> 8) % holders.length;
            address to = holders[(steps[i] >> 16) % holders.length];
            uint256 value = steps[i] >> 160;
            if (what == 0) {
                token.mint(to, value);
                minted += value;
            } else {
                // Half of the moves ask for more than there is and must change nothing.
                uint256 balance = token.balanceOf(holders[from]);
                if (steps[i] & 128 == 0) value = value % (balance + 1);
                bool moved = what == 1 ? plain(from, to, value) : authorized(from, to, value, bytes32(i));
                assertTrue(moved == (value <= balance), "moves exactly when covered");
            }
            assertEq(token.totalSupply(), minted, "supply is what was minted");
            assertEq(sum(), minted, "balances add up to the supply");
        }
    }

    function plain(uint256 from, address to, uint256 value) private returns (bool) {
        vm.prank(holders[from]);
        try token.transfer(to, value) returns (bool moved) {
            return moved;
        } catch {
            return false;
        }
    }

    function authorized(uint256 from, address to, uint256 value, bytes32 nonce) private returns (bool) {
        uint256 until = block.timestamp + 1;
        bytes32 hash = keccak256(abi.encode(TRANSFER, holders[from], to, value, 0, until, nonce));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(from + 1, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), hash)));
        try token.transferWithAuthorization(holders[from], to, value, 0, until, nonce, v, r, s) {
            return true;
        } catch {
            return false;
        }
    }

    function sum() private view returns (uint256 total) {
        for (uint256 i = 0; i < holders.length; i++) {
            total += token.balanceOf(holders[i]);
        }
    }
}
