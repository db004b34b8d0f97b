use crate::{RandomError, RandomPort};

pub(crate) fn make_bytes<const N: usize>(random: &impl RandomPort) -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    random.fill(&mut bytes)?;
    Ok(bytes)
}
