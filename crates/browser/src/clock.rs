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

/// Milliseconds of a clock that only goes forward, whatever is done to the device's time.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates"
)]
pub fn monotonic_millis() -> u64 {
    let performance = js_sys::Reflect::get(&js_sys::global(), &"performance".into());
    let performance = performance.map(wasm_bindgen::JsCast::unchecked_into::<web_sys::Performance>);
    performance.map_or(0, |performance| performance.now() as u64)
}
