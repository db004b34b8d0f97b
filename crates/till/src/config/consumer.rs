use serde::Deserialize;

/// What a shop tells its customers on payment pages and receipts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Consumer {
    /// The shop's own terms of sale, an address.
    pub terms_url: Option<String>,
    /// Which version of terms and risk notice is in force; written on every receipt.
    pub terms_version: String,
    /// Goods of proper quality are taken back for so many days.
    pub return_days: u16,
    /// Money comes back within so many days after a return.
    pub refund_days: u16,
    /// Where complaints go besides the certificate's contact, e.g. a telephone number.
    pub complaints: Option<String>,
    /// Where the shop is.
    pub address: Option<String>,
}

impl Default for Consumer {
    /// 14 days by the law on consumer protection, 15 for the money.
    fn default() -> Self {
        Self {
            terms_url: None,
            terms_version: "2026-11".into(),
            return_days: 14,
            refund_days: 15,
            complaints: None,
            address: None,
        }
    }
}
