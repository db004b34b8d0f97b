import { getOrder, type Order, wishOf } from "./order.js";
import { type TextKey, textOf } from "./texts.js";
import type { CreateFlow, EventName } from "./types.js";

/** The merchant's server is asked again after this time; longer and longer while nothing happens. */
const SHORTEST_MS = 1_500;
const LONGEST_MS = 5_000;
const ANSWER_MS = 10_000;
const POPUP_CHECK_MS = 250;

/** What a state of the order means to the page; every other state means "not paid yet". */
const MEANING: Record<string, [event: EventName, text: TextKey]> = {
  authorized: ["authorized", "processing"],
  submitted: ["authorized", "processing"],
  settled: ["settled", "settled"],
  final: ["settled", "settled"],
  failed: ["failed", "failed"],
  refunded: ["failed", "refunded"],
  expired: ["expired", "expired"],
};

export const createFlow: CreateFlow = ({ host, button, status, locale, emit }, wallet) => {
  let text: TextKey | undefined;
  let runs = 0;
  /** What the order was created for, as JSON. */
  let wished = "";
  let pending: Promise<Order> | undefined;
  let order: Order | undefined;
  /** State of the order as the merchant's server told it last. */
  let state = "";
  let told = new Set<EventName>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let askedAt = 0;
  let delay = SHORTEST_MS;

  const meaning = () => MEANING[state]?.[0];
  const ended = () => !!meaning() && meaning() !== "authorized";

  const tell = (event: EventName) =>
    emit(event, { orderId: order?.orderId, statusUrl: order?.statusUrl, status: state || undefined });

  function render(): void {
    if (!text) return;
    status.textContent = textOf(text, locale());
    if (text === "blocked" && order) {
      const link = document.createElement("a");
      link.href = `${wallet}/pay/?locale=${locale()}#order=${encodeURIComponent(order.payUrl)}`;
      link.target = "_blank";
      link.rel = "noopener";
      link.part = "link";
      link.textContent = textOf("link", locale());
      status.append(" ", link);
    }
  }

  function say(key: TextKey): void {
    // The same text again would be read out again.
    if (text === key) return;
    text = key;
    render();
    button.ariaBusy = /ing$/.test(key) ? "true" : null;
    button.disabled = key === "settled";
  }

  /** The order that fits the page now: the one at hand as long as it can be paid or is being paid. */
  function currentOrder(): Promise<Order> {
    const wish = wishOf(host);
    const next = JSON.stringify(wish);
    if (!pending || ended() || (next !== wished && meaning() !== "authorized")) {
      wished = next;
      order = undefined;
      state = "";
      told = new Set();
      const mine = (pending = getOrder(wish));
      // A failed attempt is not kept.
      mine.catch(() => pending === mine && (pending = undefined));
    }
    return pending;
  }

  function heard(next: string): void {
    state = next;
    const [event, key] = MEANING[state] ?? [];
    if (event && key) {
      say(key);
      if (!told.has(event)) tell(event);
      told.add(event);
    } else if (text === "checking") {
      say("closed");
    }
  }

  /** Asks the merchant's server, and again until the order has ended or the element has left the page. */
  async function ask(): Promise<void> {
    const mine = order;
    if (!mine || asking) return;
    asking = true;
    askedAt = Date.now();
    let next: unknown;
    try {
      const answer = await fetch(mine.statusUrl, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
      if (answer.ok) next = (await answer.json()).state;
    } catch {
      // Not reachable or no JSON: says nothing about the payment, the next round asks again.
    }
    asking = false;
    if (mine === order && typeof next === "string") heard(next);
    if (!ended() && host.isConnected) {
      timer = setTimeout(ask, delay);
      delay = Math.min(delay * 1.25, LONGEST_MS);
    }
  }

  /** Something may have happened: asks as soon as is polite. */
  function askSoon(): void {
    delay = SHORTEST_MS;
    clearTimeout(timer);
    if (!asking) timer = setTimeout(ask, Math.max(0, askedAt + SHORTEST_MS - Date.now()));
  }

  /** Hands the order to the pay page, once, and takes hints from it. */
  function handOver(popup: Window, payUrl: string): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
    port1.onmessage = ({ data }) => {
      if (data?.t === "cc.status" && data.v === 1 && data.id === id) askSoon();
    };
    popup.postMessage({ t: "cc.open", v: 1, id, payUrl }, wallet, [port2]);
    return port1;
  }

  async function start(popup: Window | null, ready: Promise<void>): Promise<void> {
    const run = ++runs;
    const closed = new Promise<void>((resolve) => {
      (function watch() {
        if (popup && !popup.closed) return setTimeout(watch, POPUP_CHECK_MS);
        if (popup) tell("closed");
        resolve();
      })();
    });
    say("opening");
    try {
      order = await currentOrder();
    } catch {
      popup?.close();
      say("unavailable");
      emit("failed", { status: "unavailable" });
      return;
    }
    await Promise.race([ready, closed]);
    let port: MessagePort | undefined;
    if (popup && !popup.closed) {
      port = handOver(popup, order.payUrl);
      say("waiting");
    }
    await closed;
    port?.close();
    // Closed does not mean cancelled: only the merchant's server knows. A newer click has its own window.
    if (run !== runs || ended()) return;
    say(port ? "checking" : "blocked");
    askSoon();
  }

  return { start, render };
};
