use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, HtmlElement, Url};

/// Has the browser save a text as a file of this name.
pub fn save_file(name: &str, text: &str) {
    save(name, Blob::new_with_str_sequence(&Array::of1(&text.into())));
}

/// Has the browser save bytes as a file of this name.
pub fn save_bytes(name: &str, bytes: &[u8]) {
    save(
        name,
        Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))),
    );
}

fn save(name: &str, blob: Result<Blob, JsValue>) {
    let saved = || -> Result<(), JsValue> {
        let address = Url::create_object_url_with_blob(&blob?)?;
        let document = web_sys::window()
            .and_then(|window| window.document())
            .ok_or(JsValue::NULL)?;
        let link = document.create_element("a")?;
        link.set_attribute("href", &address)?;
        link.set_attribute("download", name)?;
        link.unchecked_ref::<HtmlElement>().click();
        Url::revoke_object_url(&address)
    };
    // Every browser that runs this page saves files; whether it did shows in its own list.
    let _ = saved();
}
