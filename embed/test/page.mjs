// A merchant's page in happy-dom that runs the built scripts, with a pay window, a server and a clock of its own.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { Window } from "happy-dom";

export const WALLET = "https://wallet.example";
export const MERCHANT = "https://cafe.example";
export const ORDER = {
  orderId: "0x00112233445566778899aabbccddeeff",
  payUrl: "https://till.example/pay/0x00112233445566778899aabbccddeeff",
  statusUrl: "https://cafe.example/status/1",
};
const EVENTS = ["ready", "open", "authorized", "settled", "failed", "expired", "closed"];
const dist = new URL("../dist/", import.meta.url);

export const built = (path) => readFileSync(new URL(path, dist), "utf8");

/** The pay window: records what it is sent. */
class Popup {
  closed = false;
  focused = 0;
  received = [];
  postMessage(data, targetOrigin, transfer) {
    this.received.push({ data, targetOrigin, port: transfer?.[0], ports: transfer?.length ?? 0 });
  }
  focus() {
    this.focused += 1;
  }
  close() {
    this.closed = true;
  }
}

/** Opens a page; `t` is the test's context, whose clock is taken over. */
export async function openPage(t, { html = '<cryptocity-checkout create-order="/order"></cryptocity-checkout>', lang = "en" } = {}) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_800_000_000_000 });
  const window = new Window({ url: `${MERCHANT}/menu` });
  const { document } = window;
  document.documentElement.lang = lang;
  const page = {
    window,
    document,
    popups: [],
    opened: [],
    requests: [],
    scripts: [],
    events: [],
    blockPopups: false,
    flowReachable: true,
    /** Answer of `create-order`: an order, or an HTTP status. */
    order: ORDER,
    /** State that the status URL tells, or null when the server is down. */
    state: "created",
    /** When set, the server's answers wait for it. */
    gate: undefined,

    runLoader() {
      const script = document.createElement("script");
      Object.defineProperty(script, "src", { value: `${WALLET}/checkout.js` });
      script.nonce = "n0nce";
      page.run(script, built("checkout.js"));
    },
    run(script, text) {
      Object.defineProperty(document, "currentScript", { value: script, configurable: true });
      runInThisContext(text);
      Object.defineProperty(document, "currentScript", { value: null, configurable: true });
    },
    get element() {
      return document.querySelector("cryptocity-checkout");
    },
    get button() {
      return page.element.shadowRoot.querySelector("button");
    },
    get status() {
      return page.element.shadowRoot.querySelector("[role=status]");
    },
    get names() {
      return page.events.map(({ type }) => type);
    },
    get statusRequests() {
      return page.requests.filter(({ url }) => url === ORDER.statusUrl).length;
    },
    /** Clicks the button and lets everything happen that needs no time. */
    async click() {
      page.button.click();
      await page.rest();
      return page.popups.at(-1);
    },
    /** A window message to the page. */
    async message(data, { origin = WALLET, source = page.popups.at(-1) } = {}) {
      const event = new window.Event("message");
      Object.assign(event, { data, origin, source });
      window.dispatchEvent(event);
      await page.rest();
    },
    readyPing: (options) => page.message({ t: "cc.ready", v: 1 }, options),
    /** A message from the pay page over its port. */
    async hint(status, id = page.popups.at(-1).received[0].data.id) {
      page.popups.at(-1).received[0].port.postMessage({ t: "cc.status", v: 1, id, status });
      await page.rest();
    },
    /** Lets `ms` of the page's time go by. */
    async pass(ms) {
      for (let left = ms; left > 0; left -= 50) {
        t.mock.timers.tick(Math.min(50, left));
        await page.rest();
      }
    },
    /** Lets promises and ports settle, on the real clock. */
    async rest() {
      for (let i = 0; i < 4; i += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };

  document.head.append = (script) => {
    page.scripts.push(script);
    queueMicrotask(() =>
      page.flowReachable ? page.run(script, built(new URL(script.src).pathname.slice(1))) : script.onerror(),
    );
  };
  Object.assign(globalThis, {
    window,
    document,
    customElements: window.customElements,
    HTMLElement: window.HTMLElement,
    CSSStyleSheet: window.CSSStyleSheet,
    CustomEvent: window.CustomEvent,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    open: (...args) => {
      page.opened.push(args);
      if (page.blockPopups) return null;
      page.popups.push(new Popup());
      return page.popups.at(-1);
    },
    fetch: async (url, init) => {
      page.requests.push({ url, ...init });
      const body = url === ORDER.statusUrl ? page.state && { state: page.state } : page.order;
      await page.gate;
      if (body === null) throw new TypeError("Failed to fetch");
      return typeof body === "number"
        ? { ok: false, status: body }
        : { ok: true, status: 200, json: async () => body };
    },
  });
  for (const type of EVENTS) document.addEventListener(type, (event) => page.events.push(event));
  document.body.innerHTML = html;
  page.runLoader();
  t.after(() => {
    for (const { received } of page.popups) for (const { port } of received) port?.close();
    for (const popup of page.popups) popup.close();
    return window.happyDOM.close();
  });
  await page.rest();
  return page;
}
