use alloc::{string::String, vec::Vec};

use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Address, B256, U256};
use units::AssetAmount;

/// What a signature would do: one headline, its facts in the order to be read, and what to beware of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The headline.
    pub intent: Intent,
    /// The facts.
    pub facts: Vec<Fact>,
    /// What to beware of.
    pub warnings: Vec<Warning>,
}

impl Statement {
    /// The first address shown under a label.
    #[must_use]
    pub fn address(&self, label: &Label) -> Option<Address> {
        self.facts.iter().find_map(|fact| match &fact.value {
            Value::Address(address) if fact.label == *label => Some(*address),
            _ => None,
        })
    }
}

/// The headline of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Intent {
    /// Native coin goes out.
    SendCoin,
    /// A token goes out.
    SendToken,
    /// A token of somebody else is moved with an allowance.
    SendFor,
    /// Somebody may take a token later.
    Approve,
    /// Somebody loses an allowance.
    Revoke,
    /// A token goes out, submitted by somebody else.
    Authorize,
    /// A token goes out once the receiver fetches it.
    AuthorizeReceiver,
    /// An authorization is made worthless.
    CancelAuthorization,
    /// Signing in at a site.
    SignIn,
    /// Proving to an operator whose address this is.
    ProveAddress,
    /// A CryptoCity order, quote, deposit or exchange.
    CityPaper,
    /// A text without any effect on a chain.
    Text,
    /// Typed data that is not known.
    UnknownTypedData,
    /// A call that is not known.
    UnknownCall,
    /// A contract is created.
    CreateContract,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub label: Label,
    /// What it says.
    pub value: Value,
}

/// What a fact is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Label {
    /// How much.
    Amount,
    /// To whom.
    To,
    /// From whom.
    From,
    /// Who may take.
    Spender,
    /// Which contract is called, or verifies.
    Contract,
    /// Which chain.
    Chain,
    /// The most that gas may cost.
    MostFee,
    /// Number of the transaction.
    Nonce,
    /// Not before.
    ValidAfter,
    /// Not later than.
    ValidBefore,
    /// Identity of an authorization.
    AuthorizationNonce,
    /// The site that asks.
    Site,
    /// The address that signs in.
    Account,
    /// The statement of a sign-in or the text itself.
    Text,
    /// When it was issued.
    IssuedAt,
    /// The requester's name.
    Requester,
    /// What for.
    Purpose,
    /// Who verifies typed data.
    DomainName,
    /// Type of typed data.
    MessageType,
    /// Bytes that could not be decoded.
    Data,
    /// A field of typed data, by its path.
    Field(String),
}

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Value {
    /// Wei of native coin.
    Coin(AssetAmount),
    /// A known token's amount.
    Token {
        /// Base units.
        amount: AssetAmount,
        /// Decimals.
        decimals: u8,
        /// Short name, from the registry.
        symbol: String,
    },
    /// Base units of a token that is not in the registry.
    BaseUnits {
        /// Base units.
        amount: AssetAmount,
        /// The contract.
        token: Address,
    },
    /// Without any limit.
    Unlimited {
        /// Short name, from the registry.
        symbol: Option<String>,
    },
    /// An address, shown in full.
    Address(Address),
    /// A chain.
    Chain(ChainId),
    /// Unix seconds.
    Time(u64),
    /// A number.
    Number(String),
    /// 32 bytes.
    Hash(B256),
    /// Text from outside, made harmless to show.
    Text(String),
}

/// What to beware of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Warning {
    /// The allowance has no limit: needs a second, explicit step.
    Unlimited,
    /// The token is not in the registry.
    UnknownToken,
    /// What it does cannot be said.
    CannotDecode,
    /// Native coin goes along with a call that does not take any.
    CoinWithCall,
    /// The text held characters that mislead; they were replaced.
    MisleadingText,
    /// The token goes to its own contract, where nobody can get it.
    ToTokenContract,
    /// To the zero address, where nobody can get it.
    ToNobody,
    /// Whoever holds the signature decides when it takes effect.
    NoDeadline,
}

/// Nobody has that much; contracts read it as "everything, for ever".
pub(crate) fn amount_or_unlimited(
    tokens: &TokenBook,
    chain: ChainId,
    token: Address,
    value: U256,
    warnings: &mut Vec<Warning>,
) -> Value {
    if value < U256::from(1u8) << 128 {
        return tokens.amount(chain, token, AssetAmount::new(value));
    }
    if !warnings.contains(&Warning::Unlimited) {
        warnings.push(Warning::Unlimited);
    }
    Value::Unlimited {
        symbol: tokens.find(chain, token).map(|known| known.symbol.clone()),
    }
}

/// A time, or the number where it is none.
pub(crate) fn time(seconds: U256) -> Value {
    /// The year 9999.
    const LAST: u64 = 253_402_300_799;
    match u64::try_from(seconds) {
        Ok(seconds) if seconds <= LAST => Value::Time(seconds),
        _ => Value::Number(alloc::format!("{seconds}")),
    }
}

/// A token of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownToken {
    /// Identity.
    pub id: AssetId,
    /// Short name.
    pub symbol: String,
    /// Decimals.
    pub decimals: u8,
}

/// The tokens that have a name here.
#[derive(Debug, Clone, Default)]
pub struct TokenBook(pub Vec<KnownToken>);

impl TokenBook {
    /// A token by chain and contract.
    #[must_use]
    pub fn find(&self, chain: ChainId, token: Address) -> Option<&KnownToken> {
        let id = AssetId { chain, token };
        self.0.iter().find(|known| known.id == id)
    }

    /// An amount of a token, by name where it has one.
    #[must_use]
    pub fn amount(&self, chain: ChainId, token: Address, amount: AssetAmount) -> Value {
        match self.find(chain, token) {
            Some(known) => Value::Token {
                amount,
                decimals: known.decimals,
                symbol: known.symbol.clone(),
            },
            None => Value::BaseUnits { amount, token },
        }
    }
}
