use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, U256, hex};
use chain::{ChainId, DecodeTransactionError, Transaction, TxKind, decode_unsigned};
use sig::{Digest, personal_message_digest};
use units::AssetAmount;

use crate::{
    Fact, Intent, Label, SignIn, SignInError, Statement, TokenBook, TokenCall, TypedData, TypedDataError,
    Value, Warning, decode_call, is_harmless, neutralise,
    statement::{amount_or_unlimited, time},
    typed_message,
};

/// Longer texts nobody reads before signing.
const LONGEST_TEXT: usize = 4096;
/// Of bytes that cannot be decoded this many are shown.
const SHOWN_BYTES: usize = 256;

/// How much is allowed without being understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Paying: what is not understood is refused.
    Payment,
    /// Elsewhere: what is not understood is shown raw, with a warning.
    Open,
}

/// Why nothing is shown and nothing signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefusedRequest {
    /// Not a transaction.
    #[error(transparent)]
    Transaction(#[from] DecodeTransactionError),
    /// Not typed data.
    #[error(transparent)]
    TypedData(#[from] TypedDataError),
    /// Not a sign-in, or not for the site that asks.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// For another chain than the active one, or for any.
    #[error("not for this chain")]
    OtherChain,
    /// Of another account.
    #[error("not for this account")]
    OtherAccount,
    /// Not understood, while paying.
    #[error("what it does cannot be said")]
    NotUnderstood,
    /// Not text, or too long.
    #[error("not a text to be read")]
    NotText,
    /// Looks like one of our own papers in a wrong place.
    #[error("proofs of address are asked for in another way")]
    Reserved,
}

/// Decodes the bytes of a transaction that is to be signed, and says what it does.
///
/// # Errors
/// [`RefusedRequest`].
pub fn describe_transaction(
    unsigned: &[u8],
    chain: ChainId,
    tokens: &TokenBook,
    mode: Mode,
) -> Result<(Statement, Transaction), RefusedRequest> {
    let transaction = decode_unsigned(unsigned)?;
    if transaction.chain != Some(chain) {
        return Err(RefusedRequest::OtherChain);
    }
    let mut warnings = Vec::new();
    let (intent, mut facts) = match transaction.to {
        TxKind::Create => (Intent::CreateContract, Vec::from([data_fact(&transaction.input)])),
        TxKind::Call(to) if transaction.input.is_empty() => {
            if to.is_zero() {
                warnings.push(Warning::ToNobody);
            }
            (
                Intent::SendCoin,
                Vec::from([coin(Label::Amount, transaction.value), address(Label::To, to)]),
            )
        }
        TxKind::Call(to) => describe_call(to, &transaction, chain, tokens, &mut warnings),
    };
    let understood = !matches!(intent, Intent::UnknownCall | Intent::CreateContract);
    if !understood {
        if mode == Mode::Payment {
            return Err(RefusedRequest::NotUnderstood);
        }
        warnings.push(Warning::CannotDecode);
    }
    facts.push(Fact {
        label: Label::Chain,
        value: Value::Chain(chain),
    });
    facts.push(coin(Label::MostFee, transaction.most_gas_fee()));
    facts.push(Fact {
        label: Label::Nonce,
        value: Value::Number(alloc::format!("{}", transaction.nonce)),
    });
    let statement = Statement {
        intent,
        facts,
        warnings,
    };
    Ok((statement, transaction))
}

fn describe_call(
    contract: Address,
    transaction: &Transaction,
    chain: ChainId,
    tokens: &TokenBook,
    warnings: &mut Vec<Warning>,
) -> (Intent, Vec<Fact>) {
    let mut facts = Vec::new();
    let call = decode_call(contract, &transaction.input);
    let token = match call {
        Some(TokenCall::Approve {
            token: Some(token), ..
        }) => token,
        _ => contract,
    };
    if call.is_some() && tokens.find(chain, token).is_none() {
        warnings.push(Warning::UnknownToken);
    }
    let amount = |value| Fact {
        label: Label::Amount,
        value: tokens.amount(chain, token, AssetAmount::new(value)),
    };
    let intent = match call {
        Some(TokenCall::Transfer { to, value }) => {
            warn_of_recipient(to, token, warnings);
            facts.extend([amount(value), address(Label::To, to)]);
            Intent::SendToken
        }
        Some(
            TokenCall::TransferFrom { from, to, value } | TokenCall::SubmitAuthorization { from, to, value },
        ) => {
            warn_of_recipient(to, token, warnings);
            facts.extend([amount(value), address(Label::To, to), address(Label::From, from)]);
            Intent::SendFor
        }
        Some(TokenCall::Approve {
            spender,
            value,
            until,
            ..
        }) => {
            let shown = amount_or_unlimited(tokens, chain, token, value, warnings);
            facts.extend([
                Fact {
                    label: Label::Amount,
                    value: shown,
                },
                address(Label::Spender, spender),
            ]);
            facts.extend(until.map(|until| Fact {
                label: Label::ValidBefore,
                value: time(until),
            }));
            if value.is_zero() {
                Intent::Revoke
            } else {
                Intent::Approve
            }
        }
        Some(TokenCall::Permit {
            owner,
            spender,
            value,
        }) => {
            let shown = amount_or_unlimited(tokens, chain, token, value, warnings);
            facts.extend([
                Fact {
                    label: Label::Amount,
                    value: shown,
                },
                address(Label::Spender, spender),
                address(Label::From, owner),
            ]);
            Intent::Approve
        }
        Some(TokenCall::SubmitCancellation { authorizer, nonce }) => {
            facts.push(address(Label::From, authorizer));
            facts.push(Fact {
                label: Label::AuthorizationNonce,
                value: Value::Hash(nonce),
            });
            Intent::CancelAuthorization
        }
        None => {
            facts.push(data_fact(&transaction.input));
            Intent::UnknownCall
        }
    };
    facts.push(address(Label::Contract, contract));
    if !transaction.value.is_zero() {
        facts.insert(0, coin(Label::Amount, transaction.value));
        if call.is_some() {
            warnings.push(Warning::CoinWithCall);
        }
    }
    (intent, facts)
}

fn warn_of_recipient(to: Address, token: Address, warnings: &mut Vec<Warning>) {
    if to == token {
        warnings.push(Warning::ToTokenContract);
    }
    if to.is_zero() {
        warnings.push(Warning::ToNobody);
    }
}

/// Decodes typed data that is to be signed, and says what it does. The domain must name the active chain; without a
/// chain only messages that no known token verifies are shown.
///
/// # Errors
/// [`RefusedRequest`].
pub fn describe_typed_data(
    text: &str,
    chain: ChainId,
    account: Address,
    tokens: &TokenBook,
    mode: Mode,
) -> Result<(Statement, Digest), RefusedRequest> {
    let data = TypedData::parse(text)?;
    let of_known_token = data
        .domain()
        .contract
        .is_some_and(|contract| tokens.find(chain, contract).is_some());
    match data.chain() {
        Some(named) if named != chain => return Err(RefusedRequest::OtherChain),
        None if of_known_token => return Err(RefusedRequest::OtherChain),
        _ => {}
    }
    if data.domain().name.as_deref() == Some("CryptoCity Address Proof") {
        return Err(RefusedRequest::Reserved);
    }
    let known = data
        .chain()
        .and_then(|named| typed_message::describe(&data, named, tokens));
    let statement = match known {
        Some(statement) => statement,
        // A message that a registered token verifies moves money, whatever it is called.
        None if mode == Mode::Payment || of_known_token => return Err(RefusedRequest::NotUnderstood),
        None => Statement {
            intent: Intent::UnknownTypedData,
            facts: typed_message::raw_facts(&data, chain),
            warnings: Vec::from([Warning::CannotDecode]),
        },
    };
    match statement.address(&Label::From) {
        Some(owner) if owner != account => Err(RefusedRequest::OtherAccount),
        _ => Ok((statement, data.digest())),
    }
}

/// Reads a message of [EIP-191](https://eips.ethereum.org/EIPS/eip-191) that is to be signed: a sign-in for exactly the
/// site that asks, or a text. `origin` is what the browser attests.
///
/// # Errors
/// [`RefusedRequest`].
pub fn describe_message(
    message: &[u8],
    origin: Option<&str>,
    chain: ChainId,
    account: Address,
) -> Result<(Statement, Digest), RefusedRequest> {
    let text = core::str::from_utf8(message).map_err(|_| RefusedRequest::NotText)?;
    if text.is_empty() || text.len() > LONGEST_TEXT || text.contains('\0') {
        return Err(RefusedRequest::NotText);
    }
    let mut warnings = Vec::new();
    if !is_harmless(text) {
        warnings.push(Warning::MisleadingText);
    }
    let site = origin.map(|origin| Fact {
        label: Label::Site,
        value: Value::Text(origin.into()),
    });
    let mut facts: Vec<Fact> = site.into_iter().collect();
    let text_fact = |text: &str| Fact {
        label: Label::Text,
        value: Value::Text(neutralise(text)),
    };
    let intent = if SignIn::is_meant(text) {
        let sign_in = SignIn::parse(text)?;
        sign_in.check(origin, account, chain)?;
        facts.push(address(Label::Account, sign_in.address));
        facts.extend(sign_in.statement.as_deref().map(text_fact));
        facts.push(Fact {
            label: Label::Chain,
            value: Value::Chain(chain),
        });
        let named = |label, text: &String| Fact {
            label,
            value: Value::Text(neutralise(text)),
        };
        facts.push(named(Label::IssuedAt, &sign_in.issued_at));
        facts.extend(
            sign_in
                .expires_at
                .as_ref()
                .map(|text| named(Label::ValidBefore, text)),
        );
        Intent::SignIn
    } else {
        facts.push(text_fact(text));
        Intent::Text
    };
    let statement = Statement {
        intent,
        facts,
        warnings,
    };
    Ok((statement, personal_message_digest(message)))
}

fn coin(label: Label, wei: U256) -> Fact {
    Fact {
        label,
        value: Value::Coin(AssetAmount::new(wei)),
    }
}

fn address(label: Label, address: Address) -> Fact {
    Fact {
        label,
        value: Value::Address(address),
    }
}

fn data_fact(bytes: &[u8]) -> Fact {
    let shown = bytes.get(..SHOWN_BYTES).unwrap_or(bytes);
    let mut text = hex::encode_prefixed(shown);
    if shown.len() < bytes.len() {
        text.push('…');
    }
    Fact {
        label: Label::Data,
        value: Value::Text(text),
    }
}

#[cfg(test)]
mod tests;
