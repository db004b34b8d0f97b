// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

/// @title Payouts that wait for their receiver
/// @notice What somebody is owed waits here until it is paid out. A receiver who cannot be paid holds up nobody else,
/// and may name another address by a signature that anybody can submit.
abstract contract PullPayments is EIP712, Nonces, ReentrancyGuard {
    using SafeERC20 for IERC20;

    bytes32 private constant PAYOUT_TYPEHASH =
        keccak256("Payout(address token,address account,address to,uint256 nonce,uint256 deadline)");

    /// @notice What an account is owed in a token.
    mapping(address token => mapping(address account => uint256)) public owed;

    /// @notice Something became payable.
    event Owed(address indexed token, address indexed account, uint256 value);
    /// @notice Something was paid out.
    event PaidOut(address indexed token, address indexed account, address to, uint256 value);

    error NothingOwed(address token, address account);
    error SignatureExpired(uint256 deadline);
    error InvalidSignature(address signer);
    error InvalidReceiver(address to);

    /// @notice Pays an account what it is owed, to its own address. Anybody may call it.
    function payOut(address token, address account) external nonReentrant returns (uint256 value) {
        value = _payOut(token, account, account);
    }

    /// @notice Pays what the caller is owed to another address.
    function payOutTo(address token, address to) external nonReentrant returns (uint256 value) {
        value = _payOut(token, msg.sender, to);
    }

    /// @notice Pays what `account` is owed to an address that `account` signed for. Anybody may submit it.
    function payOutTo(address token, address account, address to, uint256 deadline, bytes calldata signature)
        external
        nonReentrant
        returns (uint256 value)
    {
        bytes32 data = keccak256(abi.encode(PAYOUT_TYPEHASH, token, account, to, _useNonce(account), deadline));
        _requireSignature(account, data, deadline, signature);
        value = _payOut(token, account, to);
    }

    /// @notice The EIP-712 domain separator.
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @dev Books a debt; the caller made sure that the money is here.
    function _owe(address token, address account, uint256 value) internal {
        if (value == 0) return;
        owed[token][account] += value;
        emit Owed(token, account, value);
    }

    /// @dev Reverts unless `signer` signed the struct with this hash and the deadline has not passed.
    function _requireSignature(address signer, bytes32 structHash, uint256 deadline, bytes calldata signature)
        internal
        view
    {
        if (block.timestamp > deadline) revert SignatureExpired(deadline);
        _requireSignature(signer, _hashTypedDataV4(structHash), signature);
    }

    /// @dev Reverts unless `signer`, a key or an ERC-1271 contract, signed the digest.
    function _requireSignature(address signer, bytes32 digest, bytes calldata signature) internal view {
        if (!SignatureChecker.isValidSignatureNow(signer, digest, signature)) revert InvalidSignature(signer);
    }

    function _payOut(address token, address account, address to) private returns (uint256 value) {
        if (to == address(0) || to == address(this)) revert InvalidReceiver(to);
        value = owed[token][account];
        if (value == 0) revert NothingOwed(token, account);
        owed[token][account] = 0;
        IERC20(token).safeTransfer(to, value);
        emit PaidOut(token, account, to, value);
    }
}
