use browser::now_seconds;
use deals::SignedPaper;
use sig::{Address, B256};

use super::{
    Money, MoneyTrouble,
    book::{BankDeal, Identity},
};

/// The oldest that have ended are dropped; activity keeps what they were.
const MOST_DEALS: usize = 200;
/// A quote that was taken in its last second may take so long to reach the chain, in seconds.
const LATE: u64 = 24 * 3600;

fn name(url: &str, account: Address) -> String {
    format!("{account} {url}")
}

impl Money {
    /// How the owner of an account is identified at an operator, as far as this wallet knows.
    pub(crate) async fn identity(self, url: &str, account: Address) -> Option<Identity> {
        let book = self.load_book().await.ok()?;
        book.identities.get(&name(url, account)).cloned()
    }

    /// The credential for an operator, if there is one.
    pub(crate) async fn credential(self, url: &str, account: Address) -> Option<SignedPaper> {
        self.identity(url, account).await?.credential
    }

    /// Keeps an identification, encrypted.
    pub(crate) async fn keep_identity(
        self,
        url: &str,
        account: Address,
        identity: Identity,
    ) -> Result<(), MoneyTrouble> {
        self.edit_book(move |book| {
            book.identities.insert(name(url, account), identity);
            Ok(())
        })
        .await
    }

    /// Keeps a deal that begins, encrypted.
    pub(crate) async fn keep_bank_deal(self, deal: BankDeal) -> Result<(), MoneyTrouble> {
        self.edit_book(move |book| {
            book.bank.retain(|known| known.hash != deal.hash);
            book.bank.push(deal);
            let surplus = book.bank.len().saturating_sub(MOST_DEALS);
            book.bank.drain(..surplus);
            Ok(())
        })
        .await
    }

    /// Notes the transaction that moved the asset of a deal, so that activity can name it.
    pub(crate) async fn note_bank_transaction(
        self,
        hash: B256,
        transaction: B256,
    ) -> Result<(), MoneyTrouble> {
        self.edit_book(move |book| {
            for deal in book.bank.iter_mut().filter(|deal| deal.hash == hash) {
                deal.transaction = Some(transaction);
            }
            Ok(())
        })
        .await
    }

    /// Deals of an account whose end is not known yet, the newest first.
    pub(crate) async fn open_bank_deals(self, account: Address) -> Vec<BankDeal> {
        let Ok(book) = self.load_book().await else {
            return Vec::new();
        };
        let since = now_seconds().saturating_sub(LATE);
        let is_open = |deal: &BankDeal| {
            deal.account == account && deal.transaction.is_none() && deal.expires_at > since
        };
        book.bank.into_iter().rev().filter(is_open).collect()
    }
}
