use std::{cell::Cell, fmt, rc::Rc};

use browser::{TabChannel, monotonic_millis, read_auto_lock_minutes};
use gloo_timers::future::TimeoutFuture;
use key_worker::protocol::LockState;
use leptos::{ev, prelude::*, task::spawn_local};

use crate::pages::wallet::Wallet;

const CHANNEL: &str = "cryptocity.lock";
const LOCK: &str = "lock";
const ACTIVE: &str = "active";
/// How often the clock is looked at, in milliseconds.
const TICK: u32 = 2_000;
/// So long before it locks the page says so, in milliseconds.
const WARN: u64 = 30_000;
/// Other tabs hear of activity at most this often, in milliseconds.
const TELL: u64 = 5_000;

/// What the wallet does about locking.
#[derive(Clone, Copy)]
pub(crate) struct AutoLock {
    channel: StoredValue<Option<Rc<TabChannel>>, LocalStorage>,
    touched: StoredValue<Rc<dyn Fn()>, LocalStorage>,
}

impl fmt::Debug for AutoLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AutoLock").finish_non_exhaustive()
    }
}

impl AutoLock {
    /// Locks the other tabs too.
    pub(crate) fn tell_locked(self) {
        if let Some(channel) = self.channel.get_value() {
            channel.say(LOCK);
        }
    }

    /// Counts as use, in all tabs.
    pub(crate) fn touch(self) {
        self.touched.with_value(|touched| touched());
    }
}

/// Locks the wallet when nobody has touched any of its tabs for the chosen time, and whenever another tab locks.
pub(crate) fn provide_auto_lock(wallet: Wallet) -> AutoLock {
    let last = Rc::new(Cell::new(monotonic_millis()));
    let heard = {
        let last = last.clone();
        move |word: &str| match word {
            LOCK => spawn_local(wallet.lock_here()),
            ACTIVE => last.set(monotonic_millis()),
            _ => {}
        }
    };
    let channel = TabChannel::open(CHANNEL, heard).map(Rc::new);
    let kept = StoredValue::new_local(channel.clone());
    let told = Cell::new(0);
    let touched: Rc<dyn Fn()> = {
        let last = last.clone();
        Rc::new(move || {
            let now = monotonic_millis();
            last.set(now);
            if wallet.locks_soon.get_untracked() {
                wallet.locks_soon.set(false);
            }
            if now.saturating_sub(told.get()) >= TELL {
                told.set(now);
                if let Some(channel) = &channel {
                    channel.say(ACTIVE);
                }
            }
        })
    };
    let auto_lock = AutoLock {
        channel: kept,
        touched: StoredValue::new_local(touched.clone()),
    };
    // The app lives as long as the page; the listeners end with it.
    let by_pointer = touched.clone();
    window_event_listener(ev::pointerdown, move |_| by_pointer());
    window_event_listener(ev::keydown, move |_| touched());
    spawn_local(async move {
        loop {
            TimeoutFuture::new(TICK).await;
            let limit = u64::from(read_auto_lock_minutes()).saturating_mul(60_000);
            let open = wallet.status.with_untracked(|status| {
                status.as_ref().map(|status| status.lock) == Some(LockState::Unlocked)
            });
            let idle = monotonic_millis().saturating_sub(last.get());
            let soon = open && idle.saturating_add(WARN) >= limit && idle < limit;
            if wallet.locks_soon.get_untracked() != soon {
                wallet.locks_soon.set(soon);
            }
            if open && idle >= limit {
                wallet.lock_here().await;
            }
        }
    });
    auto_lock
}
