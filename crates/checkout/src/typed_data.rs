//! The EIP-712 types, exactly as DESIGN §5 spells them. Field names are part of the signed type.

use alloc::string::String;

use alloy_primitives::{Address, FixedBytes, U256};
use alloy_sol_types::{Eip712Domain, sol};
use chain::ChainId;

sol! {
    struct Line {
        string name;
        uint64 quantityMilli;
        uint256 unitTiyn;
        uint16 vatBps;
        uint256 vatTiyn;
        uint256 totalTiyn;
    }

    struct Order {
        bytes16 id;
        string merchantId;
        string origin;
        Line[] lines;
        uint256 totalTiyn;
        uint256 vatTiyn;
        string settlement;
        uint64 createdAt;
        uint64 expiresAt;
    }

    struct Quote {
        bytes32 orderHash;
        string asset;
        uint256 amount;
        uint256 rateNum;
        uint256 rateDen;
        string rateSource;
        uint64 rateTime;
        uint16 feeBps;
        uint256 feeTiyn;
        uint256 merchantTiyn;
        address payTo;
        uint64 issuedAt;
        uint64 expiresAt;
    }

    struct OrderReceipt {
        bytes32 orderHash;
        address payer;
        string asset;
        uint256 amount;
        bytes32 transaction;
        uint64 blockNumber;
        uint256 totalTiyn;
        uint256 vatTiyn;
        uint256 feeTiyn;
        string operatorId;
        uint64 registryVersion;
        bool orderBound;
        uint64 issuedAt;
    }

    struct TengeCredit {
        bytes32 orderHash;
        string merchantId;
        uint256 totalTiyn;
        uint256 feeTiyn;
        uint256 merchantTiyn;
        bytes32 transaction;
        uint64 issuedAt;
    }

    struct RefundRequest {
        bytes16 id;
        bytes32 orderHash;
        uint256 tiyn;
        string reason;
        uint64 requestedAt;
    }

    struct RefundReceipt {
        bytes16 id;
        bytes32 orderHash;
        address payer;
        string asset;
        uint256 amount;
        uint256 rateNum;
        uint256 rateDen;
        uint256 tiyn;
        uint256 feeTiyn;
        bytes32 payment;
        bytes32 transaction;
        uint64 issuedAt;
    }

    struct Offer {
        uint256 version;
        string resourceUrl;
        string scheme;
        string network;
        string asset;
        string payTo;
        string amount;
        uint256 validUntil;
    }

    struct Receipt {
        uint256 version;
        string network;
        string resourceUrl;
        string payer;
        uint256 issuedAt;
        string transaction;
    }
}

/// The domain of orders, quotes, receipts and credits: the zone's home chain.
pub(crate) fn order_domain(home_chain: ChainId) -> Eip712Domain {
    domain("CryptoCity Order", home_chain.number())
}

/// The domain of x402 offers.
pub(crate) fn offer_domain() -> Eip712Domain {
    domain("x402 offer", 1)
}

/// The domain of x402 receipts.
pub(crate) fn receipt_domain() -> Eip712Domain {
    domain("x402 receipt", 1)
}

fn domain(name: &str, chain_id: u64) -> Eip712Domain {
    Eip712Domain::new(
        Some(String::from(name).into()),
        Some(String::from("1").into()),
        Some(U256::from(chain_id)),
        None::<Address>,
        None::<FixedBytes<32>>,
    )
}
