// The café's page: a menu, a basket and one <cryptocity-checkout>. What was paid is told by the café's till only.
"use strict";

const VAT_BPS = 1600;
const MOST_OF_ONE = 20;

const TEXTS = {
  kk: {
    notice: "Бұл — демонстрациялық бет: «Алатау кофе» ойдан шығарылған, токендердің құны жоқ.",
    name: "Алатау кофе",
    tagline: "Тау бөктеріндегі жайлы кофехана",
    menu: "Мәзір",
    vat: "Бағаларға 16% ҚҚС кіреді.",
    drinks: "Кофе мен шай",
    food: "Нан мен тәттілер",
    bill: "Тапсырысыңыз",
    empty: "Әзірге бос. Мәзірден бірдеңе таңдаңыз.",
    total: "Барлығы",
    toBill: "Тапсырысқа өту",
    more: "қосу",
    less: "азайту",
    unreachable: "CryptoCity қазір қолжетімсіз. Кейінірек қайталап көріңіз.",
    thanks: "Рақмет! Тапсырыс төленді.",
    soon: "Асыңыз дайындалып жатыр.",
    orderNumber: "Тапсырыс нөмірі",
    amount: "Төленген сома",
    transaction: "Транзакция хэші",
    noDetails: "Касса серверінен мәлімет алынбады. Тапсырыс бәрібір төленді.",
    again: "Тағы тапсырыс беру",
  },
  ru: {
    notice: "Это демонстрация: «Алатау кофе» вымышлена, токены ничего не стоят.",
    name: "Алатау кофе",
    tagline: "Уютная кофейня у подножия гор",
    menu: "Меню",
    vat: "Цены включают НДС 16 %.",
    drinks: "Кофе и чай",
    food: "Выпечка и сладкое",
    bill: "Ваш заказ",
    empty: "Пока пусто. Выберите что-нибудь из меню.",
    total: "Итого",
    toBill: "К заказу",
    more: "добавить",
    less: "убавить",
    unreachable: "CryptoCity сейчас недоступен. Попробуйте позже.",
    thanks: "Спасибо! Заказ оплачен.",
    soon: "Мы уже готовим.",
    orderNumber: "Номер заказа",
    amount: "Оплачено",
    transaction: "Хэш транзакции",
    noDetails: "Касса не ответила, подробностей нет. Заказ всё равно оплачен.",
    again: "Заказать ещё",
  },
  en: {
    notice: "This is a demo: Alatau Coffee is fictional and the tokens have no value.",
    name: "Alatau Coffee",
    tagline: "A cosy café at the foot of the mountains",
    menu: "Menu",
    vat: "Prices include 16% VAT.",
    drinks: "Coffee and tea",
    food: "Baked and sweet",
    bill: "Your order",
    empty: "Nothing yet. Choose something from the menu.",
    total: "Total",
    toBill: "Go to your order",
    more: "add one",
    less: "remove one",
    unreachable: "CryptoCity is not available right now. Please try again later.",
    thanks: "Thank you! Your order is paid.",
    soon: "We are making it now.",
    orderNumber: "Order number",
    amount: "Amount paid",
    transaction: "Transaction hash",
    noDetails: "The till did not answer, so there are no details. Your order is paid all the same.",
    again: "Order something else",
  },
};

/** Prices in tiyn with VAT; names and descriptions as kk, ru, en. */
const DISHES = [
  {
    id: "latte", group: "drinks", picture: "cup", tiyn: 95000n,
    kk: ["Латте", "Эспрессо, сүт, жұқа көбік"],
    ru: ["Латте", "Эспрессо, молоко, тонкая пенка"],
    en: ["Latte", "Espresso, milk, a thin layer of foam"],
  },
  {
    id: "cappuccino", group: "drinks", picture: "cup", tiyn: 90000n,
    kk: ["Капучино", "Эспрессо және қалың сүт көбігі"],
    ru: ["Капучино", "Эспрессо и густая молочная пена"],
    en: ["Cappuccino", "Espresso under thick milk foam"],
  },
  {
    id: "tea", group: "drinks", picture: "kese", tiyn: 50000n,
    kk: ["Қаймақ қатқан шай", "Кесемен, қазақша"],
    ru: ["Чай со сливками", "По-казахски, в кесе"],
    en: ["Tea with cream", "Kazakh style, in a kese bowl"],
  },
  {
    id: "baursak", group: "food", picture: "baursak", tiyn: 35000n,
    kk: ["Бауырсақ", "Бес дана, ыстық"],
    ru: ["Баурсаки", "Пять штук, горячие"],
    en: ["Baursak", "Five fried dough puffs, hot"],
  },
  {
    id: "samsa", group: "food", picture: "samsa", tiyn: 70000n,
    kk: ["Самса", "Сиыр еті мен пияз"],
    ru: ["Самса", "Говядина и лук"],
    en: ["Samsa", "Pastry with beef and onion"],
  },
  {
    id: "medovik", group: "food", picture: "cake", tiyn: 120000n,
    kk: ["Медовик", "Қабат-қабат бал торты"],
    ru: ["Медовик", "Слоёный медовый торт"],
    en: ["Medovik", "Layered honey cake"],
  },
  {
    id: "zhent", group: "food", picture: "zhent", tiyn: 60000n,
    kk: ["Жент", "Тары, сары май, мейіз"],
    ru: ["Жент", "Пшено, масло, изюм"],
    en: ["Zhent", "Sweet millet, butter and raisins"],
  },
];

const byId = (id) => document.getElementById(id);
const quantities = new Map(DISHES.map(({ id }) => [id, 0]));
let language = "kk";
/** What the till said about the paid order. */
let paid;

/** Tiyn as tenge. Written by hand: Chromium has no Kazakh number format. */
function money(tiyn) {
  const whole = String(tiyn / 100n).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00a0");
  const rest = tiyn % 100n;
  const fraction = rest ? (language === "en" ? "." : ",") + String(rest).padStart(2, "0") : "";
  return `${whole}${fraction}\u00a0₸`;
}

/** Makes an element with properties and children. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Writes a text only when it is another one: live regions read every write out. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function picture(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Builds the menu once; words and numbers are written by `render`. */
function buildMenu() {
  for (const group of ["drinks", "food"]) {
    const list = make("ul");
    for (const dish of DISHES.filter((dish) => dish.group === group)) {
      const step = (className, sign, by) =>
        make("button", { type: "button", className, textContent: sign, onclick: () => change(dish.id, by) });
      const item = make(
        "li",
        {},
        picture(dish.picture),
        make("div", { className: "words" }, make("h4"), make("p")),
        make("span", { className: "price" }),
        make("div", { className: "stepper" }, step("less", "−", -1), make("output"), step("more", "+", 1)),
      );
      item.dataset.dish = dish.id;
      list.append(item);
    }
    const title = make("h3");
    title.dataset.text = group;
    byId("dishes").append(title, list);
  }
}

function change(id, by) {
  quantities.set(id, Math.min(MOST_OF_ONE, Math.max(0, quantities.get(id) + by)));
  render();
}

/** The dishes in the basket with their quantities. */
const chosen = () =>
  DISHES.filter(({ id }) => quantities.get(id) > 0).map((dish) => ({ dish, quantity: quantities.get(dish.id) }));

/** What the checkout sends to `/order`. */
const items = () =>
  chosen().map(({ dish, quantity }) => ({
    name: dish[language][0],
    quantityMilli: String(quantity * 1000),
    unitTiyn: String(dish.tiyn),
    vatBps: VAT_BPS,
  }));

function renderMenu() {
  for (const dish of DISHES) {
    const item = document.querySelector(`[data-dish="${dish.id}"]`);
    const [name, description] = dish[language];
    const quantity = quantities.get(dish.id);
    item.classList.toggle("chosen", quantity > 0);
    item.querySelector("h4").textContent = name;
    item.querySelector("p").textContent = description;
    item.querySelector(".price").textContent = money(dish.tiyn);
    write(item.querySelector("output"), String(quantity));
    const less = item.querySelector(".less");
    const more = item.querySelector(".more");
    less.ariaLabel = `${name}: ${TEXTS[language].less}`;
    more.ariaLabel = `${name}: ${TEXTS[language].more}`;
    less.disabled = quantity === 0;
    more.disabled = quantity === MOST_OF_ONE;
  }
}

function renderBill() {
  const basket = chosen();
  const total = basket.reduce((sum, { dish, quantity }) => sum + dish.tiyn * BigInt(quantity), 0n);
  byId("empty").hidden = basket.length > 0;
  byId("basket").hidden = basket.length === 0;
  byId("lines").replaceChildren(
    ...basket.map(({ dish, quantity }) =>
      make(
        "li",
        {},
        make("span", { textContent: `${dish[language][0]} × ${quantity}` }),
        make("span", { className: "dots" }),
        make("span", { textContent: money(dish.tiyn * BigInt(quantity)) }),
      ),
    ),
  );
  write(byId("total"), money(total));
  write(byId("bar-total"), money(total));
  byId("bar").hidden = basket.length === 0 || !byId("thanks").hidden;
  const checkout = document.querySelector("cryptocity-checkout");
  checkout.setAttribute("locale", language);
  checkout.items = items();
}

function render() {
  document.documentElement.lang = language;
  document.title = TEXTS[language].name;
  for (const element of document.querySelectorAll("[data-text]")) {
    write(element, TEXTS[language][element.dataset.text]);
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.ariaPressed = String(button.dataset.language === language);
  }
  renderMenu();
  renderBill();
  if (paid) renderThanks();
}

function renderThanks() {
  const { orderId, status, noDetails } = paid;
  // As the till and the wallet's receipt print it: the end of the identifier.
  byId("order-id").textContent = `№ ${orderId.slice(-6).toUpperCase()}`;
  byId("order-id").dataset.order = orderId;
  byId("amount").textContent = status ? money(BigInt(status.totalTiyn)) : "…";
  byId("transaction").textContent = status?.transaction ?? "…";
  byId("no-details").hidden = !noDetails;
}

/** Asks the till for the paid order's details and thanks. */
async function thank({ orderId, statusUrl }) {
  const mine = (paid = { orderId });
  byId("bill").hidden = true;
  byId("thanks").hidden = false;
  render();
  byId("thanks-title").focus();
  byId("thanks").scrollIntoView();
  try {
    const answer = await fetch(statusUrl, { cache: "no-store" });
    if (!answer.ok) throw new Error(`the till answered ${answer.status}`);
    mine.status = await answer.json();
  } catch {
    mine.noDetails = true;
  }
  render();
}

/** A fresh payment element: a paid one stays paid. */
function placeCheckout() {
  const fallback = make("p", { textContent: TEXTS[language].unreachable });
  fallback.dataset.text = "unreachable";
  // The element shows its own button; this sentence is seen only when the wallet's script did not come.
  const checkout = make("cryptocity-checkout", {}, fallback);
  checkout.setAttribute("create-order", "/order");
  // The basket stays as it is while it is being paid.
  const lock = (locked) => () => (byId("dishes").disabled = locked);
  checkout.addEventListener("open", lock(true));
  checkout.addEventListener("authorized", lock(true));
  checkout.addEventListener("failed", lock(false));
  checkout.addEventListener("expired", lock(false));
  checkout.addEventListener("closed", ({ detail }) =>
    lock(["authorized", "submitted", "settled", "final"].includes(detail.status))(),
  );
  checkout.addEventListener("settled", ({ detail }) => thank(detail));
  byId("checkout").replaceChildren(checkout);
}

function startAgain() {
  paid = undefined;
  for (const id of quantities.keys()) quantities.set(id, 0);
  byId("thanks").hidden = true;
  byId("bill").hidden = false;
  byId("dishes").disabled = false;
  placeCheckout();
  render();
  document.querySelector(".more").focus();
}

const asked = new URLSearchParams(location.search).get("lang");
if (asked in TEXTS) language = asked;
buildMenu();
placeCheckout();
render();
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    language = button.dataset.language;
    history.replaceState(null, "", `?lang=${language}`);
    render();
  });
}
byId("again").addEventListener("click", startAgain);
// On a phone the bar leads to the bill, and is in the way once the bill is there.
new IntersectionObserver(([{ isIntersecting }]) => byId("bar").classList.toggle("away", isIntersecting)).observe(
  byId("bill"),
);
