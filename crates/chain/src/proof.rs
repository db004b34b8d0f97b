use alloy_primitives::{Address, B256, U256};
use serde::{Deserialize, Serialize};

use crate::{Authorization, Receipt, token};

/// What the chain says of a paid authorization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentProof {
    /// The transaction.
    pub transaction: B256,
    /// The block it is in.
    pub block_number: u64,
    /// The block's hash, to notice reorganisations.
    pub block_hash: B256,
}

/// Why a receipt does not prove a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProvePaymentError {
    /// The transaction was reverted.
    #[error("the transaction was reverted")]
    Reverted,
    /// The token did not log `AuthorizationUsed` with this payer and nonce. A cancelled authorization ends here:
    /// its state is "used" but nothing was paid.
    #[error("the authorization was not used in this transaction")]
    NotUsed,
    /// The token did not log the transfer of exactly this amount to this payee.
    #[error("no matching transfer in this transaction")]
    NoTransfer,
}

/// Proves that the transaction of `receipt` paid `authorization` in `token`: status 1, `AuthorizationUsed(from, nonce)`
/// **and** `Transfer(from, to, value)`, both from the token contract. Who submitted it does not matter.
///
/// # Errors
/// [`ProvePaymentError`].
pub fn prove_payment(
    receipt: &Receipt,
    token: Address,
    authorization: &Authorization,
) -> Result<PaymentProof, ProvePaymentError> {
    if !receipt.succeeded {
        return Err(ProvePaymentError::Reverted);
    }
    let of_token = || receipt.logs.iter().filter(|log| log.address == token);
    let used = [
        token::authorization_used_topic(),
        authorization.from.into_word(),
        authorization.nonce,
    ];
    let paid = [
        token::transfer_topic(),
        authorization.from.into_word(),
        authorization.to.into_word(),
    ];
    if !of_token().any(|log| log.topics == used) {
        return Err(ProvePaymentError::NotUsed);
    }
    let value = U256::to_be_bytes::<32>(&authorization.value.get());
    if !of_token().any(|log| log.topics == paid && log.data.as_ref() == value) {
        return Err(ProvePaymentError::NoTransfer);
    }
    Ok(PaymentProof {
        transaction: receipt.transaction,
        block_number: receipt.block_number,
        block_hash: receipt.block_hash,
    })
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use alloy_primitives::address;
    use units::AssetAmount;

    use super::*;
    use crate::Log;

    const TOKEN: Address = address!("5FbDB2315678afecb367f032d93F642f64180aa3");

    fn authorization() -> Authorization {
        Authorization {
            from: Address::repeat_byte(1),
            to: Address::repeat_byte(2),
            value: AssetAmount::new(U256::from(4_546_299)),
            valid_after: 0,
            valid_before: 2_000_000_000,
            nonce: B256::repeat_byte(3),
        }
    }

    fn log(address: Address, topics: Vec<B256>, data: &[u8]) -> Log {
        Log {
            address,
            topics,
            data: data.to_vec().into(),
            transaction: B256::ZERO,
            block_number: 7,
        }
    }

    fn paid() -> Receipt {
        let a = authorization();
        Receipt {
            transaction: B256::repeat_byte(9),
            succeeded: true,
            block_number: 7,
            block_hash: B256::repeat_byte(8),
            contract: None,
            logs: vec![
                log(
                    TOKEN,
                    vec![token::authorization_used_topic(), a.from.into_word(), a.nonce],
                    &[],
                ),
                log(
                    TOKEN,
                    vec![token::transfer_topic(), a.from.into_word(), a.to.into_word()],
                    &a.value.get().to_be_bytes::<32>(),
                ),
            ],
        }
    }

    #[test]
    fn both_logs_prove_it() {
        assert_eq!(
            prove_payment(&paid(), TOKEN, &authorization())
                .unwrap()
                .block_number,
            7
        );
    }

    #[test]
    fn a_cancelled_authorization_is_no_payment() {
        let mut receipt = paid();
        receipt.logs.pop();
        assert_eq!(
            prove_payment(&receipt, TOKEN, &authorization()),
            Err(ProvePaymentError::NoTransfer)
        );
    }

    #[test]
    fn a_look_alike_token_proves_nothing() {
        let mut receipt = paid();
        for log in &mut receipt.logs {
            log.address = Address::repeat_byte(0xbb);
        }
        assert_eq!(
            prove_payment(&receipt, TOKEN, &authorization()),
            Err(ProvePaymentError::NotUsed)
        );
    }

    #[test]
    fn another_amount_nonce_or_a_revert_proves_nothing() {
        let less = Authorization {
            value: AssetAmount::new(U256::from(4_546_298)),
            ..authorization()
        };
        assert_eq!(
            prove_payment(&paid(), TOKEN, &less),
            Err(ProvePaymentError::NoTransfer)
        );
        let other = Authorization {
            nonce: B256::repeat_byte(4),
            ..authorization()
        };
        assert_eq!(
            prove_payment(&paid(), TOKEN, &other),
            Err(ProvePaymentError::NotUsed)
        );
        let reverted = Receipt {
            succeeded: false,
            ..paid()
        };
        assert_eq!(
            prove_payment(&reverted, TOKEN, &authorization()),
            Err(ProvePaymentError::Reverted)
        );
    }
}
