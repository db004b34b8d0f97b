use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, U256};
use chain::ChainId;
use serde_json::Value as Json;
use units::AssetAmount;

use crate::{
    Fact, Intent, Label, Statement, TokenBook, TypedData, Value, Warning,
    calldata::PERMIT2,
    statement::{amount_or_unlimited, time},
};

const TRANSFER: &str = "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
const RECEIVE: &str = "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
const CANCEL: &str = "CancelAuthorization(address authorizer,bytes32 nonce)";
const PERMIT: &str = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
const PERMIT_SINGLE: &str = "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
const PERMIT_BATCH: &str = "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
const PERMIT_TRANSFER: &str = "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)TokenPermissions(address token,uint256 amount)";
const PERMIT_TRANSFER_BATCH: &str = "PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline)TokenPermissions(address token,uint256 amount)";
const PERMIT_WITNESS: &str =
    "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,";
const ORDER: &str = "Order(bytes16 id,string merchantId,string origin,Line[] lines,uint256 totalTiyn,uint256 vatTiyn,string settlement,uint64 createdAt,uint64 expiresAt)Line(string name,uint64 quantityMilli,uint256 unitTiyn,uint16 vatBps,uint256 vatTiyn,uint256 totalTiyn)";
const QUOTE: &str = "Quote(bytes32 orderHash,string asset,uint256 amount,uint256 rateNum,uint256 rateDen,string rateSource,uint64 rateTime,uint16 feeBps,uint256 feeTiyn,uint256 merchantTiyn,address payTo,uint64 issuedAt,uint64 expiresAt)";
const CITY_DOMAIN: &str = "CryptoCity Order";

/// What a known typed message says; `None` when it is not known.
pub(crate) fn describe(data: &TypedData, chain: ChainId, tokens: &TokenBook) -> Option<Statement> {
    let reader = Reader { data, chain, tokens };
    match (data.encoded_type(), data.domain().contract) {
        (TRANSFER, Some(token)) => reader.authorization(Intent::Authorize, token),
        (RECEIVE, Some(token)) => reader.authorization(Intent::AuthorizeReceiver, token),
        (CANCEL, Some(token)) => reader.cancellation(token),
        (PERMIT, Some(token)) => reader.permit(token),
        (PERMIT_SINGLE, Some(PERMIT2)) => {
            reader.permit2(&[&["details"]], "amount", Some("expiration"), "sigDeadline")
        }
        (PERMIT_TRANSFER, Some(PERMIT2)) => reader.permit2(&[&["permitted"]], "amount", None, "deadline"),
        (text, Some(PERMIT2)) if text.starts_with(PERMIT_WITNESS) => {
            reader.permit2(&[&["permitted"]], "amount", None, "deadline")
        }
        (PERMIT_BATCH, Some(PERMIT2)) => reader.permit2_batch("details", Some("expiration"), "sigDeadline"),
        (PERMIT_TRANSFER_BATCH, Some(PERMIT2)) => reader.permit2_batch("permitted", None, "deadline"),
        (ORDER | QUOTE, None) if data.domain().name.as_deref() == Some(CITY_DOMAIN) => {
            Some(reader.city_paper())
        }
        _ => None,
    }
}

struct Reader<'a> {
    data: &'a TypedData,
    chain: ChainId,
    tokens: &'a TokenBook,
}

impl Reader<'_> {
    fn fact(label: Label, value: Value) -> Fact {
        Fact { label, value }
    }

    fn time(&self, path: &[&str]) -> Option<Value> {
        self.data.number(path).map(time)
    }

    fn warn_of(&self, token: Address, warnings: &mut Vec<Warning>) {
        if self.tokens.find(self.chain, token).is_none() && !warnings.contains(&Warning::UnknownToken) {
            warnings.push(Warning::UnknownToken);
        }
    }

    fn authorization(&self, intent: Intent, token: Address) -> Option<Statement> {
        let amount = AssetAmount::new(self.data.number(&["value"])?);
        let to = self.data.address(&["to"])?;
        let mut warnings = Vec::new();
        self.warn_of(token, &mut warnings);
        if to == token {
            warnings.push(Warning::ToTokenContract);
        }
        if to.is_zero() {
            warnings.push(Warning::ToNobody);
        }
        if self.data.number(&["validBefore"])? > U256::from(u64::MAX >> 16) {
            warnings.push(Warning::NoDeadline);
        }
        let nonce = self.data.get(&["nonce"])?.as_str()?.parse().ok()?;
        Some(Statement {
            intent,
            facts: Vec::from([
                Self::fact(Label::Amount, self.tokens.amount(self.chain, token, amount)),
                Self::fact(Label::To, Value::Address(to)),
                Self::fact(Label::From, Value::Address(self.data.address(&["from"])?)),
                Self::fact(Label::Contract, Value::Address(token)),
                Self::fact(Label::Chain, Value::Chain(self.chain)),
                Self::fact(Label::ValidAfter, self.time(&["validAfter"])?),
                Self::fact(Label::ValidBefore, self.time(&["validBefore"])?),
                Self::fact(Label::AuthorizationNonce, Value::Hash(nonce)),
            ]),
            warnings,
        })
    }

    fn cancellation(&self, token: Address) -> Option<Statement> {
        let nonce = self.data.get(&["nonce"])?.as_str()?.parse().ok()?;
        Some(Statement {
            intent: Intent::CancelAuthorization,
            facts: Vec::from([
                Self::fact(Label::From, Value::Address(self.data.address(&["authorizer"])?)),
                Self::fact(Label::AuthorizationNonce, Value::Hash(nonce)),
                Self::fact(Label::Contract, Value::Address(token)),
                Self::fact(Label::Chain, Value::Chain(self.chain)),
            ]),
            warnings: Vec::new(),
        })
    }

    fn permit(&self, token: Address) -> Option<Statement> {
        let value = self.data.number(&["value"])?;
        let mut warnings = Vec::new();
        self.warn_of(token, &mut warnings);
        let amount = amount_or_unlimited(self.tokens, self.chain, token, value, &mut warnings);
        Some(Statement {
            intent: if value.is_zero() {
                Intent::Revoke
            } else {
                Intent::Approve
            },
            facts: Vec::from([
                Self::fact(Label::Amount, amount),
                Self::fact(Label::Spender, Value::Address(self.data.address(&["spender"])?)),
                Self::fact(Label::From, Value::Address(self.data.address(&["owner"])?)),
                Self::fact(Label::Contract, Value::Address(token)),
                Self::fact(Label::Chain, Value::Chain(self.chain)),
                Self::fact(Label::ValidBefore, self.time(&["deadline"])?),
            ]),
            warnings,
        })
    }

    fn permit2(
        &self,
        at: &[&[&str]],
        amount: &str,
        until: Option<&str>,
        deadline: &str,
    ) -> Option<Statement> {
        let items = at
            .iter()
            .map(|path| self.data.get(path))
            .collect::<Option<Vec<_>>>()?;
        self.permit2_of(&items, amount, until, deadline)
    }

    fn permit2_batch(&self, list: &str, until: Option<&str>, deadline: &str) -> Option<Statement> {
        let items: Vec<&Json> = self.data.get(&[list])?.as_array()?.iter().collect();
        self.permit2_of(&items, "amount", until, deadline)
    }

    fn permit2_of(
        &self,
        items: &[&Json],
        amount: &str,
        until: Option<&str>,
        deadline: &str,
    ) -> Option<Statement> {
        let mut facts = Vec::new();
        let mut warnings = Vec::new();
        for item in items {
            let token = sig::parse_address(item.get("token")?.as_str()?).ok()?;
            let value = crate::typed_data::read_unsigned(item.get(amount)?)?;
            self.warn_of(token, &mut warnings);
            let most = until.map_or(U256::MAX, |_| (U256::from(1u8) << 160) - U256::from(1u8));
            let value = if value == most { U256::MAX } else { value };
            let shown = amount_or_unlimited(self.tokens, self.chain, token, value, &mut warnings);
            facts.push(Self::fact(Label::Amount, shown));
            facts.push(Self::fact(Label::Contract, Value::Address(token)));
            if let Some(until) = until {
                let until = crate::typed_data::read_unsigned(item.get(until)?)?;
                facts.push(Self::fact(Label::ValidBefore, time(until)));
            }
        }
        facts.push(Self::fact(
            Label::Spender,
            Value::Address(self.data.address(&["spender"])?),
        ));
        facts.push(Self::fact(Label::Chain, Value::Chain(self.chain)));
        facts.push(Self::fact(Label::ValidBefore, self.time(&[deadline])?));
        Some(Statement {
            intent: Intent::Approve,
            facts,
            warnings,
        })
    }

    fn city_paper(&self) -> Statement {
        Statement {
            intent: Intent::CityPaper,
            facts: raw_facts(self.data, self.chain),
            warnings: Vec::new(),
        }
    }
}

/// All values of typed data as they are.
pub(crate) fn raw_facts(data: &TypedData, chain: ChainId) -> Vec<Fact> {
    let text = |text: &str| Value::Text(crate::neutralise(text));
    let mut facts = Vec::from([Fact {
        label: Label::MessageType,
        value: text(data.primary_type()),
    }]);
    if let Some(name) = &data.domain().name {
        facts.push(Fact {
            label: Label::DomainName,
            value: text(name),
        });
    }
    if let Some(contract) = data.domain().contract {
        facts.push(Fact {
            label: Label::Contract,
            value: Value::Address(contract),
        });
    }
    facts.push(Fact {
        label: Label::Chain,
        value: Value::Chain(chain),
    });
    facts.extend(
        data.leaves()
            .into_iter()
            .map(|(path, value): (String, String)| Fact {
                label: Label::Field(path),
                value: text(&value),
            }),
    );
    facts
}
