/// Unix time in whole seconds, by this device.
#[must_use]
pub fn now_seconds() -> u64 {
    now_millis() / 1000
}

/// Unix time in milliseconds, by this device.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates: before 1970 is 0"
)]
pub fn now_millis() -> u64 {
    js_sys::Date::now() as u64
}
