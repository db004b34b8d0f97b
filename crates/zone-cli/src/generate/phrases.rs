//! Names and sentences of a made-up city that reads like one: ordinary words, nobody's company.

use zone::LocalText;

use super::{Random, words::text};

/// Ordinary words that places and houses are named after.
const NAMES: &[(&str, &str, &str)] = &[
    ("Шаңырақ", "Шанырак", "Shanyraq"),
    ("Самал", "Самал", "Samal"),
    ("Көктем", "Коктем", "Koktem"),
    ("Тұмар", "Тумар", "Tumar"),
    ("Бұлақ", "Булак", "Bulaq"),
    ("Арай", "Арай", "Arai"),
    ("Жайлау", "Жайлау", "Zhailau"),
    ("Дала", "Дала", "Dala"),
    ("Керуен", "Керуен", "Keruen"),
    ("Алтын дән", "Алтын дан", "Altyn Dan"),
    ("Мейірім", "Мейирим", "Meiirim"),
    ("Сұңқар", "Сункар", "Sunqar"),
    ("Балауса", "Балауса", "Balausa"),
    ("Жұлдыз", "Жулдыз", "Zhuldyz"),
    ("Қызғалдақ", "Кызгалдак", "Qyzgaldaq"),
    ("Наурыз", "Наурыз", "Nauryz"),
    ("Ақ қайың", "Ак кайын", "Aq Qaiyn"),
    ("Домбыра", "Домбыра", "Dombyra"),
    ("Тау жаңғырығы", "Горное эхо", "Mountain Echo"),
    ("Қарлығаш", "Карлыгаш", "Qarlygash"),
    ("Жеті қазына", "Жети казына", "Zheti Qazyna"),
    ("Алма бағы", "Яблоневый сад", "Apple Orchard"),
    ("Ақ бұлт", "Белое облако", "White Cloud"),
    ("Көгершін", "Когершин", "Kogershin"),
    ("Ошақ", "Ошак", "Oshaq"),
    ("Ырыс", "Ырыс", "Yrys"),
    ("Береке", "Береке", "Bereke"),
    ("Мұрагер", "Мурагер", "Murager"),
    ("Таңшолпан", "Таншолпан", "Tansholpan"),
    ("Сыңғыр", "Сынгыр", "Syngyr"),
    ("Ақсу", "Аксу", "Aqsu"),
    ("Желкен", "Желкен", "Zhelken"),
    ("Раушан", "Раушан", "Raushan"),
    ("Өрнек", "Орнек", "Ornek"),
    ("Қарағай", "Карагай", "Qaragai"),
    ("Еркежан", "Еркежан", "Erkezhan"),
    ("Тұлпар", "Тулпар", "Tulpar"),
    ("Кемпірқосақ", "Радуга", "Rainbow"),
    ("Ай нұры", "Лунный свет", "Moonlight"),
    ("Жібек", "Жибек", "Zhibek"),
];

const STREETS: &[(&str, &str, &str)] = &[
    ("Тәуелсіздік", "Тауелсиздик", "Tauelsizdik"),
    ("Достық", "Достык", "Dostyq"),
    ("Жібек жолы", "Жибек жолы", "Zhibek Zholy"),
    ("Наурыз", "Наурыз", "Nauryz"),
    ("Бейбітшілік", "Бейбитшилик", "Beibitshilik"),
    ("Алатау", "Алатау", "Alatau"),
    ("Қапшағай", "Капчагайская", "Qapshagai"),
    ("Құрылысшы", "Строителей", "Builders"),
    ("Жастар", "Жастар", "Zhastar"),
    ("Алма", "Яблоневая", "Alma"),
    ("Бұлақ", "Булак", "Bulaq"),
    ("Шұғыла", "Шугыла", "Shugyla"),
    ("Терек", "Тополиная", "Terek"),
    ("Мектеп", "Школьная", "Mektep"),
    ("Көл", "Озёрная", "Kol"),
    ("Талғар", "Талгарская", "Talgar"),
    ("Ақ жол", "Ак жол", "Aq Zhol"),
    ("Саяхат", "Саяхат", "Saiahat"),
    ("Ынтымақ", "Ынтымак", "Yntymaq"),
    ("Ғарыш", "Космонавтов", "Garysh"),
];

const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "Терезелері күнгей жаққа қарайды, күні бойы жарық.",
        "Окна на юг, светло весь день.",
        "The windows face south; it is light all day.",
    ),
    (
        "Терезеден тау көрінеді.",
        "Из окон видны горы.",
        "The mountains are seen from the windows.",
    ),
    (
        "Ауласы жабық, балалар алаңы бар.",
        "Закрытый двор с детской площадкой.",
        "A closed yard with a playground.",
    ),
    (
        "Мектеп пен балабақша жаяу бес минуттық жерде.",
        "Школа и детский сад в пяти минутах пешком.",
        "School and kindergarten are five minutes on foot.",
    ),
    (
        "Аялдама үйдің жанында.",
        "Остановка рядом с домом.",
        "The bus stops beside the house.",
    ),
    (
        "Асүйі кең, тұрмыстық техникасы қалады.",
        "Просторная кухня, техника остаётся.",
        "A large kitchen; the appliances stay.",
    ),
    (
        "Жаңа лифт, кіреберісі таза.",
        "Новый лифт, чистый подъезд.",
        "A new lift and a clean entrance.",
    ),
    (
        "Жертөледе қоймасы бар.",
        "Есть кладовая в подвале.",
        "There is a storeroom in the basement.",
    ),
    (
        "Жерасты автотұрағында орын бар.",
        "Есть место на подземном паркинге.",
        "A place in the underground garage.",
    ),
    (
        "Санторабы бөлек, құбырлары ауыстырылған.",
        "Санузел раздельный, трубы заменены.",
        "Separate bathroom; the pipes are new.",
    ),
    (
        "Көршілері тыныш, үй іші жылы.",
        "Тихие соседи, дома тепло.",
        "Quiet neighbours, a warm home.",
    ),
    (
        "Құжаттары дайын, шұғыл емес.",
        "Документы готовы, не срочно.",
        "The papers are ready; there is no hurry.",
    ),
    (
        "Лоджиясы жылытылған, жұмыс бөлмесіне айналдырылған.",
        "Лоджия утеплена, в ней кабинет.",
        "The loggia is insulated and made into a study.",
    ),
    (
        "Жанында саябақ пен велосипед жолы бар.",
        "Рядом парк и велодорожка.",
        "A park and a cycle path are close by.",
    ),
    (
        "Дүкен, дәріхана және кофехана бірінші қабатта.",
        "Магазин, аптека и кофейня на первом этаже.",
        "A shop, a pharmacy and a café are on the ground floor.",
    ),
    (
        "Жоспары жинақы, бос орын жоғалмайды.",
        "Удачная планировка, ни одного лишнего метра.",
        "A good plan; not a metre is wasted.",
    ),
];

fn local(words: &(&str, &str, &str)) -> LocalText {
    text(words.0, words.1, words.2)
}

pub(super) fn name(random: &mut Random) -> LocalText {
    local(random.pick(NAMES))
}

pub(super) fn street(random: &mut Random) -> LocalText {
    let street = local(random.pick(STREETS));
    let house = random.between(1, 90);
    text(
        &format!("{} көшесі, {house}", street.kk),
        &format!("ул. {}, {house}", street.ru),
        &format!("{} St, {house}", street.en),
    )
}

/// Two to four sentences, none of them twice.
pub(super) fn description(random: &mut Random) -> LocalText {
    let mut picked: Vec<&(&str, &str, &str)> = Vec::new();
    let count = usize::try_from(random.between(2, 4)).unwrap_or(2);
    while picked.len() < count {
        let sentence = random.pick(SENTENCES);
        if !picked.contains(&sentence) {
            picked.push(sentence);
        }
    }
    let join = |pick: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
        let parts: Vec<&str> = picked.iter().map(|sentence| pick(sentence)).collect();
        parts.join(" ")
    };
    text(&join(|s| s.0), &join(|s| s.1), &join(|s| s.2))
}
