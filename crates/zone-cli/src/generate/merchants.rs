use std::collections::BTreeSet;

use catalogue::{Category, Entry, Merchant, skeleton};

use super::{
    GenerateOptions, Random,
    words::{DISTRICTS, Words, bin, text},
};

const HOURS: &[&str] = &[
    "Mo-Su 09:00-22:00",
    "Mo-Fr 08:00-20:00; Sa-Su 10:00-18:00",
    "Mo-Sa 09:00-19:00",
    "24/7",
    "Mo-Su 12:00-02:00",
];

pub(super) fn make(options: &GenerateOptions, words: &Words, random: &mut Random) -> Vec<Entry> {
    let mut looks = BTreeSet::new();
    (0..options.merchants)
        .map(|number| {
            let category = *random.pick(&Category::ALL);
            // No two look alike: the build would refuse them.
            let mut tries = 0;
            let name = loop {
                // Ordinary words run out.
                tries += 1;
                let name = if tries < 20 {
                    words.name(random)
                } else {
                    words.stem_name(random)
                };
                let (kk, ru, en) = titles(category);
                let full = text(
                    &format!("«{}» {kk}", name.kk),
                    &format!("{ru} «{}»", name.ru),
                    &format!("{} {en}", name.en),
                );
                let all: BTreeSet<String> = full.all().into_iter().map(skeleton).collect();
                if all.is_disjoint(&looks) {
                    looks.extend(all);
                    break full;
                }
            };
            let district = random.pick_by_rank(DISTRICTS);
            let taken = options
                .assets
                .iter()
                .filter(|_| !random.once_in(4))
                .cloned()
                .collect();
            Entry::Merchant(Merchant {
                category,
                identifier: format!("demo-m-{number:05}"),
                name,
                bin: bin(random),
                mcc: category.mcc(),
                address_locality: district.name(),
                street_address: words.street(random),
                geo: district.point(random),
                telephone: Some(format!("+7700000{:04}", random.between(0, 9999))),
                url: None,
                opening_hours: (*random.pick(HOURS)).into(),
                currencies_accepted: taken,
                order_keys: vec![],
                verified_at: options
                    .now
                    .saturating_sub(u64::from(random.between(0, 400)) * 86_400),
                test: true,
            })
        })
        .collect()
}

const fn titles(category: Category) -> (&'static str, &'static str, &'static str) {
    match category {
        Category::Restaurant => ("мейрамханасы", "Ресторан", "Restaurant"),
        Category::CafeOrCoffeeShop => ("кофеханасы", "Кофейня", "Coffee"),
        Category::Bakery => ("наубайханасы", "Пекарня", "Bakery"),
        Category::GroceryStore => ("азық-түлік дүкені", "Продукты", "Grocery"),
        Category::Pharmacy => ("дәріханасы", "Аптека", "Pharmacy"),
        Category::ClothingStore => ("киім дүкені", "Одежда", "Clothes"),
        Category::ElectronicsStore => ("электроникасы", "Электроника", "Electronics"),
        Category::BookStore => ("кітап дүкені", "Книги", "Books"),
        Category::BeautySalon => ("сұлулық салоны", "Салон красоты", "Beauty"),
        Category::ExerciseGym => ("спорт клубы", "Фитнес-клуб", "Gym"),
        Category::MedicalClinic => ("емханасы", "Клиника", "Clinic"),
        Category::Hotel => ("қонақүйі", "Гостиница", "Hotel"),
        Category::ProfessionalService => ("қызмет көрсету орталығы", "Сервисный центр", "Services"),
        Category::RealEstateAgent => (
            "жылжымайтын мүлік агенттігі",
            "Агентство недвижимости",
            "Property",
        ),
        Category::Store => ("дүкені", "Магазин", "Store"),
    }
}
