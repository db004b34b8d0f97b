use catalogue::{
    BuildingMaterial, Condition, Deal, DepositKind, DepositTerms, Entry, Listing, OffPlan, PropertyType,
    Seller, SellerKind,
};
use units::Tiyn;

use super::{
    GenerateOptions, Random,
    words::{DISTRICTS, District, Words, bin, text},
};

pub(super) fn make(options: &GenerateOptions, words: &Words, random: &mut Random) -> Vec<Entry> {
    (0..options.listings)
        .map(|number| Entry::Listing(listing(number, options, words, random)))
        .collect()
}

fn listing(number: u32, options: &GenerateOptions, words: &Words, random: &mut Random) -> Listing {
    let district = random.pick_by_rank(DISTRICTS);
    let property = match random.between(1, 10) {
        1..=7 => PropertyType::Apartment,
        8 | 9 => PropertyType::House,
        _ => PropertyType::Place,
    };
    let home = property != PropertyType::Place;
    let rooms = small(random.between(1, 5));
    let floor_size_cm = random.between(1500, 2600) * u32::from(rooms).max(1);
    let floors = small(random.between(2, 16));
    let flat = property == PropertyType::Apartment;
    let deal = if random.once_in(5) {
        Deal::LeaseOut
    } else {
        Deal::Sell
    };
    let off_plan = (flat && deal == Deal::Sell && random.once_in(8)).then(|| OffPlan {
        permit: format!("DEMO-{:05}", random.between(1, 99_999)),
        developer_bin: bin(random),
    });
    let price_tiyn = price(random, district, property, deal, floor_size_cm);
    let takes_deposit = home && deal == Deal::Sell && off_plan.is_none() && !random.once_in(3);
    let seller = seller(off_plan.is_some(), words, random);
    Listing {
        property,
        identifier: format!("demo-l-{number:06}"),
        business_function: deal,
        number_of_rooms: home.then_some(rooms),
        floor_size_cm,
        floor_level: flat.then(|| small(random.between(1, u32::from(floors)))),
        floors: home.then_some(if flat { floors } else { floors.min(3) }),
        year_built: u16::try_from(random.between(1985, if off_plan.is_some() { 2028 } else { 2026 })).ok(),
        price_tiyn,
        address_locality: district.name(),
        street_address: words.street(random),
        complex: (flat && !random.once_in(3)).then(|| words.name(random)),
        geo: district.point(random),
        building: home.then(|| {
            *random.pick(&[
                BuildingMaterial::Monolithic,
                BuildingMaterial::Brick,
                BuildingMaterial::Panel,
                BuildingMaterial::Other,
            ])
        }),
        condition: Some(*random.pick(&[
            Condition::New,
            Condition::Good,
            Condition::NeedsRepair,
            Condition::Rough,
        ])),
        balcony: flat && random.once_in(2),
        furnished: random.once_in(3),
        pledged: random.once_in(9),
        seller,
        cadastral_number: (home && off_plan.is_none() && !random.once_in(4)).then(|| {
            format!(
                "03-046-{:03}-{:04}",
                random.between(1, 999),
                random.between(1, 9999)
            )
        }),
        off_plan,
        deposit: takes_deposit.then(|| DepositTerms {
            kind: if random.once_in(2) {
                DepositKind::Zadatok
            } else {
                DepositKind::Avans
            },
            amount_tiyn: tiyn(price_tiyn.get() / 50).min(options.largest_deposit),
        }),
        date_posted: options.now.saturating_sub(u64::from(number) * 60),
        description: {
            let count = random.between(5, 14);
            words.sentence(random, count)
        },
        photos: vec![],
    }
}

fn seller(developer: bool, words: &Words, random: &mut Random) -> Seller {
    if developer || random.once_in(3) {
        let name = words.name(random);
        return Seller {
            kind: if developer {
                SellerKind::Developer
            } else {
                SellerKind::Agent
            },
            name: text(
                &format!("«{}» ЖШС (демо)", name.kk),
                &format!("ТОО «{}» (демо)", name.ru),
                &format!("{} LLP (demo)", name.en),
            ),
            bin: Some(bin(random)),
        };
    }
    Seller {
        kind: SellerKind::Owner,
        name: text("Иесі (демо)", "Хозяин (демо)", "Owner (demo)"),
        bin: None,
    }
}

/// Around the district's price; houses are cheaper by area, lettings a two-hundredth by the month.
fn price(random: &mut Random, district: &District, property: PropertyType, deal: Deal, size_cm: u32) -> Tiyn {
    let share = u64::from(random.between(80, 125));
    let of_type = if property == PropertyType::House { 55 } else { 100 };
    // Thousand tenge are 100,000 tiyn; the size is in hundredths, shares in per cent.
    let whole = u64::from(district.price) * 100_000 * u64::from(size_cm) / 100 * share / 100 * of_type / 100;
    let step = match deal {
        Deal::Sell => 5_000_000,
        Deal::LeaseOut => 500_000,
    };
    let price = if deal == Deal::Sell { whole } else { whole / 200 };
    tiyn((price / step).max(1) * step)
}

fn tiyn(amount: u64) -> Tiyn {
    Tiyn::new(amount).expect("made-up prices are small")
}

fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}
