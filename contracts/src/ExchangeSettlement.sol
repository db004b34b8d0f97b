// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {TokenAuthorization, TokenIntake} from "./TokenAuthorization.sol";

/// @title Atomic exchange at a licensed operator
/// @notice Moves both legs of a quoted exchange or neither. Not audited.
/// @dev Each side signs an ERC-3009 `ReceiveWithAuthorization` for its own leg to this contract with {legNonce}, which
/// binds it to the whole quote; so neither leg can be used without the other, nor for another quote. Nothing rests
/// here between transactions, and nobody has a special right.
contract ExchangeSettlement is EIP712, ReentrancyGuard {
    using SafeERC20 for IERC20;
    using TokenIntake for address;

    enum Leg {
        Resident,
        Operator
    }

    /// @notice A firm quote. `termsHash` names the operator's signed quote document (rate, source, fee in tenge).
    struct Quote {
        address resident;
        address operator;
        address sellToken;
        uint256 sellAmount;
        address buyToken;
        uint256 buyAmount;
        bytes32 termsHash;
        uint64 expiresAt;
        bytes32 salt;
    }

    bytes32 private constant QUOTE_TYPEHASH = keccak256(
        "Quote(address resident,address operator,address sellToken,uint256 sellAmount,address buyToken,uint256 buyAmount,bytes32 termsHash,uint64 expiresAt,bytes32 salt)"
    );

    /// @notice Whether a quote was settled.
    mapping(bytes32 quoteHash => bool) public settled;

    event Exchanged(
        bytes32 indexed quoteHash,
        address indexed resident,
        address indexed operator,
        address sellToken,
        uint256 sellAmount,
        address buyToken,
        uint256 buyAmount
    );

    error InvalidQuote();
    error QuoteExpired(uint256 expiresAt);
    error AlreadySettled(bytes32 quoteHash);

    constructor() EIP712("CryptoCity Exchange", "1") {}

    /// @notice The EIP-712 digest of a quote, on this chain, in this contract.
    function quoteHash(Quote calldata quote) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(QUOTE_TYPEHASH, quote)));
    }

    /// @notice The nonce that the token authorization of a leg must have.
    function legNonce(Quote calldata quote, Leg leg) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), quoteHash(quote), leg, quote.termsHash));
    }

    /// @notice The EIP-712 domain separator.
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @notice Settles a quote: both legs or neither. Anybody may submit it, with both signatures.
    function settle(Quote calldata quote, TokenAuthorization calldata resident, TokenAuthorization calldata operator)
        external
        nonReentrant
    {
        if (
            quote.resident == quote.operator || quote.sellToken == quote.buyToken || quote.sellAmount == 0
                || quote.buyAmount == 0
        ) revert InvalidQuote();
        if (block.timestamp >= quote.expiresAt) revert QuoteExpired(quote.expiresAt);
        bytes32 hash = quoteHash(quote);
        if (settled[hash]) revert AlreadySettled(hash);
        settled[hash] = true;
        quote.sellToken.take(quote.resident, quote.sellAmount, legNonce(quote, Leg.Resident), resident);
        quote.buyToken.take(quote.operator, quote.buyAmount, legNonce(quote, Leg.Operator), operator);
        IERC20(quote.sellToken).safeTransfer(quote.operator, quote.sellAmount);
        IERC20(quote.buyToken).safeTransfer(quote.resident, quote.buyAmount);
        emit Exchanged(
            hash, quote.resident, quote.operator, quote.sellToken, quote.sellAmount, quote.buyToken, quote.buyAmount
        );
    }
}
