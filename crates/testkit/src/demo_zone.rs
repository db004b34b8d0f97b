use chain::{AssetId, ChainId};
use sig::{Address, Signer};
use units::{Bps, Tiyn};
use zone::{
    Asset, AssetKind, Bin, CERTIFICATE_TYPE, CatalogueRoot, CertificateKey, ChainEntry, DepositService,
    Envelope, Licence, Limits, LocalText, MerchantCertificate, MerchantKey, NotaryFee, Operator, QuoteKey,
    REGISTRY_TYPE, RealEstateRules, RegisteredNotary, Registry, SettlementMode, Status, TransferMethod, Use,
    Validity, VatRate, sign_envelope,
};

use crate::DemoKeys;

/// A demo token of the zone.
#[derive(Debug, Clone)]
pub struct DemoAsset {
    /// Contract.
    pub token: Address,
    /// `tUSD`, `tKZT`.
    pub symbol: &'static str,
    /// Name in the contract's EIP-712 domain.
    pub domain_name: &'static str,
    /// Decimals.
    pub decimals: u8,
}

/// What differs between one demo zone and another.
#[derive(Debug, Clone)]
pub struct DemoZone {
    /// Unix seconds: issued now, expires a year later.
    pub now: u64,
    /// JSON-RPC endpoint of the node.
    pub rpc: String,
    /// Chain number.
    pub chain: u64,
    /// The operator's till.
    pub operator_url: String,
    /// Origins of the demo merchant.
    pub merchant_origins: Vec<String>,
    /// Tokens.
    pub assets: Vec<DemoAsset>,
    /// The contract that settles exchanges.
    pub exchange_contract: Option<Address>,
    /// The deposit desk and its contract.
    pub deposits: Option<(String, Address)>,
}

fn text(kk: &str, ru: &str, en: &str) -> LocalText {
    LocalText {
        kk: kk.into(),
        ru: ru.into(),
        en: en.into(),
    }
}

fn bin(digits: &str) -> Bin {
    digits
        .parse()
        .expect("the made-up numbers have the right check digit")
}

fn tenge(amount: &str) -> Tiyn {
    Tiyn::parse_tenge(amount).expect("a plain number")
}

fn bps(value: u16) -> Bps {
    Bps::new(value).expect("below 100 %")
}

/// Fees of 2026, in halves of a monthly calculation index of 4 325 ₸.
fn notary_fees() -> Vec<NotaryFee> {
    const HALF_INDEX_TIYN: u64 = 216_250;
    let fee = |half_indices: u64, act: LocalText| NotaryFee {
        act,
        fee_tiyn: Tiyn::new(HALF_INDEX_TIYN * half_indices).expect("small"),
        // The year 2026 in Asia/Almaty.
        validity: Validity {
            valid_from: 1_767_207_600,
            valid_until: Some(1_798_743_600),
        },
        source: "Order of the Minister of Justice No. 533 of 2025-09-27; index of 2026".into(),
    };
    vec![
        fee(
            24,
            text(
                "Туыс емес жеке тұлғалар арасындағы шарт",
                "Договор между физическими лицами, не родственниками",
                "Contract between private persons who are not related",
            ),
        ),
        fee(
            14,
            text(
                "Жақын туыстар арасындағы шарт",
                "Договор между близкими родственниками",
                "Contract between close relatives",
            ),
        ),
        fee(
            34,
            text(
                "Тараптардың бірі заңды тұлға болғанда",
                "Если одна из сторон — юридическое лицо",
                "When one side is a company",
            ),
        ),
        fee(
            8,
            text(
                "Ипотекаға сатып алғанда",
                "При покупке в ипотеку",
                "When bought with a mortgage",
            ),
        ),
        fee(
            3,
            text(
                "Жұбайының келісімі",
                "Согласие супруга или супруги",
                "Consent of the spouse",
            ),
        ),
    ]
}

impl DemoZone {
    /// A zone for tests, without any server behind it.
    #[must_use]
    pub fn for_tests(now: u64) -> Self {
        Self {
            now,
            rpc: "http://127.0.0.1:8545".into(),
            chain: 31337,
            operator_url: "http://127.0.0.1:8083".into(),
            merchant_origins: vec!["http://127.0.0.1:8081".into()],
            assets: vec![
                DemoAsset {
                    token: Address::repeat_byte(0x11),
                    symbol: "tUSD",
                    domain_name: "Demo dollar (no value)",
                    decimals: 6,
                },
                DemoAsset {
                    token: Address::repeat_byte(0x22),
                    symbol: "tKZT",
                    domain_name: "Demo tenge (no value)",
                    decimals: 2,
                },
            ],
            exchange_contract: Some(Address::repeat_byte(0xec)),
            deposits: None,
        }
    }

    fn validity(&self) -> Validity {
        Validity {
            valid_from: self.now - 86_400,
            valid_until: Some(self.now + 365 * 86_400),
        }
    }

    /// The registry's content.
    ///
    /// # Panics
    /// Never: the numbers in it are fixed and valid.
    #[must_use]
    pub fn registry(&self, keys: &DemoKeys) -> Registry {
        let chain = ChainId::new(self.chain);
        let assets = self.assets.iter().map(|asset| Asset {
            id: AssetId {
                chain,
                token: asset.token,
            },
            symbol: asset.symbol.into(),
            name: match asset.symbol {
                "tKZT" => text(
                    "Демо теңге (құны жоқ)",
                    "Демо-тенге (без стоимости)",
                    "Demo tenge (no value)",
                ),
                _ => text(
                    "Демо доллар (құны жоқ)",
                    "Демо-доллар (без стоимости)",
                    "Demo dollar (no value)",
                ),
            },
            decimals: asset.decimals,
            kind: AssetKind::Stablecoin,
            transfer_method: TransferMethod::Eip3009,
            domain_name: asset.domain_name.into(),
            domain_version: "1".into(),
            // Deposits and offerings are agreed in tenge and held in tenge.
            permitted_uses: match asset.symbol {
                "tKZT" => vec![Use::Retail, Use::RealEstate, Use::Investment, Use::Exchange],
                _ => vec![Use::Retail, Use::Exchange],
            },
            validity: self.validity(),
            source: "demo".into(),
        });
        Registry {
            id: "kz-alatau-demo".into(),
            status: Status::Demo,
            version: 1,
            issued_at: self.now,
            expires_at: self.now + 365 * 86_400,
            home_chain: chain,
            chains: vec![ChainEntry {
                id: chain,
                name: "Anvil".into(),
                coin: "ETH".into(),
                rpc: vec![self.rpc.clone()],
                finality_depth: 1,
            }],
            assets: assets.collect(),
            operators: vec![Operator {
                id: "demo-exchange".into(),
                name: text(
                    "Демо айырбас операторы",
                    "Демо-оператор обмена",
                    "Demo exchange operator",
                ),
                bin: bin("260940000014"),
                licence: Licence {
                    number: "DEMO-0001".into(),
                    validity: self.validity(),
                    source: "demo".into(),
                },
                settlement_addresses: vec![keys.settlement.address()],
                quote_keys: vec![QuoteKey {
                    address: keys.quote.address(),
                    validity: self.validity(),
                }],
                fee_bps: bps(75),
                url: self.operator_url.clone(),
                exchange_contract: self.exchange_contract,
                relay: Some(format!("{}/v1/relay", self.operator_url)),
                contact: "demo@exchange.invalid".into(),
                deposits: self.deposits.clone().map(|(url, contract)| DepositService {
                    url,
                    chain,
                    contract,
                    validity: self.validity(),
                    source: "demo".into(),
                }),
            }],
            limits: Limits {
                per_payment_tiyn: tenge("500000"),
                per_day_tiyn: None,
                per_month_tiyn: None,
                conversion: None,
                review_from_tiyn: None,
                travel_rule_from_tiyn: None,
                source: "demo".into(),
                validity: self.validity(),
            },
            vat: vec![VatRate {
                bps: bps(1600),
                // Tax Code of the Republic of Kazakhstan, in force from 2026-01-01 (Asia/Almaty).
                validity: Validity {
                    valid_from: 1_767_207_600,
                    valid_until: None,
                },
                source: "Tax Code of the Republic of Kazakhstan, 2026".into(),
            }],
            real_estate: RealEstateRules {
                off_plan_deposits: false,
                // 2025-08-30, Asia/Almaty.
                validity: Validity {
                    valid_from: 1_756_494_000,
                    valid_until: None,
                },
                source: "Civil Code of the Republic of Kazakhstan, art. 380 p. 1-1; Law 486-V of 2016-04-07"
                    .into(),
                review_above_tiyn: Some(tenge("50000000")),
                notaries: vec![RegisteredNotary {
                    name: text(
                        "Қуанышева Әсел Ерланқызы",
                        "Куанышева Асель Ерлановна",
                        "Asel Kuanysheva",
                    ),
                    licence: "DEMO-0001".into(),
                    account: keys.notary.address(),
                    validity: self.validity(),
                    source: "demo".into(),
                }],
                notary_fees: notary_fees(),
            },
            certificate_keys: vec![CertificateKey {
                public_key: keys.certificate.public_key().to_hex(),
                validity: self.validity(),
            }],
            revocations: vec![],
            suspensions: vec![],
            catalogue: Some(CatalogueRoot {
                url: "catalogue/".into(),
                keys: vec![CertificateKey {
                    public_key: keys.catalogue.public_key().to_hex(),
                    validity: self.validity(),
                }],
                threshold: 1,
                min_version: 1,
                contact: Some("catalogue@zone.invalid".into()),
            }),
            fee_returns_on_refund: true,
            languages: ["kk", "ru", "en"].map(Into::into).to_vec(),
            notices: vec![],
            notice: text(
                "Демо режимі. Құны жоқ сынақ токендері; ерекше реттеу режимі (құмсалғыш) шарттарына еліктейді.",
                "Демонстрация. Тестовые токены без стоимости; имитация особого режима регулирования (песочницы).",
                "Demonstration. Test tokens without value; imitates the special regulatory regime (sandbox).",
            ),
        }
    }

    /// The certificate's content of the made-up café.
    ///
    /// # Panics
    /// Never: the numbers in it are fixed and valid.
    #[must_use]
    pub fn certificate(&self, keys: &DemoKeys) -> MerchantCertificate {
        MerchantCertificate {
            id: "alatau-coffee".into(),
            bin: bin("260940000507"),
            names: text("Алатау кофе", "Алатау кофе", "Alatau Coffee"),
            order_keys: vec![MerchantKey {
                address: keys.merchant.address(),
                validity: self.validity(),
            }],
            origins: self.merchant_origins.clone(),
            settlement: vec![SettlementMode::KztViaOperator],
            vat_payer: true,
            contact: "demo@alatau-coffee.invalid".into(),
            test: true,
            validity: self.validity(),
        }
    }

    /// Signs a registry with two of the three demo keys.
    ///
    /// # Panics
    /// Never: a registry always has a JSON form.
    #[must_use]
    pub fn sign_registry(registry: &Registry, keys: &DemoKeys) -> Envelope {
        let payload = serde_json::to_vec(registry).expect("a registry has a JSON form");
        sign_envelope(REGISTRY_TYPE, &payload, &[&keys.registry[0], &keys.registry[1]])
    }

    /// Signs a certificate with the demo certificate key.
    ///
    /// # Panics
    /// Never: a certificate always has a JSON form.
    #[must_use]
    pub fn sign_certificate(certificate: &MerchantCertificate, keys: &DemoKeys) -> Envelope {
        let payload = serde_json::to_vec(certificate).expect("a certificate has a JSON form");
        sign_envelope(CERTIFICATE_TYPE, &payload, &[&keys.certificate])
    }
}
