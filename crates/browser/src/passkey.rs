//! Passkeys that answer with a secret: [WebAuthn](https://www.w3.org/TR/webauthn-3/) with the PRF extension. The person is
//! always verified.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use zeroize::Zeroizing;

use crate::random_bytes;

/// Why there is no answer of a passkey.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// This browser has no passkeys, or not with a secret.
    #[error("no passkeys with a secret here")]
    Unsupported,
    /// The person said no, or time ran out.
    #[error("cancelled")]
    Cancelled,
    /// The passkey is one of the vault already.
    #[error("this passkey is there already")]
    AlreadyThere,
    /// Anything else.
    #[error("the passkey failed: {0}")]
    Failed(String),
}

/// A passkey of the vault, as it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPasskey {
    /// The credential's id, base64url.
    pub credential: String,
    /// The PRF's input.
    pub salt: Vec<u8>,
    /// Hints for the browser.
    pub transports: Vec<String>,
}

/// A passkey that was just made.
#[derive(Debug)]
pub struct MadePasskey {
    /// The credential's id, base64url.
    pub credential: String,
    /// Hints for the browser.
    pub transports: Vec<String>,
    /// The PRF's output, where the device gives one at once.
    pub output: Option<Zeroizing<Vec<u8>>>,
}

/// Makes a passkey for this origin.
///
/// # Errors
/// [`PasskeyError`].
pub async fn make_passkey(
    name: &str,
    salt: &[u8; 32],
    known: &[KnownPasskey],
) -> Result<MadePasskey, PasskeyError> {
    let (challenge, user): ([u8; 32], [u8; 16]) = (random()?, random()?);
    let parameter = |algorithm: i32| object(&[("type", "public-key".into()), ("alg", algorithm.into())]);
    let options = object(&[
        ("challenge", bytes(&challenge)),
        ("rp", object(&[("name", "CryptoCity".into())])),
        (
            "user",
            object(&[
                ("id", bytes(&user)),
                ("name", name.into()),
                ("displayName", name.into()),
            ]),
        ),
        (
            "pubKeyCredParams",
            Array::of2(&parameter(-7), &parameter(-257)).into(),
        ),
        ("excludeCredentials", descriptors(known)?),
        (
            "authenticatorSelection",
            object(&[
                ("residentKey", "required".into()),
                ("requireResidentKey", true.into()),
                ("userVerification", "required".into()),
            ]),
        ),
        (
            "extensions",
            object(&[("prf", object(&[("eval", object(&[("first", bytes(salt))]))]))]),
        ),
    ]);
    let credential = call("create", &options).await?;
    let results = extension_results(&credential)?;
    let prf = get(&results, "prf");
    let output = first_output(&prf);
    if output.is_none() && !get(&prf, "enabled").is_truthy() {
        return Err(PasskeyError::Unsupported);
    }
    let response = get(&credential, "response");
    let transports = get(&response, "getTransports")
        .dyn_into::<Function>()
        .and_then(|method| method.call0(&response))
        .map(|list| {
            Array::from(&list)
                .iter()
                .filter_map(|item| item.as_string())
                .collect()
        })
        .unwrap_or_default();
    Ok(MadePasskey {
        credential: id_of(&credential)?,
        transports,
        output,
    })
}

/// Asks one of these passkeys. Gives the credential that answered and its secret.
///
/// # Errors
/// [`PasskeyError`].
pub async fn ask_passkey(known: &[KnownPasskey]) -> Result<(String, Zeroizing<Vec<u8>>), PasskeyError> {
    let challenge: [u8; 32] = random()?;
    let by_credential = Object::new();
    for passkey in known {
        let input = object(&[("first", bytes(&passkey.salt))]);
        set(&by_credential, &passkey.credential, &input);
    }
    let options = object(&[
        ("challenge", bytes(&challenge)),
        ("allowCredentials", descriptors(known)?),
        ("userVerification", "required".into()),
        (
            "extensions",
            object(&[("prf", object(&[("evalByCredential", by_credential.into())]))]),
        ),
    ]);
    let credential = call("get", &options).await?;
    let output = first_output(&get(&extension_results(&credential)?, "prf"));
    Ok((id_of(&credential)?, output.ok_or(PasskeyError::Unsupported)?))
}

async fn call(method: &str, options: &JsValue) -> Result<JsValue, PasskeyError> {
    let credentials = get(&get(&js_sys::global(), "navigator"), "credentials");
    let function: Function = get(&credentials, method)
        .dyn_into()
        .map_err(|_| PasskeyError::Unsupported)?;
    let promise: Promise = function
        .call1(&credentials, &object(&[("publicKey", options.clone())]))
        .and_then(wasm_bindgen::JsCast::dyn_into)
        .map_err(|error| failure(&error))?;
    JsFuture::from(promise).await.map_err(|error| failure(&error))
}

fn failure(error: &JsValue) -> PasskeyError {
    let name = get(error, "name").as_string().unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "AbortError" => PasskeyError::Cancelled,
        "InvalidStateError" => PasskeyError::AlreadyThere,
        "NotSupportedError" => PasskeyError::Unsupported,
        _ => PasskeyError::Failed(name),
    }
}

fn extension_results(credential: &JsValue) -> Result<JsValue, PasskeyError> {
    get(credential, "getClientExtensionResults")
        .dyn_into::<Function>()
        .and_then(|method| method.call0(credential))
        .map_err(|_| PasskeyError::Unsupported)
}

/// The output, copied out and wiped where the browser put it.
fn first_output(prf: &JsValue) -> Option<Zeroizing<Vec<u8>>> {
    let value = get(&get(prf, "results"), "first");
    let array = if let Some(buffer) = value.dyn_ref::<ArrayBuffer>() {
        Uint8Array::new(buffer)
    } else {
        value.dyn_into::<Uint8Array>().ok()?
    };
    let copy = Zeroizing::new(array.to_vec());
    array.fill(0, 0, array.length());
    (copy.len() == 32).then_some(copy)
}

fn descriptors(known: &[KnownPasskey]) -> Result<JsValue, PasskeyError> {
    let list = Array::new();
    for passkey in known {
        let id = URL_SAFE_NO_PAD
            .decode(&passkey.credential)
            .map_err(|_| PasskeyError::Failed("id".into()))?;
        let transports: Array = passkey
            .transports
            .iter()
            .map(|name| JsValue::from_str(name))
            .collect();
        list.push(&object(&[
            ("type", "public-key".into()),
            ("id", bytes(&id)),
            ("transports", transports.into()),
        ]));
    }
    Ok(list.into())
}

fn id_of(credential: &JsValue) -> Result<String, PasskeyError> {
    let id = get(credential, "id").as_string();
    id.ok_or_else(|| PasskeyError::Failed("id".into()))
}

fn random<const N: usize>() -> Result<[u8; N], PasskeyError> {
    random_bytes().ok_or_else(|| PasskeyError::Failed("random".into()))
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, value);
    }
    object.into()
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain object takes any field.
    let _ = Reflect::set(object, &name.into(), value);
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
