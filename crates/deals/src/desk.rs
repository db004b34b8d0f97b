//! What a deposit desk, the operator's service for deposits, and a wallet say to each other.

use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, B256, keccak256};
use alloy_sol_types::sol;
use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Digest, EvmSignature, Signer, typed_data_digest};
use units::Tiyn;
use zone::{Operator, Registry};

use crate::{
    Agreement, DepositAction, DepositDecision, DepositKind, DepositRole, DepositState, Home, NotaryIdentity,
    PartyIdentity, ReceiveAuthorization,
};

sol! {
    struct DeskStatement {
        bytes32 contentHash;
    }
}

/// What a licensed operator states about its deposit desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Desk {
    /// The contract that holds deposits.
    pub contract: Address,
    /// What deposits are paid in: a tenge stablecoin with two decimals, one base unit a tiyn.
    pub asset: AssetId,
    /// Notaries that take part.
    pub notaries: Vec<NotaryIdentity>,
    /// Homes whose papers the operator has looked at. A deposit can be agreed for others too.
    pub homes: Vec<Home>,
    /// From this price on the deal is reported to financial monitoring.
    pub aml_threshold_tiyn: Tiyn,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds.
    pub expires_at: u64,
}

/// A desk's statement: the JSON that was signed, byte for byte, and the operator's quote key over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedDesk {
    /// JSON of [`Desk`].
    pub content: String,
    /// The operator's quote key.
    pub signature: EvmSignature,
}

/// Why a desk is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// Not a statement of a desk.
    #[error("not a statement of a desk")]
    Malformed,
    /// Not signed by a licensed operator whose key is in use.
    #[error("the desk is not of a licensed operator")]
    NotLicensed,
    /// Past its time, or from the future.
    #[error("the statement is out of date")]
    OutOfDate,
}

fn digest(content: &str, home_chain: ChainId) -> Digest {
    let data = DeskStatement {
        contentHash: keccak256(content.as_bytes()),
    };
    typed_data_digest(
        &data,
        &sig::Eip712Domain {
            name: Some("CryptoCity Deposit Desk".into()),
            version: Some("1".into()),
            chain_id: Some(sig::U256::from(home_chain.number())),
            verifying_contract: None,
            salt: None,
        },
    )
}

impl Desk {
    /// Signs the statement with the operator's quote key.
    ///
    /// # Panics
    /// Never: the type has only string keys.
    #[must_use]
    pub fn sign(&self, home_chain: ChainId, key: &impl Signer) -> SignedDesk {
        let content = serde_json::to_string(self).expect("only string keys");
        let signature = key.sign(&digest(&content, home_chain));
        SignedDesk { content, signature }
    }
}

impl SignedDesk {
    /// Reads the statement and finds whose it is in a verified registry, whether or not the operator may still take
    /// deposits: who has one there must be able to end it.
    ///
    /// # Errors
    /// [`DeskError::Malformed`], [`DeskError::NotLicensed`] when no operator has such a key.
    pub fn read<'a>(&self, registry: &'a Registry) -> Result<(Desk, &'a Operator, Address), DeskError> {
        let desk: Desk = serde_json::from_str(&self.content).map_err(|_| DeskError::Malformed)?;
        let key = self
            .signature
            .recover(&digest(&self.content, registry.home_chain))
            .map_err(|_| DeskError::NotLicensed)?;
        let operator = registry.operator_of_key(key).ok_or(DeskError::NotLicensed)?;
        Ok((desk, operator, key))
    }

    /// Verifies the statement against a verified registry. `now` is unix seconds.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn open<'a>(&self, registry: &'a Registry, now: u64) -> Result<(Desk, &'a Operator), DeskError> {
        let (desk, operator, key) = self.read(registry)?;
        let in_use = operator
            .quote_keys
            .iter()
            .any(|entry| entry.address == key && entry.validity.holds_at(now));
        if !in_use || !operator.licence.validity.holds_at(now) {
            return Err(DeskError::NotLicensed);
        }
        if now < desk.issued_at || now >= desk.expires_at {
            return Err(DeskError::OutOfDate);
        }
        Ok((desk, operator))
    }
}

/// What the operator asks a side of a deal that is reported to financial monitoring. Goes to the operator only: not
/// into the agreement, not to the other sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewAnswers {
    /// Where the money comes from, or goes to.
    pub funds: String,
    /// How to reach the person.
    pub phone: String,
    /// Holds a public office, or is close to somebody who does.
    pub public_person: bool,
}

/// The longest answer, in bytes.
const LONGEST_ANSWER: usize = 600;

impl ReviewAnswers {
    /// Whether everything was answered, in a length that can be kept.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        Self::is_answer(&self.funds) && Self::is_answer(&self.phone)
    }

    /// Whether a text is an answer: not empty, and not longer than the desk keeps.
    #[must_use]
    pub fn is_answer(text: &str) -> bool {
        !text.trim().is_empty() && text.len() <= LONGEST_ANSWER
    }
}

/// Body of `POST /v1/deposits`: a buyer proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposeDeposit {
    /// The home: as the desk or a catalogue lists it, or as the buyer knows it.
    pub home: Home,
    /// Who buys.
    pub buyer: PartyIdentity,
    /// A notary of the desk, by account.
    pub notary: Address,
    /// Задаток or аванс.
    pub kind: DepositKind,
    /// The deposit.
    pub deposit_tiyn: Tiyn,
    /// Seconds to pay in, counted from when the seller joins.
    pub funding_seconds: u64,
    /// Seconds to make the sale, counted from when the seller joins.
    pub closing_seconds: u64,
    /// Asked for above the threshold. The desk keeps it apart and never tells it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewAnswers>,
}

/// Body of `POST /v1/deposits/{id}/seller`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JoinDeposit {
    /// Who sells.
    pub seller: PartyIdentity,
    /// Asked for above the threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewAnswers>,
}

/// Body of `POST /v1/deposits/{id}/signatures`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignDeposit {
    /// Whose.
    pub role: DepositRole,
    /// Over the deposit's id.
    pub signature: EvmSignature,
}

/// Body of `POST /v1/deposits/{id}/funding`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundDeposit {
    /// Whose.
    pub role: DepositRole,
    /// What was authorized.
    pub authorization: ReceiveAuthorization,
    /// Over it.
    pub signature: EvmSignature,
}

/// Body of `POST /v1/deposits/{id}/actions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActInDeposit {
    /// Whose.
    pub role: DepositRole,
    /// What.
    pub action: DepositAction,
    /// Unix seconds.
    pub deadline: u64,
    /// Over it.
    pub signature: EvmSignature,
}

/// Body of `POST /v1/deposits/{id}/decisions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideDeposit {
    /// What.
    pub decision: DepositDecision,
    /// Unix seconds.
    pub deadline: u64,
    /// The notary's, over it.
    pub signature: EvmSignature,
}

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositEvent {
    /// What.
    pub step: DepositStep,
    /// When, unix seconds.
    pub at: u64,
    /// The transaction, when it is on the chain.
    pub transaction: Option<B256>,
}

/// What can happen in the life of a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DepositStep {
    /// The buyer proposed it.
    Proposed,
    /// The seller joined.
    Joined,
    /// A side signed.
    Signed(DepositRole),
    /// The contract knows it.
    Opened,
    /// A side paid in.
    Funded(DepositRole),
    /// A side acted.
    Acted(DepositRole, DepositAction),
    /// The notary decided.
    Decided(DepositDecision),
    /// Its time was over.
    Expired,
    /// A side was paid.
    PaidOut(DepositRole),
}

/// Answer of every call about one deposit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositRecord {
    /// The desk's name for it; who has it may read the agreement.
    pub id: String,
    /// What the buyer proposed.
    pub proposal: ProposeDeposit,
    /// The agreement, once the seller has joined.
    pub agreement: Option<Agreement>,
    /// Who has signed.
    pub signatures: Vec<SignDeposit>,
    /// What the contract says.
    pub state: DepositState,
    /// What has happened, oldest first.
    pub events: Vec<DepositEvent>,
}

/// Body of the refusals of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRefusalBody {
    /// The reason, by its name.
    pub error: String,
}
