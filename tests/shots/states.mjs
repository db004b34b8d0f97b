/**
 * Every page state and how it is reached: one line a state. A walk is one visitor with an empty browser; its states follow
 * one another. `main: true` also compares it with its reference; `pin` holds texts that differ from run to run beyond
 * identifiers, ports and times, which are held already (`lib/quiet.mjs`); `hide` leaves out what cannot be held. `varies: true`:
 * too much of it differs, such as a square or a number drawn by lot; it is looked through for faults, and compared with nothing.
 */
import { tabTo, write } from "./lib/keyboard.mjs";
import { tillWalk } from "./till.mjs";
import {
  back,
  choose,
  click,
  closing,
  cutOff,
  gone,
  goTo,
  holdUp,
  ifThere,
  inNewWindow,
  letThrough,
  open,
  press,
  see,
  sell,
  type,
} from "./lib/verbs.mjs";

/** What may be cut on purpose, everywhere. */
export const MAY_BE_CUT = ["textarea", ".one-line", ".two-lines", ".entry .item-title"];

const PASSWORD = "өте ұзын құпиясөз 2026";
/** Published test words, a wallet each: the address on the pictures stays the same. */
const WORDS = {
  first: "legal winner thank year wave sausage worth useful legal winner thank yellow",
  second: "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
  fourth: "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic",
  fifth: "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
  third: "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
};
/** Accounts of the development mnemonic, and one made to be mistaken for the first. */
const FRIEND = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const TRAP = "0x23618e8100000000000000000000000000001e8f";
const ASKED = JSON.stringify({ operatorId: "demo-exchange", purpose: "Аударымды тексеру", challenge: `0x${"07".repeat(32)}` });
const TYPED_DATA = JSON.stringify({
  types: { Letter: [{ name: "to", type: "string" }, { name: "text", type: "string" }] },
  primaryType: "Letter",
  domain: { name: "Алатау", chainId: 31337 },
  message: { to: "Айгүл", text: "Сәлем!" },
});
const SAMPLE = "abandon ability able about above absent absorb abstract absurd abuse access accident".split(" ");

const restore = (words) => [
  open("wallet", "/restore"),
  type("#restore-words", words),
  click("#restore-submit"),
  ifThere("#discovery-continue", "#new-password"),
  type("#new-password", PASSWORD),
  type("#repeat-password", PASSWORD),
  click("#create-submit"),
  see("#address"),
];
const signStep = [type("#deposit-password", PASSWORD), click("#deposit-sign"), gone("#deposit-password")];
const takeMoney = [click("#faucet"), see("#faucet-done"), see("#balance-tUSD", "200")];
const pressPay = click("cryptocity-checkout button");
const order = [
  open("cafe"),
  ...["latte", "latte", "baursak"].map((dish) => click(`[data-dish=${dish}] .more`)),
];

export const WALKS = [
  {
    name: "gallery",
    states: [
      { name: "gallery", main: true, reach: [open("gallery"), see("#open-dialog")] },
      { name: "gallery-dialog", reach: [click("#open-dialog"), see("dialog[open]")] },
      { name: "gallery-sheet", reach: [press("Escape"), click("#open-sheet"), see("dialog[open]")] },
    ],
  },
  {
    name: "wallet",
    states: [
      { name: "loading", reach: [holdUp("**/worker/**"), open("wallet"), see("#loading")] },
      { name: "missing", reach: [letThrough("**/worker/**"), open("wallet", "/no-such-page"), see("main h1")] },
      { name: "start", main: true, reach: [open("wallet"), see("#create-wallet")] },
      { name: "words", reach: [click("#create-wallet"), see("#words-list li")], pin: { "[data-testid=words-list] li": SAMPLE } },
      { name: "words-more", reach: [click("#create-more"), see("#new-passphrase")], pin: { "[data-testid=words-list] li": SAMPLE } },
      { name: "words-24", reach: [click("#words-long"), see("#words-list li:nth-child(24)")], pin: { "[data-testid=words-list] li": SAMPLE } },
      { name: "passphrase-differs", reach: [type("#new-passphrase", "a"), click("#words-saved"), see("#error")], pin: { "[data-testid=words-list] li": SAMPLE } },
      { name: "password", reach: [click("#words-saved"), see("#new-password")] },
      { name: "password-weak", reach: [type("#new-password", "пароль2026"), see("[data-level='1']")] },
      { name: "password-strong", reach: [type("#new-password", PASSWORD + " шаңырақ"), see("[data-level='4']")] },
      {
        name: "password-refused",
        reach: [type("#new-password", "пароль2026"), type("#repeat-password", "пароль2026"), click("#create-submit"), see("#error")],
      },
      {
        name: "password-differs",
        reach: [type("#new-password", PASSWORD), type("#repeat-password", "x"), click("#create-submit"), see("#error")],
      },
      { name: "words-again", reach: [open("wallet", "/create"), see("#words-list li"), see(".alert.warn")], pin: { "[data-testid=words-list] li": SAMPLE } },
      { name: "restore", main: true, reach: [open("wallet", "/restore"), see("#restore-words")] },
      { name: "restore-refused", reach: [type("#restore-words", "bir eki ush"), click("#restore-submit"), see("#error")] },
      { name: "restore-wrong-word", reach: [type("#restore-words", WORDS.first.replace("sausage", "sausge")), click("#restore-submit"), see("#suggestions button")] },
      { name: "restore-more", reach: [click("#restore-more"), see("#restore-passphrase")] },
      { name: "restore-file", reach: [click("#tab-file"), see("#wallet-file")] },
      { name: "restore-key", reach: [click("#tab-key"), see("#private-key")] },
      {
        name: "restore-found",
        reach: [open("wallet", "/restore"), type("#restore-words", "test test test test test test test test test test test junk"), click("#restore-submit"), see("#found-1")],
      },
      { name: "home-empty", reach: [...restore(WORDS.first), see("#balance-tUSD")] },
      // Which of the two tokens comes first is up to the chain.
      { name: "home", main: true, reach: takeMoney, hide: [".rows"] },
      { name: "send", main: true, reach: [goTo("/send"), see("#send-to")] },
      {
        name: "send-first-time",
        reach: [type("#send-to", FRIEND), type("#send-amount", "5389"), see("#send-first-time")],
      },
      { name: "send-wrong", reach: [type("#send-to", "0x12"), type("#send-amount", "1.2.3"), see(".field-error")] },
      {
        name: "send-review",
        reach: [type("#send-to", FRIEND), type("#send-amount", "5389"), click("#send-next"), see("#send-approve")],
      },
      { name: "send-refused", reach: [type("#send-password", "x"), click("#send-approve"), see("#error")] },
      { name: "entry", varies: true, reach: [type("#send-password", PASSWORD), click("#send-approve"), see("[data-state=mined], [data-state=final]")] },
      { name: "activity", reach: [goTo("/activity"), see("#entry")] },
      { name: "activity-nothing-found", reach: [type("#activity-search", "жоқ"), see("#activity-count", "0")] },
      { name: "contacts-empty", reach: [goTo("/contacts"), see("#contact-add")] },
      { name: "contact-form", reach: [click("#contact-add"), see("#contact-save")] },
      {
        name: "contacts",
        reach: [type("#contact-name", "Айгүл"), type("#contact-address", FRIEND), click("#contact-save"), see("#contact-send")],
      },
      { name: "send-known", reach: [click("#contact-send"), see(".alert.good")] },
      { name: "send-look-alike", reach: [type("#send-to", TRAP), see("#send-look-alike")] },
      { name: "scan", reach: [goTo("/scan"), see("#scan-text")] },
      { name: "scan-refused", reach: [type("#scan-text", "https://evil.example/pay"), click("#scan-go"), see("#error")] },
      { name: "sign", reach: [goTo("/sign"), see("#sign-text")] },
      { name: "sign-text", reach: [type("#sign-text", "Алатау \u202eкофе"), click("#sign-show"), see("#statement")] },
      { name: "sign-typed", reach: [goTo("/prove"), goTo("/sign"), type("#sign-text", TYPED_DATA), click("#sign-show"), see("#sign-password")] },
      { name: "prove", reach: [goTo("/prove"), see("#prove-request")] },
      { name: "prove-asked", reach: [type("#prove-request", ASKED), see("#statement")] },
      { name: "receive", reach: [goTo("/receive"), see("#receive-link")] },
      { name: "security", reach: [goTo("/settings/security"), see("main h1")] },
      { name: "backup", reach: [goTo("/settings/backup"), see("main h1")] },
      { name: "backup-drill", varies: true, reach: [click("#drill-start"), see("#drill-1")] },
      { name: "recovery-sheet", reach: [goTo("/recovery-sheet"), see("#recovery-sheet")] },
      { name: "accounts", reach: [goTo("/settings/accounts"), see("main h1")] },
      { name: "accounts-none-found", reach: [click("#account-discover"), see("#discovery p[role=status]")] },
      { name: "accounts-watch", reach: [click("#discovery-continue"), click("#tab-address"), type("#watch-address", "0x1"), click("#address-submit"), see("#error")] },
      { name: "accounts-export", reach: [click("#account-export-0"), see("dialog[open]")] },
      { name: "settings", reach: [press("Escape"), goTo("/settings"), see("[id=theme]")] },
      { name: "more", reach: [goTo("/more"), see("main h1")] },
      { name: "exchange", reach: [goTo("/exchange"), see("#exchange-ask")] },
      { name: "exchange-offers", reach: [type("#exchange-amount", "2"), click("#exchange-ask"), see("#exchange-offer")] },
      {
        name: "subscribe",
        reach: [goTo("/invest/demo-o-solar"), see("#subscribe-ask"), type("#subscribe-units", "5"), click("#subscribe-risks")],
        hide: [".hash"],
      },
      { name: "subscribe-limit", reach: [type("#subscribe-units", "26"), see(".field-error")], hide: [".hash"] },
      {
        name: "subscribe-review",
        reach: [type("#subscribe-units", "5"), click("#subscribe-ask"), see("#subscribe-accept")],
        hide: [".hash", ".number"],
      },
      {
        name: "subscribe-outcome",
        reach: [click("#subscribe-accept"), see("#subscribe-transaction"), see("#holding")],
        hide: [".hash"],
      },
      { name: "holdings", reach: [goTo("/invest"), see("#holding")] },
      { name: "bank", reach: [goTo("/bank"), see("#topup-ask")] },
      { name: "bank-identify", reach: [type("#topup-amount", "150000"), click("#topup-ask"), see("#identify-open")] },
      { name: "identification", reach: [click("#identify-open"), see("#identify-submit")] },
      {
        name: "identified",
        reach: [
          type("#identify-name", "Айгерім Сейтқали"), type("#identify-iin", "900101300017"),
          type("#identify-document", "012345678"), click("#identify-submit"), see("#identity-tier"),
        ],
      },
      { name: "bank-quote", reach: [goTo("/bank"), type("#topup-amount", "5000"), click("#topup-ask"), see("#topup-quote")], hide: [".facts"] },
      { name: "bank-done", reach: [click("#topup-simulate"), see("#topup-done")], hide: [".facts", ".hash"] },
      { name: "cash-out", reach: [goTo("/bank"), click("#tab-cash-out"), see("#cashout-ask")] },
      {
        name: "cash-out-wrong",
        reach: [type("#cashout-amount", "1000"), type("#cashout-iban", "KZ87125KZT5004100100"), see(".field-error")],
      },
      { name: "cash-out-quote", reach: [type("#cashout-iban", "KZ86125KZT5004100100"), click("#cashout-ask"), see("#cashout-password"), gone(".toast")], hide: [".facts"] },
      { name: "wallet-exists", reach: [goTo("/create"), see("#wallet-exists")] },
      { name: "restore-exists", reach: [goTo("/restore"), see("#restore-words")] },
      { name: "help", reach: [goTo("/help"), see("main h1")] },
      { name: "locked", reach: [goTo("/"), see("#address"), click("#lock"), see("#unlock-password")] },
      { name: "unlock-refused", reach: [type("#unlock-password", "x"), click("#unlock-submit"), see("#error")] },
    ],
  },
  {
    name: "pay",
    states: [
      { name: "pay-no-order", reach: [open("wallet", "/pay/"), see("#error")] },
      { name: "cafe", main: true, reach: [open("cafe"), see("[data-dish=latte]")] },
      { name: "cafe-order", reach: order },
      { name: "pay-no-wallet", reach: [inNewWindow(pressPay), see("#no-vault")] },
      { name: "pay-no-money", reach: [...restore(WORDS.second), ...order, inNewWindow(pressPay), see("#top-up")] },
      { name: "pay-loading", reach: [back(), open("wallet"), type("#unlock-password", PASSWORD), click("#unlock-submit"), see("#address"), ...takeMoney, ...order, holdUp("**/pay/0x*"), inNewWindow(pressPay), see("#busy")] },
      // For half a second the button cannot be pressed yet.
      { name: "pay", main: true, reach: [letThrough("**/pay/0x*"), back(), ...order, inNewWindow(pressPay), see("#pay-submit:enabled")] },
      { name: "pay-other-device", varies: true, reach: [click("#other-device"), see("cryptocity-qr svg")] },
      { name: "pay-wrong-password", varies: true, reach: [type("#pay-password", "x"), click("#pay-submit"), see("#error")] },
      { name: "pay-receipt", main: true, reach: [type("#pay-password", PASSWORD), click("#pay-submit"), see("#receipt")] },
      { name: "cafe-thanks", main: true, reach: [back(), see("[id=transaction]", "0x")] },
    ],
  },
  {
    name: "deposit",
    states: [
      { name: "deposits-empty", reach: [...restore(WORDS.fourth), goTo("/deposits"), see("#deposit-new")] },
      { name: "deposit-new", main: true, reach: [goTo("/deposit/new"), see("#deposit-propose")] },
      { name: "deposit-unbuilt", reach: [choose("#deposit-home", "demo-gate-tower"), see("#error")] },
      { name: "deposit-review", reach: [choose("#deposit-home", "demo-golden-3"), see("#deposit-review")] },
      {
        name: "deposit-wrong",
        reach: [
          choose("#deposit-home", "other"),
          type("#deposit-amount", "600000"),
          type("#deposit-number", "260940000508"),
          type("#home-cadastral", "03-046-012-12345"),
          click("#deposit-propose"),
          see("#error"),
        ],
      },
      {
        name: "deposit-proposed",
        main: true,
        reach: [
          ...[goTo("/deposits"), click("#demo-seller"), gone("#demo-seller"), click("#demo-notary"), gone("#demo-notary")],
          ...[goTo("/deposit/new"), click("#kind-zadatok"), type("#deposit-amount", "50000")],
          ...[type("#deposit-name", "Айгерім Сапарова"), type("#deposit-number", "260940000507")],
          ...[click("#deposit-propose"), see("[data-phase=seller]"), gone(".toast")],
        ],
        hide: [".qr"],
      },
      {
        name: "deposit-joined",
        reach: [
          ...[click("#deposit-join-here summary"), type("#deposit-name", "Нұрлан Оспанов")],
          ...[type("#deposit-number", "260940000507"), click("#deposit-join"), see("[data-phase=signatures]")],
        ],
        hide: [".qr"],
      },
      { name: "deposit-sign", main: true, reach: [click("#tab-buyer"), click("#step-agree"), see("#deposit-hash")], hide: [".qr"] },
      { name: "deposit-sign-refused", hide: [".qr"], reach: [type("#deposit-password", "x"), click("#deposit-sign"), see("dialog #error")] },
      {
        name: "deposit-money",
        reach: [
          ...signStep,
          ...["seller", "notary"].flatMap((side) => [click(`#tab-${side}`), click("#step-agree"), ...signStep]),
          see("[data-phase=money]"),
        ],
        hide: [".qr"],
      },
      { name: "deposit-short", hide: [".qr"], reach: [click("#tab-seller"), click("#step-fund"), see("#deposit-faucet")] },
      {
        name: "deposit-sale",
        main: true,
        reach: [
          ...[click("#deposit-faucet"), gone("#deposit-faucet"), ...signStep],
          ...[click("#tab-buyer"), click("#step-fund"), see("#deposit-hash"), click("#deposit-faucet"), gone("#deposit-faucet")],
          ...[...signStep, see("[data-phase=sale]")],
        ],
        hide: [".qr"],
      },
      { name: "deposit-withdraw", hide: [".qr"], reach: [click("#step-withdraw"), see("#deposit-hash")] },
      { name: "deposit-over", reach: [...signStep, see("[data-phase=buyer-withdrew]")] },
      { name: "deposit-document", main: true, reach: [click("#deposit-document"), see("#document")], hide: [".qr"] },
      { name: "deposits", reach: [goTo("/deposits"), see(".deposits .item")] },
      { name: "home-deposits", hide: [".rows"], reach: [goTo("/"), see(".deposits .item")] },
    ],
  },
  tillWalk({ restore, takeMoney, words: WORDS.third, password: PASSWORD }),
  {
    name: "city",
    states: [
      { name: "places-loading", reach: [holdUp("**/zone/catalogue/**"), open("wallet", "/places"), see("main h1")] },
      { name: "places", reach: [letThrough("**/zone/catalogue/**"), open("wallet", "/places"), see("#place")] },
      { name: "places-none", reach: [type("#places-search", "жоқ мұндай"), see(".empty")] },
      { name: "place", reach: [open("wallet", "/places/alatau-coffee"), see("#place-pay")] },
      { name: "place-missing", reach: [open("wallet", "/places/no-such-place"), see("#missing")] },
      { name: "property", main: true, reach: [open("wallet", "/property"), see("#listing")] },
      { name: "property-filters", reach: [click("#filters"), see("dialog[open]")] },
      { name: "property-map", reach: [open("wallet", "/property?view=map"), see("city-map .map-name")], mayBeCut: [".map-name"] },
      { name: "listing", main: true, reach: [open("wallet", "/property/demo-l-000003"), see("#listing-price")] },
      { name: "compare", reach: [open("wallet", "/property/compare?ids=demo-l-000001,demo-l-000002"), see("#compare-table")] },
      { name: "invest", reach: [open("wallet", "/invest"), see("#offering")] },
      { name: "offering", reach: [open("wallet", "/invest/demo-o-solar"), see("#document")] },
      { name: "zone", reach: [open("wallet", "/zone"), see("#zone-age")] },
    ],
  },
  {
    name: "trouble",
    states: [
      { name: "places-unreachable", reach: [cutOff("**/zone/**"), open("wallet", "/places"), see("#city-retry"), letThrough("**/zone/**")] },
      {
        name: "x402",
        reach: [
          ...[...restore(WORDS.fifth), ...takeMoney, sell("https://data.example/weather")],
          ...[open("wallet", "/x402?url=https%3A%2F%2Fdata.example%2Fweather"), type("#unlock-password", PASSWORD)],
          ...[click("#unlock-submit"), see("#x402-submit")],
        ],
      },
      { name: "x402-refused", reach: [type("#x402-password", "x"), see("[data-testid=x402-submit]:enabled"), click("#x402-submit"), see("#error")] },
      { name: "x402-ask", reach: [open("wallet", "/x402"), type("#unlock-password", PASSWORD), click("#unlock-submit"), see("#x402-ask")] },
      { name: "home-offline", reach: [open("wallet"), type("#unlock-password", PASSWORD), click("#unlock-submit"), see("#balance-tUSD"), cutOff("anvil"), see("#offline"), letThrough("anvil"), gone("#offline")] },
      { name: "home-operator-down", reach: [open("wallet"), type("#unlock-password", PASSWORD), click("#unlock-submit"), see("#balance-tUSD"), cutOff("operator"), click("#faucet"), see("#error")] },
      { name: "pay-till-down", reach: [letThrough("operator"), ...order, cutOff("**/pay/0x*"), inNewWindow(pressPay), see("#retry")] },
    ],
  },
];

/** Without a mouse: what a person does from the first visit to the receipt. */
export const KEYBOARD_JOURNEYS = [
  {
    name: "from the first visit to the receipt",
    steps: [
      open("wallet"),
      see("#create-wallet"),
      ...[tabTo("#create-wallet"), press("Enter"), see("#words-list li")],
      ...[tabTo("#words-saved"), press("Enter"), see("#new-password")],
      ...[tabTo("#new-password"), write(PASSWORD), tabTo("#repeat-password"), write(PASSWORD), press("Enter"), see("#address")],
      ...[tabTo("#faucet"), press("Enter"), see("#faucet-done")],
      ...[tabTo("#lock"), press("Enter"), see("#unlock-password")],
      ...[tabTo("#unlock-password"), write(PASSWORD), press("Enter"), see("#address")],
      open("cafe"),
      ...[tabTo("[data-dish=latte] .more"), press("Enter"), press("Enter")],
      ...[tabTo("cryptocity-checkout button"), inNewWindow(press("Enter")), see("#pay-submit")],
      ...[see("[data-testid=pay-submit]:enabled"), tabTo("#pay-password"), write(PASSWORD), tabTo("#pay-submit"), press("Enter"), see("#receipt")],
      ...[tabTo("#close"), closing(press("Enter")), back(), see("[id=transaction]", "0x")],
    ],
  },
];
