/// What a path of the site is, which decides its headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A document of the wallet.
    WalletPage,
    /// The document that merchants' pages open.
    PayPage,
    /// What browsers read about the payment handler, on behalf of merchants' pages.
    PaymentManifest,
    /// The script and the wasm that hold keys.
    Worker,
    /// The script that keeps the wallet's files for use without a network.
    ServiceWorker,
    /// What merchants' pages load; `/embed/` names carry a version.
    Embed,
    /// The registry.
    Zone,
    /// A file whose name changes with its content.
    HashedAsset,
    /// Any other file.
    Asset,
}

impl FileKind {
    /// The kind of a path that begins with a slash.
    pub(crate) fn of(path: &str) -> Self {
        match path {
            "/pay" | "/pay/" | "/pay/index.html" => return Self::PayPage,
            "/pay/payment-manifest.json" | "/pay/app.webmanifest" | "/pay/icon-192.png" => {
                return Self::PaymentManifest;
            }
            "/checkout.js" => return Self::Embed,
            "/sw.js" => return Self::ServiceWorker,
            _ => {}
        }
        let folder = |name: &str| path.strip_prefix('/').is_some_and(|path| path.starts_with(name));
        if folder("worker/") {
            Self::Worker
        } else if folder("embed/") {
            Self::Embed
        } else if folder("zone/") {
            Self::Zone
        } else if is_route(path) || path == "/index.html" {
            Self::WalletPage
        } else if is_hashed(path) {
            Self::HashedAsset
        } else {
            Self::Asset
        }
    }
}

/// Routes of the wallet have no dot in their last segment and are not below the folders of other things.
fn is_route(path: &str) -> bool {
    !path.starts_with("/pay/") && !last_segment(path).contains('.')
}

/// Whether the name holds `-` and at least eight hex digits before `.` or `_`, as Trunk and xtask write them.
pub(crate) fn is_hashed(path: &str) -> bool {
    last_segment(path).split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        digits >= 8 && matches!(part.as_bytes().get(digits), Some(b'.' | b'_'))
    })
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_has_a_kind() {
        let kinds = [
            ("/", FileKind::WalletPage),
            ("/index.html", FileKind::WalletPage),
            ("/receipts/0x12", FileKind::WalletPage),
            ("/payments", FileKind::WalletPage),
            ("/pay", FileKind::PayPage),
            ("/pay/", FileKind::PayPage),
            ("/pay/index.html", FileKind::PayPage),
            ("/pay/payment-manifest.json", FileKind::PaymentManifest),
            ("/pay/handler.js", FileKind::Asset),
            ("/pay/0x12", FileKind::Asset),
            ("/worker/key-worker-0a1b2c3d4e5f6071.js", FileKind::Worker),
            ("/checkout.js", FileKind::Embed),
            ("/sw.js", FileKind::ServiceWorker),
            ("/embed/checkout-0.1.0.js", FileKind::Embed),
            ("/zone/registry.json", FileKind::Zone),
            (
                "/cryptocity-wallet-0a1b2c3d4e5f6071_bg.wasm",
                FileKind::HashedAsset,
            ),
            ("/pay/base-0a1b2c3d.css", FileKind::HashedAsset),
            ("/boot.js", FileKind::Asset),
            ("/some-feedback.js", FileKind::Asset),
        ];
        for (path, kind) in kinds {
            assert_eq!(FileKind::of(path), kind, "{path}");
        }
    }
}
