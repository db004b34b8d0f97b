//! What an operator signs for one resident: credentials, top-ups, cash-outs. One form for all of them.

use alloc::string::String;

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{Eip712Domain, sol};
use chain::ChainId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sig::{Digest, EvmSignature, Signer, typed_data_digest};

/// The version of every paper's form.
pub(crate) const VERSION: u32 = 1;

mod typed {
    use super::sol;

    sol! {
        struct OperatorPaper {
            string kind;
            string operatorId;
            address account;
            uint64 issuedAt;
            uint64 expiresAt;
            bytes32 contentHash;
        }
    }
}

/// A paper and its operator's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedPaper {
    /// The JSON of the paper, byte for byte as it was hashed.
    pub content: String,
    /// The operator's quote key over the paper's digest.
    pub signature: EvmSignature,
}

/// Why a paper does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// Not a paper of this kind.
    #[error("not a paper of this kind")]
    Malformed,
    /// Not signed by a licensed operator whose key is in use, or for another operator.
    #[error("the paper is not of a licensed operator")]
    NotLicensed,
    /// For somebody else.
    #[error("the paper is for another account")]
    OtherAccount,
    /// Past its time, or from the future.
    #[error("the paper has expired")]
    OutOfDate,
}

/// What all papers say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) version: u32,
    pub(crate) operator_id: &'a str,
    pub(crate) account: Address,
    pub(crate) issued_at: u64,
    pub(crate) expires_at: u64,
}

/// A kind of paper.
pub(crate) trait Paper: Serialize + DeserializeOwned {
    /// Part of what is signed: a paper of one kind is none of another.
    const KIND: &'static str;

    fn head(&self) -> Head<'_>;

    /// JSON without spaces, fields in the order of the type.
    fn to_content(&self) -> String {
        serde_json::to_string(self).expect("only string keys")
    }

    /// The EIP-712 digest, which is also the paper's name.
    fn digest_in(&self, home: ChainId) -> Digest {
        self.digest_of(home, keccak256(self.to_content().as_bytes()))
    }

    fn digest_of(&self, home: ChainId, content_hash: B256) -> Digest {
        let head = self.head();
        let data = typed::OperatorPaper {
            kind: Self::KIND.into(),
            operatorId: head.operator_id.into(),
            account: head.account,
            issuedAt: head.issued_at,
            expiresAt: head.expires_at,
            contentHash: content_hash,
        };
        typed_data_digest(&data, &domain(home))
    }

    fn sign_in(&self, home: ChainId, key: &impl Signer) -> SignedPaper {
        let content = self.to_content();
        let signature = key.sign(&self.digest_of(home, keccak256(content.as_bytes())));
        SignedPaper { content, signature }
    }
}

fn domain(home: ChainId) -> Eip712Domain {
    Eip712Domain::new(
        Some("CryptoCity Operator Paper".into()),
        Some("1".into()),
        Some(U256::from(home.number())),
        None,
        None,
    )
}

/// Reads a paper, and whose key signed it. What was signed is the text; it must be the one that its fields make.
pub(crate) fn read<P: Paper>(signed: &SignedPaper, home: ChainId) -> Result<(P, Address), PaperError> {
    let paper: P = serde_json::from_str(&signed.content).map_err(|_| PaperError::Malformed)?;
    if paper.head().version != VERSION || paper.to_content() != signed.content {
        return Err(PaperError::Malformed);
    }
    let key = signed.signature.recover(&paper.digest_in(home));
    Ok((paper, key.map_err(|_| PaperError::NotLicensed)?))
}

/// Whether a paper is this account's and holds now.
pub(crate) fn check_head(paper: &impl Paper, account: Address, now: u64) -> Result<(), PaperError> {
    let head = paper.head();
    if head.account != account {
        return Err(PaperError::OtherAccount);
    }
    if now < head.issued_at || now >= head.expires_at {
        return Err(PaperError::OutOfDate);
    }
    Ok(())
}
