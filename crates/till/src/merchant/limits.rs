//! How fast clients, people who sign in, and visitors of payment links may ask.

use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Requests a second of one API key; as many again at once.
const KEY: NonZeroU32 = NonZeroU32::new(200).unwrap();
/// Attempts a minute to sign in under one login.
const SIGN_IN: NonZeroU32 = NonZeroU32::new(6).unwrap();
/// Attempts a second to sign in under any login: each of them costs a processor's time.
const SIGN_IN_ALL: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// Orders a second out of one payment link.
const LINK: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// Whoever asks faster.
#[derive(Debug, Clone, Copy)]
pub(super) struct TooFast;

#[derive(Debug)]
pub(super) struct Limits {
    keys: DefaultKeyedRateLimiter<String>,
    sign_ins: DefaultKeyedRateLimiter<String>,
    all_sign_ins: DefaultKeyedRateLimiter<()>,
    links: DefaultKeyedRateLimiter<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            keys: RateLimiter::keyed(Quota::per_second(KEY)),
            sign_ins: RateLimiter::keyed(Quota::per_minute(SIGN_IN)),
            all_sign_ins: RateLimiter::keyed(Quota::per_second(SIGN_IN_ALL)),
            links: RateLimiter::keyed(Quota::per_second(LINK)),
        }
    }
}

impl Limits {
    pub(super) fn key(&self, client: &str) -> Result<(), TooFast> {
        check(&self.keys, client)
    }

    pub(super) fn sign_in(&self, login: &str) -> Result<(), TooFast> {
        check(&self.sign_ins, login)?;
        // What is not asked for any more is forgotten, or logins nobody has would fill the memory.
        self.sign_ins.retain_recent();
        self.all_sign_ins.check_key(&()).map_err(|_| TooFast)
    }

    pub(super) fn link(&self, id: &str) -> Result<(), TooFast> {
        check(&self.links, id)
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, name: &str) -> Result<(), TooFast> {
    limiter.check_key(&name.to_owned()).map_err(|_| TooFast)
}
