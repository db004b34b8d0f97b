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
  assert.equal(url, `${WALLET}/pay/?locale=en`);
  assert.match(name, /^cryptocity-pay-[\d-]+$/);
  assert.equal(features, "popup,width=420,height=700");
  assert.equal(page.requests.length, 0);
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
  assert.deepEqual({ ...data, id: "" }, { t: "cc.open", v: 1, id: "", payUrl: ORDER.payUrl });
  assert.ok(data.id.length > 20);
  assert.equal(targetOrigin, WALLET);
  assert.equal(ports, 1);
  assert.equal(page.status.textContent, "Confirm the payment in the window that opened.");
});

test("items may stand in the attribute", async (t) => {
  const page = await openPage(t);
  page.element.setAttribute("items", JSON.stringify(ITEMS));
  await page.click();
  assert.deepEqual(JSON.parse(page.requests[0].body), ITEMS);
});

test("a ready ping that is early is not lost", async (t) => {
  const page = await openPage(t);
  page.button.click();
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

test("a second ready ping gets nothing", async (t) => {
  const page = await openPage(t);
  const popup = await pay(page);
  await page.readyPing();
  await page.readyPing();
  assert.equal(popup.received.length, 1);
});

test("with a blocked popup a link to the pay page is shown and the server is asked", async (t) => {
  const page = await openPage(t);
  page.blockPopups = true;
  await page.click();
  const link = page.status.querySelector("a");
  assert.equal(page.status.textContent, "The payment window did not open. Go to the payment page");
  assert.equal(link.href, PAY_LINK);
  assert.equal(link.target, "_blank");
  assert.equal(page.button.ariaBusy, null);
  page.state = "settled";
  await page.pass(6_000);
  assert.deepEqual(page.names, ["ready", "settled"]);
  assert.equal(page.status.querySelector("a"), null);
});

test("the texts change with the locale", async (t) => {
  const page = await openPage(t);
  page.blockPopups = true;
  await page.click();
  page.element.setAttribute("locale", "kk");
  assert.equal(page.status.textContent, "Төлем терезесі ашылмады. Төлем бетіне өту");
  assert.match(page.status.querySelector("a").href, /locale=kk/);
  page.element.setAttribute("locale", "ru");
  assert.equal(page.status.textContent, "Окно оплаты не открылось. Перейти на страницу оплаты");
});

test("a window that is cut off at once leads to the link too", async (t) => {
  const page = await openPage(t);
  page.button.click();
  page.popups[0].closed = true;
  await page.pass(500);
  assert.equal(page.status.querySelector("a").href, PAY_LINK);
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
  assert.equal(page.status.textContent, "The payment window is closed. No payment has arrived yet.");
  assert.equal(page.button.ariaBusy, null);
  page.state = "submitted";
  await page.pass(5_000);
  assert.equal(page.status.textContent, "Processing the payment…");
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

test("a hint with another id is ignored", async (t) => {
  const page = await openPage(t);
  await pay(page);
  await page.hint("settled", "another");
  await page.pass(3_000);
  assert.equal(page.statusRequests, 0);
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
  ["failed", "failed", "The payment failed. Please try again."],
  ["refunded", "failed", "The payment was refunded."],
  ["expired", "expired", "The order has expired. Please start again."],
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
  assert.equal(page.status.textContent, "Confirm the payment in the window that opened.");
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
  assert.equal(page.status.textContent, "The payment could not be started. Please try again later.");
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
  assert.equal(page.status.textContent, "The payment could not be started. Please try again later.");
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
