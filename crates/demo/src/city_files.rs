use std::{fs, path::Path};

use catalogue::{Category, Entry, GeoPoint, Merchant};
use testkit::{DemoKeys, DemoZone};
use zone::{LocalText, Registry};
use zone_cli::{DocumentFile, GenerateOptions, generate, offerings, write_catalogue};

use crate::{Addresses, CitySize, StackError};

/// Offerings of nobody and their documents.
pub(crate) type Offerings = (Vec<Entry>, Vec<DocumentFile>);

/// Makes up the city's offerings. Their documents lie beside the registry.
pub(crate) fn make_offerings(size: CitySize, registry: &Registry, addresses: &Addresses) -> Offerings {
    let documents = format!("{}/zone/documents/", addresses.wallet);
    offerings(&documents, registry.issued_at, size.seed)
}

/// Makes up a city around the café, signs it and writes it beside the registry in `folder`.
pub(crate) fn write_city(
    folder: &Path,
    size: CitySize,
    zone: &DemoZone,
    registry: &Registry,
    addresses: &Addresses,
    keys: &DemoKeys,
    (entries, files): Offerings,
) -> Result<(), StackError> {
    let mut content = generate(&GenerateOptions {
        zone: registry.id.clone(),
        merchants: size.merchants,
        listings: size.listings,
        seed: size.seed,
        now: registry.issued_at,
        assets: registry.assets.iter().map(|asset| asset.id.to_string()).collect(),
        largest_deposit: registry.limits.per_payment_tiyn,
        readable: true,
    });
    content
        .entries
        .push(Entry::Merchant(cafe(zone, registry, addresses, keys)));
    let documents = folder.join("documents");
    fs::create_dir_all(&documents).map_err(StackError::file(&documents))?;
    content.entries.extend(entries);
    for file in files {
        let path = documents.join(&file.name);
        fs::write(&path, file.text).map_err(StackError::file(&path))?;
    }
    write_catalogue(folder, content, &keys.catalogue)
        .map_err(|error| StackError::System(std::io::Error::other(error)))
}

/// The café as the catalogue lists it: what its certificate says, and where it is.
fn cafe(zone: &DemoZone, registry: &Registry, addresses: &Addresses, keys: &DemoKeys) -> Merchant {
    let certificate = zone.certificate(keys);
    let text = |kk: &str, ru: &str, en: &str| LocalText {
        kk: kk.into(),
        ru: ru.into(),
        en: en.into(),
    };
    Merchant {
        category: Category::CafeOrCoffeeShop,
        identifier: certificate.id,
        name: certificate.names,
        bin: certificate.bin,
        mcc: Category::CafeOrCoffeeShop.mcc(),
        address_locality: text("Gate District", "Gate District", "Gate District"),
        street_address: text("Алатау көшесі, 1", "ул. Алатау, 1", "1 Alatau St"),
        geo: GeoPoint::from_micro(43_481_200, 76_962_400),
        telephone: Some("+77000000000".into()),
        url: Some(addresses.cafe.clone()),
        opening_hours: "Mo-Fr 08:00-22:00; Sa-Su 09:00-23:00".into(),
        currencies_accepted: registry.assets.iter().map(|asset| asset.id.to_string()).collect(),
        order_keys: certificate.order_keys.iter().map(|key| key.address).collect(),
        verified_at: registry.issued_at,
        test: certificate.test,
    }
}
