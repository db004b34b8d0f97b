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

/** A payment handler, as far as the element needs one: shown, then closed by the test. */
function handlerClass(page) {
  return class PaymentRequest {
    constructor(methods, details) {
      page.handlers.push({ methods, details });
    }
    show() {
      if (page.handler !== "shown") return Promise.reject(Object.assign(new Error("no"), { name: page.handler }));
      return new Promise((resolve) => (page.finishHandler = () => resolve({ complete: async () => {} })));
    }
  };
}

/** Opens a page; `t` is the test's context, whose clock is taken over. */
export async function openPage(t, { html = '<cryptocity-checkout create-order="/order"></cryptocity-checkout>', lang = "en", path = "/menu", stored = {}, framed = false } = {}) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_800_000_000_000 });
  const window = new Window({ url: MERCHANT + path });
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
    /** Error that a payment handler is refused with, or "shown". */
    handler: "NotSupportedError",
    handlers: [],
    left: [],
    stored,
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
    readyPing: ({ id = "page-1", ...options } = {}) => page.message({ t: "cc.ready", v: 1, id }, options),
    /** A message from the pay page over its port. */
    async hint(status) {
      const { data, port } = page.popups.at(-1).received.at(-1);
      port.postMessage({ t: "cc.status", v: 1, id: data.id, status });
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
  const location = new URL(MERCHANT + path);
  location.assign = (url) => page.left.push(url);
  Object.assign(globalThis, {
    window,
    self: window,
    top: framed ? {} : window,
    location,
    sessionStorage: {
      getItem: (key) => page.stored[key] ?? null,
      setItem: (key, value) => (page.stored[key] = value),
      removeItem: (key) => delete page.stored[key],
    },
    PaymentRequest: handlerClass(page),
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
