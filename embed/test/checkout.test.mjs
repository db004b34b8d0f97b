import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { built, MERCHANT, openPage, ORDER, WALLET } from "./page.mjs";

const ITEMS = [{ name: "Латте", quantityMilli: "1000", unitTiyn: "95000", vatBps: 1600 }];
const PAY_LINK = `${WALLET}/pay/?locale=en#order=${encodeURIComponent(ORDER.payUrl)}`;

/** Clicks, and hands the order to the pay page. */
async function pay(page) {
  const popup = await page.click();
  await page.readyPing();
  assert.equal(popup.received.length, 1, "the pay page got its order");
  return popup;
}

test("the label follows the locale, else the document, else Kazakh", async (t) => {
  const page = await openPage(t, { lang: "ru-KZ" });
  assert.equal(page.button.textContent, "Оплатить через CryptoCity");
  page.element.setAttribute("locale", "en");
  assert.equal(page.button.textContent, "Pay with CryptoCity");
  assert.equal(page.button.lang, "en");
  page.element.setAttribute("locale", "de");
  assert.equal(page.button.textContent, "CryptoCity арқылы төлеу");
});

test("the popup is opened in the click itself, before anything is fetched", async (t) => {
  const page = await openPage(t);
  page.button.click();
  const [[url, name, features]] = page.opened;
  assert.equal(url, `${WALLET}/pay/?opener&locale=en`);
  assert.equal(name, "_blank");
  assert.equal(features, "popup,width=420,height=700");
  assert.equal(page.requests.length, 0);
  await page.rest();
  assert.equal(page.button.ariaBusy, "true");
});

test("the lazy script carries nonce, integrity and crossorigin", async (t) => {
  const page = await openPage(t);
  await page.click();
  const [script] = page.scripts;
  const url = new URL(script.src);
  assert.equal(url.origin, WALLET);
  assert.equal(script.nonce, "n0nce");
  assert.equal(script.crossOrigin, "");
  assert.equal(
    script.integrity,
    `sha256-${createHash("sha256").update(built(url.pathname.slice(1))).digest("base64")}`,
  );
});

test("the script may be included twice", async (t) => {
  const page = await openPage(t);
  page.runLoader();
  assert.equal(page.element.shadowRoot.querySelectorAll("button").length, 1);
});

test("the order is asked for with the items and handed over once, with one port, to the wallet only", async (t) => {
  const page = await openPage(t);
  page.element.items = ITEMS;
  const popup = await page.click();
  const [request] = page.requests;
  assert.equal(request.url, `${MERCHANT}/order`);
  assert.equal(request.method, "POST");
  assert.deepEqual(JSON.parse(request.body), ITEMS);
  assert.equal(popup.received.length, 0, "nothing is sent before the pay page asks");
  await page.readyPing();
  const [{ data, targetOrigin, ports }] = popup.received;
  assert.deepEqual(data, { t: "cc.open", v: 1, id: "page-1", payUrl: ORDER.payUrl });
  assert.equal(targetOrigin, WALLET);
  assert.equal(ports, 1);
  assert.equal(page.status.textContent, "Pay in the window that opened.");
});

test("items may stand in the attribute", async (t) => {
  const page = await openPage(t);
  page.element.setAttribute("items", JSON.stringify(ITEMS));
  await page.click();
  assert.deepEqual(JSON.parse(page.requests[0].body), ITEMS);
});

test("a page that greets before there is an order is answered when it greets again", async (t) => {
  const page = await openPage(t);
  page.button.click();
  await page.readyPing();
  await page.readyPing();
  assert.equal(page.popups[0].received.length, 1);
});

test("a ready ping of another origin is ignored", async (t) => {
  const page = await openPage(t);
  const popup = await page.click();
  for (const origin of ["https://evil.example", "http://wallet.example", "https://wallet.example.evil.example", "null"]) {
    await page.readyPing({ origin });
  }
  assert.equal(popup.received.length, 0);
});

test("a ready ping of another window is ignored", async (t) => {
  const page = await openPage(t);
  const popup = await page.click();
  await page.readyPing({ source: {} });
  await page.readyPing({ source: null });
  assert.equal(popup.received.length, 0);
});

test("other messages and other versions are ignored", async (t) => {
  const page = await openPage(t);
  const popup = await page.click();
  for (const data of [null, "cc.ready", { t: "cc.ready" }, { t: "cc.ready", v: 2 }, { t: "cc.status", v: 1 }]) {
    await page.message(data);
  }
  assert.equal(popup.received.length, 0);
});

test("a page is answered once, however often it greets; the page after a reload is answered again", async (t) => {
  const page = await openPage(t);
  const popup = await pay(page);
  await page.readyPing();
  await page.readyPing();
  assert.equal(popup.received.length, 1);
  await page.readyPing({ id: "page-2" });
  assert.equal(popup.received.length, 2);
  assert.equal(popup.received[1].data.id, "page-2");
  assert.notEqual(popup.received[1].port, popup.received[0].port);
  page.state = "settled";
  await page.hint("settled");
  await page.pass(1_500);
  assert.deepEqual(page.names, ["ready", "open", "settled"]);
});

test("a framed page whose window is blocked gets a link and asks its server", async (t) => {
  const page = await openPage(t, { framed: true });
  page.blockPopups = true;
  await page.click();
  const link = page.status.querySelector("a");
  assert.equal(page.status.textContent, "Go to the payment page");
  assert.equal(link.href, PAY_LINK);
  assert.equal(link.target, "_blank");
  assert.equal(link.part.value ?? link.part, "link");
  assert.equal(page.left.length, 0);
  assert.equal(page.button.ariaBusy, null);
  page.state = "settled";
  await page.pass(6_000);
  assert.deepEqual(page.names, ["ready", "open", "settled"]);
  assert.equal(page.status.querySelector("a"), null);
});

test("the texts change with the locale", async (t) => {
  const page = await openPage(t, { framed: true });
  page.blockPopups = true;
  await page.click();
  page.element.setAttribute("locale", "kk");
  assert.equal(page.status.textContent, "Төлем бетіне өту");
  assert.match(page.status.querySelector("a").href, /locale=kk/);
  page.element.setAttribute("locale", "ru");
  assert.equal(page.status.textContent, "Перейти на страницу оплаты");
});

test("where popups are blocked a payment handler is tried, with the total the order names", async (t) => {
  const page = await openPage(t);
  page.blockPopups = true;
  page.order = { ...ORDER, totalTiyn: "50" };
  page.handler = "shown";
  await page.click();
  const [{ methods, details }] = page.handlers;
  assert.deepEqual(methods, [{ supportedMethods: `${WALLET}/pay/`, data: { payUrl: ORDER.payUrl } }]);
  assert.deepEqual(details.total.amount, { currency: "KZT", value: "0.50" });
  assert.equal(page.status.textContent, "Pay in the window that opened.");
  assert.equal(page.left.length, 0);
  page.state = "settled";
  page.finishHandler();
  await page.pass(1_500);
  assert.deepEqual(page.names, ["ready", "open", "closed", "settled"]);
});

test("a payment handler that was closed asks the server, and leaves the page alone", async (t) => {
  const page = await openPage(t);
  page.blockPopups = true;
  page.handler = "AbortError";
  await page.click();
  await page.pass(1_500);
  assert.equal(page.left.length, 0);
  assert.equal(page.status.textContent, "No payment has arrived yet.");
});

test("without windows and handlers the page is left, and the element that was left finds its order again", async (t) => {
  const html = '<cryptocity-checkout create-order="/a"></cryptocity-checkout><cryptocity-checkout create-order="/b"></cryptocity-checkout>';
  const page = await openPage(t, { html, path: "/menu?table=7#soup" });
  page.blockPopups = true;
  page.document.querySelectorAll("cryptocity-checkout")[1].shadowRoot.querySelector("button").click();
  await page.rest();
  const [address] = page.left;
  const [link, query] = address.split("&return=");
  assert.equal(link, PAY_LINK);
  const back = new URL(decodeURIComponent(query));
  assert.equal(back.origin + back.pathname + back.hash, `${MERCHANT}/menu#soup`);
  assert.equal(back.searchParams.get("table"), "7");
  const [key] = Object.keys(page.stored);
  assert.equal(key, `cryptocity${back.searchParams.get("cryptocity")}`);
});

test("a page that was come back to goes on with its order, once", async (t) => {
  const stored = { cryptocityabc: JSON.stringify([1, ORDER]) };
  const html = "<cryptocity-checkout></cryptocity-checkout><cryptocity-checkout></cryptocity-checkout>";
  const page = await openPage(t, { html, stored, path: "/menu?cryptocity=abc" });
  await page.pass(300);
  assert.deepEqual(page.stored, {});
  page.state = "settled";
  await page.pass(3_000);
  assert.equal(page.events.at(-1).type, "settled");
  assert.equal(page.events.at(-1).detail.orderId, ORDER.orderId);
  assert.equal(page.events.at(-1).target, page.document.querySelectorAll("cryptocity-checkout")[1]);
});

test("an address that somebody made up resumes nothing", async (t) => {
  const page = await openPage(t, { path: "/menu?cryptocity=__proto__" });
  await page.pass(3_000);
  assert.equal(page.requests.length, 0);
  assert.equal(page.status.textContent, "");
});

for (const [way, handlers, left] of [["handler", 1, 1], ["redirect", 0, 1], ["link", 0, 0]]) {
  test(`way="${way}" opens no window of its own`, async (t) => {
    const page = await openPage(t);
    page.element.way = way;
    await page.click();
    assert.equal(page.opened.length, 0);
    assert.deepEqual([page.handlers.length, page.left.length], [handlers, left]);
  });
}

test("a window that is cut off at once leads elsewhere, and no further window is opened", async (t) => {
  const page = await openPage(t);
  const popup = await page.click();
  popup.close();
  await page.pass(500);
  assert.equal(page.left.length, 1);
  await page.click();
  assert.equal(page.opened.length, 1);
  assert.equal(page.left.length, 2);
});

test("attributes are properties too", async (t) => {
  const page = await openPage(t);
  Object.assign(page.element, { orderUrl: ORDER.payUrl, theme: "dark", variant: "outline", size: "small", mode: "test" });
  assert.deepEqual(
    page.element.getAttributeNames().sort(),
    ["create-order", "mode", "order-url", "size", "theme", "variant"],
  );
  assert.equal(page.element.createOrder, "/order");
  assert.equal(page.element.locale, "");
});

test("the label can be replaced by the page's own, and the default stays for those who have none", async (t) => {
  const page = await openPage(t, {
    html: '<cryptocity-checkout><span slot="label">Buy</span></cryptocity-checkout>',
  });
  const slot = page.button.querySelector("slot[name=label]");
  assert.equal(slot.textContent, "Pay with CryptoCity");
});

test("several elements on a page pay their own orders", async (t) => {
  const html = '<cryptocity-checkout create-order="/a"></cryptocity-checkout><cryptocity-checkout create-order="/b"></cryptocity-checkout>';
  const page = await openPage(t, { html });
  const buttons = [...page.document.querySelectorAll("cryptocity-checkout")].map((e) => e.shadowRoot.querySelector("button"));
  for (const button of buttons) {
    button.click();
    await page.rest();
  }
  assert.deepEqual(page.requests.map(({ url }) => url), [`${MERCHANT}/a`, `${MERCHANT}/b`]);
  await page.readyPing({ source: page.popups[0] });
  assert.deepEqual(page.popups.map(({ received }) => received.length), [1, 0]);
});

test("an order that never ends is not asked for for ever", async (t) => {
  const page = await openPage(t);
  (await pay(page)).close();
  await page.pass(1_000);
  for (let i = 0; i < 200; i += 1) {
    t.mock.timers.tick(15_000);
    await page.rest();
  }
  const asked = page.statusRequests;
  assert.ok(asked < 140, `${asked} requests`);
  for (let i = 0; i < 20; i += 1) {
    t.mock.timers.tick(15_000);
    await page.rest();
  }
  assert.equal(page.statusRequests, asked);
});

test("a closed popup leads to a question to the server, not to 'cancelled'", async (t) => {
  const page = await openPage(t);
  const popup = await pay(page);
  await page.pass(10_000);
  assert.equal(page.statusRequests, 0, "nothing to ask while the window is open and silent");
  page.state = null;
  popup.close();
  await page.pass(300);
  assert.deepEqual(page.names, ["ready", "open", "closed"]);
  assert.equal(page.status.textContent, "Checking the payment…");
  assert.equal(page.statusRequests, 1);
  page.state = "created";
  await page.pass(1_500);
  assert.equal(page.status.textContent, "No payment has arrived yet.");
  assert.equal(page.button.ariaBusy, null);
  page.state = "submitted";
  await page.pass(5_000);
  assert.equal(page.status.textContent, "Checking the payment…");
  page.state = "settled";
  await page.pass(5_000);
  assert.deepEqual(page.names, ["ready", "open", "closed", "authorized", "settled"]);
});

test("a hint is believed only when the server says the same", async (t) => {
  const page = await openPage(t);
  await pay(page);
  await page.hint("settled");
  await page.pass(1_500);
  assert.deepEqual(page.names, ["ready", "open"]);
  page.state = "settled";
  await page.pass(1_500);
  await page.pass(1_500);
  assert.deepEqual(page.names, ["ready", "open", "settled"]);
});

test("each state becomes its event once, with the order's id", async (t) => {
  const page = await openPage(t);
  await pay(page);
  for (const state of ["authorized", "submitted", "settled"]) {
    page.state = state;
    await page.hint("authorized");
    await page.hint("authorized");
    await page.pass(4_000);
  }
  assert.deepEqual(page.names, ["ready", "open", "authorized", "settled"]);
  for (const { detail } of page.events.slice(2)) {
    assert.equal(detail.orderId, ORDER.orderId);
    assert.equal(detail.statusUrl, ORDER.statusUrl);
  }
  assert.equal(page.events[3].detail.status, "settled");
  assert.ok(page.events[3].bubbles && page.events[3].composed);
  assert.equal(page.status.textContent, "Paid");
  assert.equal(page.button.disabled, true);
  const asked = page.statusRequests;
  page.popups[0].close();
  await page.pass(20_000);
  assert.equal(page.statusRequests, asked, "nothing is asked after the end");
});

for (const [state, event, text] of [
  ["final", "settled", "Paid"],
  ["over", "settled", "Paid"],
  ["failed", "failed", "The payment did not go through."],
  ["refunded", "failed", "The payment was refunded."],
  ["expired", "expired", "The order has expired. Please start again."],
  ["cancelled", "expired", "The order has expired. Please start again."],
]) {
  test(`the state ${state} ends in the event ${event}`, async (t) => {
    const page = await openPage(t);
    await pay(page);
    page.state = state;
    await page.hint("authorized");
    await page.pass(3_000);
    assert.deepEqual(page.names, ["ready", "open", event]);
    assert.equal(page.events[2].detail.status, state);
    assert.equal(page.status.textContent, text);
  });
}

test("many hints do not make it ask more often than every 1.5 s", async (t) => {
  const page = await openPage(t);
  await pay(page);
  for (let i = 0; i < 60; i += 1) {
    await page.hint("authorized");
    await page.pass(100);
  }
  assert.ok(page.statusRequests >= 3 && page.statusRequests <= 5, `${page.statusRequests} requests in 6 s`);
});

test("a second click brings the open window to the front", async (t) => {
  const page = await openPage(t);
  const popup = await pay(page);
  await page.click();
  assert.equal(page.opened.length, 1);
  assert.equal(popup.focused, 1);
});

test("paying again after closing the window reuses the order, unless the basket changed", async (t) => {
  const page = await openPage(t);
  page.element.items = ITEMS;
  const created = () => page.requests.filter(({ method }) => method === "POST").length;
  for (let i = 0; i < 2; i += 1) {
    const popup = await pay(page);
    popup.close();
    await page.pass(500);
  }
  assert.equal(created(), 1);
  page.element.items = [...ITEMS, ...ITEMS];
  await page.click();
  assert.equal(created(), 2);
});

test("an order that is being paid is kept even when the basket changes", async (t) => {
  const page = await openPage(t);
  const popup = await pay(page);
  page.state = "submitted";
  popup.close();
  await page.pass(500);
  page.element.items = ITEMS;
  await pay(page);
  assert.equal(page.requests.filter(({ method }) => method === "POST").length, 1);
});

test("a late answer about an earlier order is not taken for the new one", async (t) => {
  const page = await openPage(t);
  (await pay(page)).close();
  let answer;
  page.gate = new Promise((resolve) => (answer = resolve));
  page.state = "settled";
  await page.pass(300);
  assert.equal(page.statusRequests, 1);
  page.element.items = ITEMS;
  await page.click();
  answer();
  await page.rest();
  assert.ok(!page.names.includes("settled"));
  assert.equal(page.button.disabled, false);
});

test("a window opened right after another was closed is not taken for closed", async (t) => {
  const page = await openPage(t);
  (await pay(page)).close();
  await pay(page);
  await page.pass(1_000);
  assert.equal(page.opened.length, 2);
  assert.equal(page.status.textContent, "Pay in the window that opened.");
  assert.deepEqual(page.names, ["ready", "open", "open", "closed"]);
});

test("after an expired order a click gets a new one", async (t) => {
  const page = await openPage(t);
  const popup = await pay(page);
  page.state = "expired";
  popup.close();
  await page.pass(500);
  page.state = "created";
  await pay(page);
  assert.equal(page.requests.filter(({ method }) => method === "POST").length, 2);
});

test("an order that cannot be created closes the window and says so", async (t) => {
  const page = await openPage(t);
  page.order = 500;
  const popup = await page.click();
  assert.equal(popup.closed, true);
  assert.equal(page.status.textContent, "The payment did not go through.");
  assert.equal(page.events.find(({ type }) => type === "failed").detail.status, "unavailable");
  assert.equal(page.button.ariaBusy, null);
  page.order = ORDER;
  await page.pass(500);
  await pay(page);
});

test("a pay URL that is no web address is refused", async (t) => {
  const page = await openPage(t);
  page.order = { ...ORDER, payUrl: "javascript:alert(1)" };
  page.blockPopups = true;
  await page.click();
  assert.equal(page.status.querySelector("a"), null);
  assert.equal(page.status.textContent, "The payment did not go through.");
});

test("a lazy script that does not load is said, and the next click tries again", async (t) => {
  const page = await openPage(t);
  page.flowReachable = false;
  const popup = await page.click();
  assert.equal(popup.closed, true);
  assert.equal(page.status.textContent, "CryptoCity is not available");
  assert.deepEqual(page.names, ["ready", "open", "failed"]);
  page.flowReachable = true;
  await pay(page);
});

test("order-url needs no server endpoint and finds the status by the till's paths", async (t) => {
  const page = await openPage(t, { html: `<cryptocity-checkout order-url="${ORDER.payUrl}"></cryptocity-checkout>` });
  const popup = await pay(page);
  assert.equal(popup.received[0].data.payUrl, ORDER.payUrl);
  popup.close();
  await page.pass(300);
  assert.equal(page.requests[0].url, "https://till.example/v1/orders/0x00112233445566778899aabbccddeeff");
  assert.equal(page.events.at(-1).detail.orderId, ORDER.orderId);
});

test("an element that left the page stops asking", async (t) => {
  const page = await openPage(t);
  const popup = await pay(page);
  popup.close();
  await page.pass(500);
  page.element.remove();
  await page.pass(10_000);
  const asked = page.statusRequests;
  await page.pass(20_000);
  assert.equal(page.statusRequests, asked);
});
