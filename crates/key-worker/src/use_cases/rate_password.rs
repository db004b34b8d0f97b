use vault::{Strength, Weakness, estimate_strength};

use crate::{
    protocol::{Failure, Response, StrengthLevel, StrengthView, WeaknessKind},
    worker::Secret,
};

/// Tells how hard a new password would be to guess. Nothing of it is kept.
pub(crate) fn rate_password(typed: &Secret) -> Result<Response, Failure> {
    let typed = std::str::from_utf8(typed).map_err(|_| Failure::BadRequest)?;
    let (strength, weakness) = estimate_strength(typed);
    Ok(Response::Strength(StrengthView {
        level: match strength {
            Strength::Weak => StrengthLevel::Weak,
            Strength::Fair => StrengthLevel::Fair,
            Strength::Good => StrengthLevel::Good,
            Strength::Strong => StrengthLevel::Strong,
        },
        weakness: weakness.map(|weakness| match weakness {
            Weakness::Common => WeaknessKind::Common,
            Weakness::Sequence => WeaknessKind::Sequence,
            Weakness::Repeated => WeaknessKind::Repeated,
            Weakness::Date => WeaknessKind::Date,
            Weakness::Short => WeaknessKind::Short,
        }),
    }))
}
