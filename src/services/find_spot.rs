use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// Longer than a phone needs to find itself.
const MOST_MILLIS: u32 = 15_000;

/// Where this device is, in millionths of degrees; asks the person through the browser. Nothing when it is refused or unknown.
pub async fn find_spot() -> Option<(i32, i32)> {
    let geolocation = window().navigator().geolocation().ok()?;
    let promise = Promise::new(&mut |resolve, reject| {
        let found = Closure::once_into_js(move |position: JsValue| {
            // A resolved promise cannot refuse a value.
            let _ = resolve.call1(&JsValue::NULL, &position);
        });
        let failed = Closure::once_into_js(move |error: JsValue| {
            let _ = reject.call1(&JsValue::NULL, &error);
        });
        // Both answers come through the promise.
        let _ = geolocation
            .get_current_position_with_error_callback(found.unchecked_ref(), Some(failed.unchecked_ref()));
    });
    let answer = select(JsFuture::from(promise), TimeoutFuture::new(MOST_MILLIS)).await;
    let Either::Left((Ok(position), _)) = answer else {
        return None;
    };
    let coordinates = Reflect::get(&position, &"coords".into()).ok()?;
    Some((
        micro(&coordinates, "latitude")?,
        micro(&coordinates, "longitude")?,
    ))
}

fn micro(coordinates: &JsValue, name: &str) -> Option<i32> {
    let degrees = Reflect::get(coordinates, &name.into()).ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
    let micro = (degrees * 1_000_000.0) as i32;
    Some(micro)
}
