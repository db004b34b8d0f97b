use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use serde::{Deserialize, Serialize};
use sig::{Address, EvmSignature, Signer, personal_message_digest};

use crate::{
    Bin, LocalText, MerchantCertificate, MerchantKey, SettlementMode, TextError, Validity, check_text,
};

/// What [`Application::kind`] says.
pub const APPLICATION_KIND: &str = "cryptocity-application/1";

/// What a merchant asks the zone to certify. Signed by the order key, so that nobody applies with somebody else's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Application {
    /// [`APPLICATION_KIND`].
    pub kind: String,
    /// Stable identifier: small letters, digits, dashes.
    pub id: String,
    /// BIN of the company.
    pub bin: Bin,
    /// Name for people.
    pub names: LocalText,
    /// Web origins that may ask for payment.
    pub origins: Vec<String>,
    /// Whether VAT may be shown.
    pub vat_payer: bool,
    /// Where people complain.
    pub contact: String,
    /// Address of the key that signs orders and receipts.
    pub order_key: Address,
    /// Unix seconds.
    pub applied_at: u64,
    /// The order key over [`Application::message`], as a personal message (EIP-191).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<EvmSignature>,
}

/// Why an application is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationError {
    /// Another kind of document.
    #[error("not an application for a merchant certificate")]
    Kind,
    /// Not small letters, digits and dashes.
    #[error("an identifier has 3 to 40 small letters, digits and dashes, not {0:?}")]
    Id(String),
    /// A name or the contact is empty, too long or has something invisible in it.
    #[error("{field}: {reason}")]
    Text {
        /// Which.
        field: &'static str,
        /// Why.
        reason: TextError,
    },
    /// A name or the contact is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// No origin, or something that is none.
    #[error("{0:?} is not the origin of a web page, such as https://shop.example")]
    Origin(String),
    /// Not signed by the order key it names.
    #[error("the application is not signed by the order key {0}")]
    Signature(Address),
}

impl Application {
    /// What the order key signs: every field, one a line.
    #[must_use]
    pub fn message(&self) -> String {
        format!(
            "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
            self.kind,
            self.id,
            self.bin,
            self.names.kk,
            self.names.ru,
            self.names.en,
            self.origins.join(" "),
            self.vat_payer,
            self.contact,
            self.order_key.to_checksum(None),
            self.applied_at
        )
    }

    /// Signs with the order key.
    #[must_use]
    pub fn sign(mut self, key: &impl Signer) -> Self {
        self.order_key = key.address();
        self.signature = Some(key.sign(&personal_message_digest(self.message().as_bytes())));
        self
    }

    /// Checks form and signature. Whether company and sites are whose they are said to be, the zone finds out otherwise.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub fn check(&self) -> Result<(), ApplicationError> {
        if self.kind != APPLICATION_KIND {
            return Err(ApplicationError::Kind);
        }
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(3..=40).contains(&self.id.len()) || !self.id.bytes().all(plain) {
            return Err(ApplicationError::Id(self.id.clone()));
        }
        for (field, text) in [
            ("the Kazakh name", &self.names.kk),
            ("the Russian name", &self.names.ru),
            ("the English name", &self.names.en),
            ("the contact", &self.contact),
        ] {
            check_text(text).map_err(|reason| ApplicationError::Text { field, reason })?;
            // One line each, or one field could pass for two.
            if text.trim().is_empty() || text.contains('\n') {
                return Err(ApplicationError::Missing(field));
            }
        }
        if self.origins.is_empty() {
            return Err(ApplicationError::Origin(String::new()));
        }
        if let Some(wrong) = self.origins.iter().find(|origin| !is_origin(origin)) {
            return Err(ApplicationError::Origin(wrong.clone()));
        }
        let digest = personal_message_digest(self.message().as_bytes());
        let signer = self
            .signature
            .as_ref()
            .map(|signature| signature.recover(&digest));
        match signer {
            Some(Ok(signer)) if signer == self.order_key => Ok(()),
            _ => Err(ApplicationError::Signature(self.order_key)),
        }
    }

    /// The certificate that is asked for: tenge by an operator, one order key.
    #[must_use]
    pub fn into_certificate(self, validity: Validity, test: bool) -> MerchantCertificate {
        MerchantCertificate {
            id: self.id,
            bin: self.bin,
            names: self.names,
            order_keys: vec![MerchantKey {
                address: self.order_key,
                validity,
            }],
            origins: self.origins,
            settlement: vec![SettlementMode::KztViaOperator],
            vat_payer: self.vat_payer,
            contact: self.contact,
            test,
            validity,
        }
    }
}

/// Scheme and host, perhaps a port. Plain http only on this very machine.
fn is_origin(text: &str) -> bool {
    let host_of = |scheme: &str| text.strip_prefix(scheme);
    let (host, secure) = match (host_of("https://"), host_of("http://")) {
        (Some(host), _) => (host, true),
        (None, Some(host)) => (host, false),
        (None, None) => return false,
    };
    let (name, port) = host
        .split_once(':')
        .map_or((host, None), |(name, port)| (name, Some(port)));
    let good =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-');
    // As browsers write it: no leading zeros.
    let is_port = |text: &str| {
        text.parse::<u16>()
            .is_ok_and(|port| port > 0 && port.to_string() == text)
    };
    let local = matches!(name, "localhost" | "127.0.0.1");
    !name.is_empty() && name.chars().all(good) && port.is_none_or(is_port) && (secure || local)
}

#[cfg(test)]
mod tests {
    use k256::ecdsa::SigningKey;

    use super::*;

    fn application() -> Application {
        let key = SigningKey::from_slice(&[7; 32]).unwrap();
        Application {
            kind: APPLICATION_KIND.into(),
            id: "tau-bakery".into(),
            bin: "260940000014".parse().unwrap(),
            names: LocalText {
                kk: "Тау наубайханасы".into(),
                ru: "Пекарня Тау".into(),
                en: "Tau Bakery".into(),
            },
            origins: vec!["https://tau.example".into(), "http://127.0.0.1:8082".into()],
            vat_payer: false,
            contact: "tau@bakery.example".into(),
            order_key: Address::ZERO,
            applied_at: 1_795_000_000,
            signature: None,
        }
        .sign(&key)
    }

    #[test]
    fn what_the_order_key_signed_is_taken_and_certified_as_it_is() {
        let application = application();
        assert_eq!(application.check(), Ok(()));
        let validity = Validity {
            valid_from: 1,
            valid_until: Some(2),
        };
        let certificate = application.clone().into_certificate(validity, true);
        assert!(certificate.test && certificate.has_order_key(application.order_key, 1));
        assert_eq!(certificate.origins, application.origins);
    }

    #[test]
    fn every_field_is_signed() {
        let changes: [fn(&mut Application); 7] = [
            |it| it.id.push('x'),
            |it| it.bin = "260940000507".parse().unwrap(),
            |it| it.names.ru.push('а'),
            |it| it.origins.truncate(1),
            |it| it.vat_payer = true,
            |it| it.contact.push('x'),
            |it| it.applied_at += 1,
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut changed = application();
            change(&mut changed);
            assert_eq!(
                changed.check(),
                Err(ApplicationError::Signature(changed.order_key)),
                "change {number}"
            );
        }
        let mut unsigned = application();
        unsigned.signature = None;
        assert!(matches!(unsigned.check(), Err(ApplicationError::Signature(_))));
    }

    #[test]
    fn origins_are_those_of_pages() {
        for origin in [
            "https://shop.example",
            "https://shop.example:8443",
            "http://localhost:8081",
        ] {
            assert!(is_origin(origin), "{origin}");
        }
        for origin in [
            "",
            "shop.example",
            "http://shop.example",
            "https://shop.example/",
            "https://Shop.example",
            "https://shop.example:0",
            "https://shop.example:080",
            "https://a b",
            "https://",
        ] {
            assert!(!is_origin(origin), "{origin}");
        }
    }
}
