use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::{Origin, SiteOptions, file_kind::FileKind};

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
/// Whatever holds keys reaches nothing but its own origin.
const WORKER: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
/// It loads this origin's files and runs nothing else.
const SERVICE_WORKER: &str = "default-src 'none'; connect-src 'self'";
/// Everything off but writing to the clipboard and passkeys.
const PERMISSIONS_OFF: &str = "accelerometer=(), autoplay=(), bluetooth=(), camera=(), clipboard-read=(), \
    clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), \
    hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
    publickey-credentials-create=(self), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=(), \
    web-share=(), xr-spatial-tracking=()";
/// The same for the wallet's pages, which read codes with the camera, hand links to other apps, and ask where one is
/// (places nearby, on request).
const PERMISSIONS_WALLET: &str = "accelerometer=(), autoplay=(), bluetooth=(), camera=(self), clipboard-read=(), \
    clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(self), gyroscope=(), \
    hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
    publickey-credentials-create=(self), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=(), \
    web-share=(self), xr-spatial-tracking=()";
/// Where browsers find the payment handler of the pay page's address
/// ([Payment Method Manifest](https://www.w3.org/TR/payment-method-manifest/)).
const PAYMENT_METHOD: &str = "</pay/payment-manifest.json>; rel=\"payment-method-manifest\"";
/// Two years.
const HSTS: &str = "max-age=63072000; includeSubDomains; preload";

const NO_STORE: &str = "no-store";
const REVALIDATE: &str = "no-cache";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Short, since merchants' pages name the file without a version.
const STABLE_NAME: &str = "public, max-age=300";

/// The header sets of a site, computed once.
#[derive(Debug, Clone)]
pub(crate) struct Headers {
    wallet: HeaderValue,
    pay: HeaderValue,
    hsts: bool,
}

impl Headers {
    pub(crate) fn new(options: &SiteOptions) -> Self {
        let list =
            |origins: &[Origin]| -> String { origins.iter().map(|origin| format!(" {origin}")).collect() };
        let (reach, images) = (list(&options.connect), list(&options.images));
        let loopback = if options.loopback_tills {
            " http://127.0.0.1:* http://localhost:*"
        } else {
            ""
        };
        Self {
            wallet: page_policy(&format!("'self'{reach}"), &images),
            pay: page_policy(&format!("'self' https:{loopback}"), ""),
            hsts: options.hsts,
        }
    }

    /// Puts the headers of a kind of file, and of its path, on an answer.
    pub(crate) fn apply(&self, kind: FileKind, path: &str, status: StatusCode, headers: &mut HeaderMap) {
        let mut set = |name: HeaderName, value: &'static str| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(header::REFERRER_POLICY, "no-referrer");
        set(header::X_FRAME_OPTIONS, "DENY");
        set(
            PERMISSIONS,
            match kind {
                FileKind::WalletPage => PERMISSIONS_WALLET,
                _ => PERMISSIONS_OFF,
            },
        );
        set(header::VARY, "accept-encoding");
        set(
            CORP,
            match kind {
                // Merchants' pages load it, or have the browser look for the payment handler there.
                FileKind::Embed | FileKind::PayPage | FileKind::PaymentManifest => "cross-origin",
                _ => "same-origin",
            },
        );
        set(header::CACHE_CONTROL, cache_control(kind, path, status));
        if kind == FileKind::Embed {
            set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
        // Not on the pay page: it would cut the link to the page that opened it.
        if kind == FileKind::WalletPage {
            set(COOP, "same-origin");
        }
        if kind == FileKind::PayPage {
            set(header::LINK, PAYMENT_METHOD);
        }
        if self.hsts {
            set(header::STRICT_TRANSPORT_SECURITY, HSTS);
        }
        let policy = match kind {
            // Both reach tills and servers that nobody knows beforehand.
            FileKind::WalletPage if path == "/x402" => self.pay.clone(),
            FileKind::WalletPage => self.wallet.clone(),
            FileKind::PayPage => self.pay.clone(),
            FileKind::Worker => HeaderValue::from_static(WORKER),
            FileKind::ServiceWorker => HeaderValue::from_static(SERVICE_WORKER),
            _ => HeaderValue::from_static(NOTHING),
        };
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn cache_control(kind: FileKind, path: &str, status: StatusCode) -> &'static str {
    match kind {
        _ if !status.is_success() && status != StatusCode::NOT_MODIFIED => NO_STORE,
        FileKind::WalletPage | FileKind::PayPage => NO_STORE,
        FileKind::HashedAsset => IMMUTABLE,
        FileKind::Worker if crate::file_kind::is_hashed(path) => IMMUTABLE,
        FileKind::Embed if path.starts_with("/embed/") => IMMUTABLE,
        FileKind::Embed => STABLE_NAME,
        FileKind::Worker
        | FileKind::ServiceWorker
        | FileKind::PaymentManifest
        | FileKind::Zone
        | FileKind::Asset => REVALIDATE,
    }
}

fn page_policy(connect: &str, images: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:{images}; font-src 'self'; connect-src {connect}; worker-src 'self'; manifest-src 'self'; form-action 'none'; \
         base-uri 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("an `Origin` holds nothing that a header may not")
}
