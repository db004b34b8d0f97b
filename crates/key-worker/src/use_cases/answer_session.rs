use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{
        CheckSettlementRequest, PayResponse, PaymentView, PreparePaymentRequest, SessionAnswer, SessionAsk,
        SignPaymentRequest, decode, encode,
    },
    use_cases::{
        check_settlement::check_settlement, prepare_payment::prepare_payment,
        session_policy::session_ceiling, sign_payment::sign_payment,
    },
    worker::{Clock, KeyWorker},
};

/// How long after an unlock another tab's payments are signed, in milliseconds.
const LONGEST: u64 = 600_000;
/// So many payments of before are looked at, the newest first.
const MOST_LOOKED_AT: usize = 30;

/// A payment of before, as the journal has it. The merchant's and the operator's signatures in it are what counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastPayment {
    /// The `PAYMENT-REQUIRED` header that was paid.
    pub payment_required: String,
    /// Which way was paid.
    pub accept_index: usize,
    /// Which account paid.
    pub account: u32,
    /// When it was signed, unix seconds.
    pub signed_at: u64,
    /// The body of the till's answer.
    pub settled: String,
}

impl<S: VaultStore, R: RandomPort, C: Clock> KeyWorker<S, R, C> {
    /// Answers a pay window of another tab, or says nothing: when the wallet is locked or was unlocked more than ten
    /// minutes ago, when its owner has not allowed it, for anything but an order below their ceiling, and for a payee of
    /// whom the journal has no signed receipt.
    pub async fn answer_session(
        &mut self,
        ask: &[u8],
        past: impl AsyncFnOnce() -> Vec<PastPayment>,
    ) -> Option<Vec<u8>> {
        let since = self.clock.now_millis().checked_sub(self.unlocked_at)?;
        if self.open.is_none() || since >= LONGEST {
            return None;
        }
        let ceiling = session_ceiling(self).await.ok().flatten()?;
        let ask: SessionAsk = decode(ask)?;
        let order = ask.order.clone();
        let Ok(PayResponse::Payment(payment)) = prepare_payment(self, ask.order).await else {
            return None;
        };
        let handle = payment.handle;
        let allowed =
            payment.total_tiyn <= ceiling && knows_payee(self, &order, &payment, past().await).await;
        let Some(domain_separator) = ask.domain_separator.filter(|_| allowed) else {
            self.prepared.remove(&handle);
            return allowed.then(|| answer(payment, None));
        };
        let request = SignPaymentRequest {
            handle,
            domain_separator,
        };
        match sign_payment(self, &request) {
            Ok(PayResponse::Signed(signed)) => Some(answer(payment, Some(signed))),
            _ => None,
        }
    }
}

fn answer(payment: Box<PaymentView>, signed: Option<crate::protocol::SignedPaymentView>) -> Vec<u8> {
    encode(&SessionAnswer { payment, signed })
}

/// Whether a receipt that the merchant and an operator have signed shows that the payee was paid before. Everything the
/// pages themselves remember could be written by them.
async fn knows_payee<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    order: &PreparePaymentRequest,
    payment: &PaymentView,
    past: Vec<PastPayment>,
) -> bool {
    for paid in past.into_iter().take(MOST_LOOKED_AT) {
        let request = CheckSettlementRequest {
            registry: order.registry.clone(),
            payment_required: paid.payment_required,
            accept_index: paid.accept_index,
            account: paid.account,
            signed_at: paid.signed_at,
            settled: paid.settled,
        };
        if let Ok(PayResponse::Settlement(receipt)) = check_settlement(worker, &request).await
            && receipt.payment.merchant.bin == payment.merchant.bin
        {
            return true;
        }
    }
    false
}
