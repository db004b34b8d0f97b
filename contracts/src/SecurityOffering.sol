// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {PullPayments} from "./PullPayments.sol";
import {TokenAuthorization, TokenIntake} from "./TokenAuthorization.sol";

/// @title Offering of a demo security
/// @notice Sells whole units of a demo security for a token. Units are delivered in the transaction that pays for
/// them; when the minimum is not reached by the deadline, everybody gets their money back. Not audited, no value.
/// @dev The offering is the security's ERC-20. Units cannot move until the offering has succeeded, so a refund always
/// finds them. The registrar, a licensed operator, signs each subscription (identification and retail limit are
/// checked there); it can neither take nor hold back money. No admin, no upgrade.
contract SecurityOffering is ERC20, PullPayments {
    using TokenIntake for address;

    enum Phase {
        /// Not yet begun.
        Announced,
        Open,
        /// The minimum was reached and it is over: the issuer may take the money.
        Succeeded,
        /// Over without the minimum: everybody gets their money back.
        Failed
    }

    /// @notice What is offered.
    struct Offer {
        address issuer;
        address registrar;
        address paymentToken;
        /// Price of one unit in base units of the payment token.
        uint256 price;
        uint256 minimumUnits;
        uint256 maximumUnits;
        uint256 maximumPerInvestor;
        uint64 opensAt;
        uint64 closesAt;
        /// Hash of the offering document.
        bytes32 documentsHash;
    }

    /// @notice An order for units.
    struct Subscription {
        address investor;
        uint256 units;
        uint256 amount;
        bytes32 documentsHash;
        uint64 expiresAt;
        bytes32 salt;
    }

    bytes32 private constant SUBSCRIPTION_TYPEHASH = keccak256(
        "Subscription(address investor,uint256 units,uint256 amount,bytes32 documentsHash,uint64 expiresAt,bytes32 salt)"
    );

    Offer private _offer;
    /// @notice Whether a subscription was paid.
    mapping(bytes32 subscriptionId => bool) public subscribed;
    bool private _proceedsBooked;

    event Subscribed(bytes32 indexed id, address indexed investor, uint256 units, uint256 amount);
    event ProceedsBooked(uint256 amount);
    event Refunded(address indexed investor, uint256 units, uint256 amount);

    error InvalidOffer();
    error InvalidSubscription();
    error WrongPhase(Phase phase);
    error SubscriptionExpired(uint256 expiresAt);
    error AlreadySubscribed(bytes32 id);
    error SoldOut(uint256 left);
    error AboveInvestorLimit(uint256 limit);
    error UnitsLocked(Phase phase);
    error NothingToRefund(address investor);
    error ProceedsAlreadyBooked();

    constructor(string memory name_, string memory symbol_, Offer memory offer_)
        ERC20(name_, symbol_)
        EIP712("CryptoCity Offering", "1")
    {
        bool valid = offer_.issuer != address(0) && offer_.registrar != address(0)
            && offer_.paymentToken.code.length != 0 && offer_.price != 0 && offer_.price <= type(uint128).max
            && offer_.minimumUnits != 0 && offer_.minimumUnits <= offer_.maximumUnits
            && offer_.maximumUnits <= type(uint64).max && offer_.maximumPerInvestor != 0
            && offer_.closesAt > offer_.opensAt && offer_.closesAt > block.timestamp
            && offer_.documentsHash != bytes32(0);
        if (!valid) revert InvalidOffer();
        _offer = offer_;
    }

    /// @notice Units are whole.
    function decimals() public pure override returns (uint8) {
        return 0;
    }

    /// @notice What is offered.
    function offer() external view returns (Offer memory) {
        return _offer;
    }

    /// @notice Where the offering is.
    function phase() public view returns (Phase) {
        if (block.timestamp < _offer.opensAt) return Phase.Announced;
        uint256 sold = totalSupply();
        if (block.timestamp < _offer.closesAt && sold < _offer.maximumUnits) return Phase.Open;
        return sold >= _offer.minimumUnits ? Phase.Succeeded : Phase.Failed;
    }

    /// @notice The id of a subscription: the EIP-712 digest that the registrar signs.
    function subscriptionId(Subscription calldata subscription) public view returns (bytes32) {
        return _hashTypedDataV4(_hashSubscription(subscription));
    }

    /// @notice The nonce that the investor's token authorization must have.
    function paymentNonce(Subscription calldata subscription) public view returns (bytes32) {
        return keccak256(
            abi.encode(
                block.chainid,
                address(this),
                subscriptionId(subscription),
                uint8(0),
                _hashSubscription(subscription)
            )
        );
    }

    /// @notice Pays for a subscription and delivers its units. Anybody may submit it, with both signatures.
    function subscribe(
        Subscription calldata subscription,
        bytes calldata registrarSignature,
        TokenAuthorization calldata authorization
    ) external nonReentrant {
        if (phase() != Phase.Open) revert WrongPhase(phase());
        if (
            subscription.units == 0 || subscription.units > type(uint64).max
                || subscription.amount != subscription.units * _offer.price
                || subscription.documentsHash != _offer.documentsHash
        ) revert InvalidSubscription();
        if (block.timestamp >= subscription.expiresAt) revert SubscriptionExpired(subscription.expiresAt);
        bytes32 id = subscriptionId(subscription);
        if (subscribed[id]) revert AlreadySubscribed(id);
        subscribed[id] = true;
        uint256 left = _offer.maximumUnits - totalSupply();
        if (subscription.units > left) revert SoldOut(left);
        if (balanceOf(subscription.investor) + subscription.units > _offer.maximumPerInvestor) {
            revert AboveInvestorLimit(_offer.maximumPerInvestor);
        }
        _requireSignature(_offer.registrar, id, registrarSignature);
        _mint(subscription.investor, subscription.units);
        _offer.paymentToken
            .take(subscription.investor, subscription.amount, paymentNonce(subscription), authorization);
        emit Subscribed(id, subscription.investor, subscription.units, subscription.amount);
    }

    /// @notice After success, makes the money payable to the issuer. Anybody may call it.
    function bookProceeds() external nonReentrant {
        if (phase() != Phase.Succeeded) revert WrongPhase(phase());
        if (_proceedsBooked) revert ProceedsAlreadyBooked();
        _proceedsBooked = true;
        uint256 amount = totalSupply() * _offer.price;
        _owe(_offer.paymentToken, _offer.issuer, amount);
        emit ProceedsBooked(amount);
    }

    /// @notice After failure, takes back an investor's units and makes their money payable. Anybody may call it.
    function refund(address investor) external nonReentrant {
        if (phase() != Phase.Failed) revert WrongPhase(phase());
        uint256 units = balanceOf(investor);
        if (units == 0) revert NothingToRefund(investor);
        _burn(investor, units);
        uint256 amount = units * _offer.price;
        _owe(_offer.paymentToken, investor, amount);
        emit Refunded(investor, units, amount);
    }

    /// @dev Units are delivered and taken back at any time, but pass from hand to hand only after success.
    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0) && to != address(0) && phase() != Phase.Succeeded) revert UnitsLocked(phase());
        super._update(from, to, value);
    }

    function _hashSubscription(Subscription calldata subscription) private pure returns (bytes32) {
        return keccak256(abi.encode(SUBSCRIPTION_TYPEHASH, subscription));
    }
}
