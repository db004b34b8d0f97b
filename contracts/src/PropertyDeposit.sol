// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {PullPayments} from "./PullPayments.sol";
import {TokenAuthorization, TokenIntake} from "./TokenAuthorization.sol";

/// @title Deposit for a finished home
/// @notice Holds a buyer's deposit, and for a zadatok the seller's equal bond, until one of the outcomes of the
/// agreement. Not audited. A deposit is not title: title arises on state registration only.
/// @dev No admin, no upgrade, no fee. The contract keeps no terms: every call names them and their hash finds the
/// deposit, so changed terms are another deposit. Every party action can be submitted by anybody with the party's
/// EIP-712 signature. Money leaves through {PullPayments} only. Tokens must move exactly what they are told to;
/// balances that change by themselves are not supported.
contract PropertyDeposit is PullPayments {
    using TokenIntake for address;

    /// @notice What the deposit is (Civil Code of Kazakhstan, art. 337-338).
    enum Kind {
        /// Buyer withdraws: the seller keeps it. Seller withdraws: the buyer gets it double.
        Zadatok,
        /// Returned, whoever withdraws.
        Avans
    }

    enum Role {
        Buyer,
        Seller,
        Arbiter
    }

    /// @notice Where a deposit is. From `Completed` on it is over.
    enum Status {
        None,
        /// All three signed; waits for the money.
        Open,
        /// The money is complete.
        Active,
        /// The sale was made: the deposit is the seller's, the bond returns.
        Completed,
        BuyerWithdrew,
        SellerWithdrew,
        /// Both agreed, or the arbiter decided, that everybody takes back their own.
        Cancelled,
        /// Called off by one side before the money was complete; everybody takes back their own.
        NotConcluded,
        /// A deadline passed; everybody takes back their own.
        Expired
    }

    /// @notice What a party can do.
    enum Action {
        Withdraw,
        AgreeToCancel,
        TakeBackAgreement,
        /// The buyer only: the sale was made.
        Confirm
    }

    /// @notice What the parties agreed. `agreementHash` is the hash of the document they read.
    struct Terms {
        address token;
        address buyer;
        address seller;
        address arbiter;
        uint256 amount;
        Kind kind;
        bytes32 agreementHash;
        uint64 fundingDeadline;
        uint64 closingDeadline;
        bytes32 salt;
    }

    /// @notice The state of a deposit. The counts are the next action's nonce of each side.
    struct Deposit {
        Status status;
        bool funded;
        bool bonded;
        bool buyerAgrees;
        bool sellerAgrees;
        uint32 buyerNonce;
        uint32 sellerNonce;
        uint32 arbiterNonce;
    }

    /// @notice So long after the closing deadline the arbiter may still decide before anybody can call it expired.
    uint256 public constant DECISION_PERIOD = 7 days;

    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "Terms(address token,address buyer,address seller,address arbiter,uint256 amount,uint8 kind,bytes32 agreementHash,uint64 fundingDeadline,uint64 closingDeadline,bytes32 salt)"
    );
    bytes32 private constant ACTION_TYPEHASH =
        keccak256("DepositAction(bytes32 depositId,uint8 role,uint8 action,uint256 nonce,uint256 deadline)");
    bytes32 private constant DECISION_TYPEHASH =
        keccak256("DepositDecision(bytes32 depositId,uint8 outcome,uint256 nonce,uint256 deadline)");

    mapping(bytes32 id => Deposit) private _deposits;

    event Opened(
        bytes32 indexed id, address indexed buyer, address indexed seller, address arbiter, bytes32 agreementHash
    );
    event Funded(bytes32 indexed id, Role indexed role, address token, uint256 amount);
    event Activated(bytes32 indexed id);
    event CancellationAgreed(bytes32 indexed id, Role indexed role);
    event CancellationTakenBack(bytes32 indexed id, Role indexed role);
    event Resolved(bytes32 indexed id, Status indexed outcome, uint256 toBuyer, uint256 toSeller);

    error InvalidTerms();
    error WrongStatus(bytes32 id, Status status);
    error AlreadyFunded(bytes32 id, Role role);
    error NoBond(bytes32 id);
    error DeadlinePassed(uint256 deadline);
    error DeadlineNotReached(uint256 deadline);
    error NotAParty(address account);
    error NotForRole(Role role);
    error InvalidOutcome(Status outcome);

    constructor() EIP712("CryptoCity Deposit", "1") {}

    /// @notice The hash of the terms, an EIP-712 struct hash.
    function termsHash(Terms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(TERMS_TYPEHASH, terms));
    }

    /// @notice The id of the deposit with these terms, on this chain, in this contract. The EIP-712 digest that all
    /// three sign.
    function depositId(Terms calldata terms) public view returns (bytes32) {
        return _hashTypedDataV4(termsHash(terms));
    }

    /// @notice The nonce that a side's token authorization must have.
    function fundingNonce(Terms calldata terms, Role role) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), depositId(terms), role, termsHash(terms)));
    }

    /// @notice The state of a deposit.
    function deposits(bytes32 id) external view returns (Deposit memory) {
        return _deposits[id];
    }

    /// @notice Records that buyer, seller and arbiter signed the terms. Anybody may submit it.
    function open(
        Terms calldata terms,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature,
        bytes calldata arbiterSignature
    ) external returns (bytes32 id) {
        _checkTerms(terms);
        id = depositId(terms);
        Deposit storage deposit = _deposits[id];
        if (deposit.status != Status.None) revert WrongStatus(id, deposit.status);
        _requireSignature(terms.buyer, id, buyerSignature);
        _requireSignature(terms.seller, id, sellerSignature);
        _requireSignature(terms.arbiter, id, arbiterSignature);
        deposit.status = Status.Open;
        emit Opened(id, terms.buyer, terms.seller, terms.arbiter, terms.agreementHash);
    }

    /// @notice Takes the buyer's deposit or the seller's bond by an authorization with {fundingNonce}. Anybody may
    /// submit it.
    function fund(Terms calldata terms, Role role, TokenAuthorization calldata authorization) external nonReentrant {
        bytes32 id = depositId(terms);
        Deposit storage deposit = _inStatus(id, Status.Open);
        if (block.timestamp >= terms.fundingDeadline) revert DeadlinePassed(terms.fundingDeadline);
        address payer;
        if (role == Role.Buyer) {
            if (deposit.funded) revert AlreadyFunded(id, role);
            deposit.funded = true;
            payer = terms.buyer;
        } else if (role == Role.Seller) {
            if (terms.kind == Kind.Avans) revert NoBond(id);
            if (deposit.bonded) revert AlreadyFunded(id, role);
            deposit.bonded = true;
            payer = terms.seller;
        } else {
            revert NotForRole(role);
        }
        bool complete = deposit.funded && (deposit.bonded || terms.kind == Kind.Avans);
        if (complete) deposit.status = Status.Active;
        terms.token.take(payer, terms.amount, fundingNonce(terms, role), authorization);
        emit Funded(id, role, terms.token, terms.amount);
        if (complete) emit Activated(id);
    }

    /// @notice Acts as the caller, who must be buyer or seller.
    function act(Terms calldata terms, Action action) external nonReentrant {
        Role role;
        if (msg.sender == terms.buyer) role = Role.Buyer;
        else if (msg.sender == terms.seller) role = Role.Seller;
        else revert NotAParty(msg.sender);
        bytes32 id = depositId(terms);
        _spendNonce(_deposits[id], role);
        _act(terms, id, role, action);
    }

    /// @notice Acts for the buyer or the seller, who signed it. Anybody may submit it.
    function actFor(Terms calldata terms, Role role, Action action, uint256 deadline, bytes calldata signature)
        external
        nonReentrant
    {
        if (role == Role.Arbiter) revert NotForRole(role);
        bytes32 id = depositId(terms);
        uint256 nonce = _spendNonce(_deposits[id], role);
        _requireSignature(
            role == Role.Buyer ? terms.buyer : terms.seller,
            keccak256(abi.encode(ACTION_TYPEHASH, id, role, action, nonce, deadline)),
            deadline,
            signature
        );
        _act(terms, id, role, action);
    }

    /// @notice Decides as the caller, who must be the arbiter.
    function decide(Terms calldata terms, Status outcome) external nonReentrant {
        if (msg.sender != terms.arbiter) revert NotAParty(msg.sender);
        bytes32 id = depositId(terms);
        _spendNonce(_deposits[id], Role.Arbiter);
        _decide(terms, id, outcome);
    }

    /// @notice Decides for the arbiter, who signed it. Anybody may submit it.
    function decideFor(Terms calldata terms, Status outcome, uint256 deadline, bytes calldata signature)
        external
        nonReentrant
    {
        bytes32 id = depositId(terms);
        uint256 nonce = _spendNonce(_deposits[id], Role.Arbiter);
        _requireSignature(
            terms.arbiter, keccak256(abi.encode(DECISION_TYPEHASH, id, outcome, nonce, deadline)), deadline, signature
        );
        _decide(terms, id, outcome);
    }

    /// @notice Ends a deposit whose time is over: everybody takes back their own. Anybody may call it.
    function expire(Terms calldata terms) external nonReentrant {
        bytes32 id = depositId(terms);
        Status status = _deposits[id].status;
        uint256 deadline;
        if (status == Status.Open) deadline = terms.fundingDeadline;
        else if (status == Status.Active) deadline = terms.closingDeadline + DECISION_PERIOD;
        else revert WrongStatus(id, status);
        if (block.timestamp < deadline) revert DeadlineNotReached(deadline);
        _resolve(terms, id, Status.Expired);
    }

    function _checkTerms(Terms calldata terms) private view {
        bool valid = terms.buyer != address(0) && terms.seller != address(0) && terms.arbiter != address(0)
            && terms.buyer != terms.seller && terms.buyer != terms.arbiter && terms.seller != terms.arbiter
            && terms.token.code.length != 0 && terms.amount != 0 && terms.amount <= type(uint128).max
            && terms.agreementHash != bytes32(0) && terms.closingDeadline > terms.fundingDeadline;
        if (!valid) revert InvalidTerms();
        if (block.timestamp >= terms.fundingDeadline) revert DeadlinePassed(terms.fundingDeadline);
    }

    function _act(Terms calldata terms, bytes32 id, Role role, Action action) private {
        Deposit storage deposit = _deposits[id];
        if (action == Action.Withdraw && deposit.status == Status.Open) {
            _resolve(terms, id, Status.NotConcluded);
            return;
        }
        _inStatus(id, Status.Active);
        if (action == Action.Withdraw) {
            _resolve(terms, id, role == Role.Buyer ? Status.BuyerWithdrew : Status.SellerWithdrew);
        } else if (action == Action.Confirm) {
            if (role != Role.Buyer) revert NotForRole(role);
            _resolve(terms, id, Status.Completed);
        } else {
            bool agrees = action == Action.AgreeToCancel;
            if (role == Role.Buyer) deposit.buyerAgrees = agrees;
            else deposit.sellerAgrees = agrees;
            if (agrees) emit CancellationAgreed(id, role);
            else emit CancellationTakenBack(id, role);
            if (deposit.buyerAgrees && deposit.sellerAgrees) _resolve(terms, id, Status.Cancelled);
        }
    }

    function _decide(Terms calldata terms, bytes32 id, Status outcome) private {
        _inStatus(id, Status.Active);
        bool allowed = outcome == Status.Completed || outcome == Status.BuyerWithdrew
            || outcome == Status.SellerWithdrew || outcome == Status.Cancelled;
        if (!allowed) revert InvalidOutcome(outcome);
        _resolve(terms, id, outcome);
    }

    /// @dev The only place where a deposit ends: everything it holds becomes owed to buyer and seller.
    function _resolve(Terms calldata terms, bytes32 id, Status outcome) private {
        Deposit storage deposit = _deposits[id];
        uint256 paid = deposit.funded ? terms.amount : 0;
        uint256 bond = deposit.bonded ? terms.amount : 0;
        uint256 toBuyer = paid;
        if (outcome == Status.Completed) toBuyer = 0;
        else if (terms.kind == Kind.Zadatok && outcome == Status.BuyerWithdrew) toBuyer = 0;
        else if (terms.kind == Kind.Zadatok && outcome == Status.SellerWithdrew) toBuyer = paid + bond;
        uint256 toSeller = paid + bond - toBuyer;
        deposit.status = outcome;
        _owe(terms.token, terms.buyer, toBuyer);
        _owe(terms.token, terms.seller, toSeller);
        emit Resolved(id, outcome, toBuyer, toSeller);
    }

    function _inStatus(bytes32 id, Status status) private view returns (Deposit storage deposit) {
        deposit = _deposits[id];
        if (deposit.status != status) revert WrongStatus(id, deposit.status);
    }

    function _spendNonce(Deposit storage deposit, Role role) private returns (uint256) {
        if (role == Role.Buyer) return deposit.buyerNonce++;
        if (role == Role.Seller) return deposit.sellerNonce++;
        return deposit.arbiterNonce++;
    }
}
