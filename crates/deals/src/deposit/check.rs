use units::Tiyn;
use zone::check_text;

use crate::{Agreement, Building};

/// The shortest time to pay in, in seconds: who signs later cannot pay any more.
const LEAST_FUNDING_SECONDS: u64 = 60;
/// In characters; so much of it fits on the document.
const LONGEST_NAME: usize = 120;
/// Deposits are for months, not years.
const LONGEST_SECONDS: u64 = 366 * 86_400;

/// Why an agreement is not to be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AgreementError {
    /// The form is of another version.
    #[error("another version of the form")]
    Version,
    /// Money for a building under construction may only be taken by a registered share-participation contract (Law
    /// 486-V of 2016-04-07, in the wording in force since 2025-08-30).
    #[error("the building is under construction")]
    UnderConstruction,
    /// Not a cadastral number.
    #[error("not a cadastral number")]
    CadastralNumber,
    /// Name missing, too long or with invisible characters, or buyer, seller and notary are not three accounts.
    #[error("the parties are not three")]
    Parties,
    /// Nothing, or more than the price.
    #[error("the deposit must be above nothing and at most the price")]
    Amount,
    /// Too late, too early, or in the wrong order.
    #[error("the deadlines make no sense")]
    Deadlines,
}

/// Checks what can be checked of an agreement before it is signed. `now` is unix seconds.
///
/// # Errors
/// [`AgreementError`].
pub fn check_agreement(agreement: &Agreement, now: u64) -> Result<(), AgreementError> {
    if agreement.version != 1 {
        return Err(AgreementError::Version);
    }
    if agreement.home.building == Building::UnderConstruction {
        return Err(AgreementError::UnderConstruction);
    }
    if !is_cadastral_number(&agreement.home.cadastral_number) {
        return Err(AgreementError::CadastralNumber);
    }
    let [buyer, seller, notary] = [
        agreement.buyer.account,
        agreement.seller.account,
        agreement.notary.account,
    ];
    let named = [&agreement.buyer.name, &agreement.seller.name]
        .iter()
        .all(|name| {
            !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME && check_text(name).is_ok()
        });
    if !named || buyer == seller || buyer == notary || seller == notary {
        return Err(AgreementError::Parties);
    }
    if agreement.deposit_tiyn == Tiyn::ZERO
        || agreement.amount.get().is_zero()
        || agreement.deposit_tiyn > agreement.home.price_tiyn
    {
        return Err(AgreementError::Amount);
    }
    let earliest = now.saturating_add(LEAST_FUNDING_SECONDS);
    let latest = now.saturating_add(LONGEST_SECONDS);
    if agreement.funding_deadline < earliest
        || agreement.closing_deadline <= agreement.funding_deadline
        || agreement.closing_deadline > latest
    {
        return Err(AgreementError::Deadlines);
    }
    Ok(())
}

/// Whether a deal is so large that the operator must tell the parties about financial monitoring.
#[must_use]
pub fn needs_aml_notice(agreement: &Agreement, threshold: Tiyn) -> bool {
    agreement.home.price_tiyn >= threshold
}

/// `RR-DDD-QQQ-NNNN`, for buildings and flats with `:b` and `:b:f`. Loose on purpose: the register decides.
#[must_use]
pub fn is_cadastral_number(text: &str) -> bool {
    let mut parts = text.split(':');
    let land = parts.next().unwrap_or_default();
    let digits = |part: &str, lengths: &[usize]| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut fields = land.split('-');
    let mut next = |lengths: &[usize]| fields.next().is_some_and(|field| digits(field, lengths));
    let land_fits = next(&[2]) && next(&[3]) && next(&[3]) && next(&[3, 4]) && fields.next().is_none();
    let mut count = 0u8;
    let rest_fits = parts.all(|part| {
        count = count.saturating_add(1);
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '/')
    });
    land_fits && rest_fits && count <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cadastral_numbers() {
        for good in ["03-046-012-1234:5:17", "20-311-005-123", "03-046-012-1234:5:17/2"] {
            assert!(is_cadastral_number(good), "{good}");
        }
        for bad in [
            "",
            "3-046-012-1234",
            "03-046-012-12345",
            "03-046-012-1234:",
            "03-046-012",
            "03-046-012-1234-1",
        ] {
            assert!(!is_cadastral_number(bad), "{bad}");
        }
    }
}
