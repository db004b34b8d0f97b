use base64::{Engine as _, engine::general_purpose::STANDARD};
use browser::KnownPasskey;
use key_worker::protocol::PasskeyView;

/// The passkeys of the vault, as the browser is asked for them.
#[must_use]
pub fn known_passkeys(passkeys: &[PasskeyView]) -> Vec<KnownPasskey> {
    passkeys
        .iter()
        .map(|passkey| KnownPasskey {
            credential: passkey.credential.clone(),
            salt: STANDARD.decode(&passkey.salt).unwrap_or_default(),
            transports: passkey.transports.clone(),
        })
        .collect()
}
