use chain::AssetId;
use deals::{Agreement, Building, DepositKind, Home, NotaryIdentity, PartyIdentity};
use k256::ecdsa::SigningKey;
use sig::{Address, B256, Signer, U256};
use units::{AssetAmount, Tiyn};
use zone::LocalText;

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const CHAIN: chain::ChainId = chain::ChainId::new(31337);
pub(crate) const CONTRACT: Address = Address::repeat_byte(0xde);

pub(crate) fn key(byte: u8) -> SigningKey {
    SigningKey::from_slice(&[byte; 32]).unwrap()
}

fn text(kk: &str, ru: &str, en: &str) -> LocalText {
    LocalText {
        kk: kk.into(),
        ru: ru.into(),
        en: en.into(),
    }
}

pub(crate) fn agreement(kind: DepositKind) -> Agreement {
    Agreement {
        version: 1,
        home: Home {
            listing: "home-1".into(),
            title: text("2 бөлмелі пәтер", "2-комнатная квартира", "Two-room flat"),
            address: text(
                "Алатау қ., Жаңа к-сі, 5",
                "г. Алатау, ул. Жаңа, 5",
                "5 Zhana St, Alatau",
            ),
            cadastral_number: "03-046-012-1234:5:17".into(),
            building: Building::Finished,
            price_tiyn: Tiyn::new(2_650_000_000).unwrap(),
        },
        buyer: party("Айгерім Сапарова", 1),
        seller: party("Нұрлан \"Нұр\" Оспанов", 2),
        notary: NotaryIdentity {
            name: text("Әсел Қуанышева", "Асель Куанышева", "Asel Kuanysheva"),
            licence: "DEMO-0001".into(),
            account: key(3).address(),
        },
        kind,
        deposit_tiyn: Tiyn::new(5_000_000).unwrap(),
        asset: AssetId {
            chain: CHAIN,
            token: Address::repeat_byte(0x22),
        },
        amount: AssetAmount::new(U256::from(5_000_000)),
        contract: CONTRACT,
        funding_deadline: NOW + 3 * 86_400,
        closing_deadline: NOW + 30 * 86_400,
        salt: B256::repeat_byte(7),
    }
}

fn party(name: &str, byte: u8) -> PartyIdentity {
    PartyIdentity {
        name: name.into(),
        number: "971240001315".parse().unwrap(),
        account: key(byte).address(),
    }
}
