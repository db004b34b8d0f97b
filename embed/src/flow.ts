import { openHandler } from "./handler.js";
import { getOrder, type Order, wishOf } from "./order.js";
import { payAddress, takeOrder } from "./redirect.js";
import { FLOW_STYLE } from "./style.js";
import { type TextKey, textOf } from "./texts.js";
import type { CreateFlow, EventName } from "./types.js";

/** The merchant's server is asked again after this time; longer and longer while nothing happens. */
const SHORTEST_MS = 1_500;
const LONGEST_MS = 15_000;
/** Without any sign of life it is not asked for longer than this; an order lives for minutes. */
const PATIENCE_MS = 1_800_000;
const POPUP_CHECK_MS = 250;
/** A window that is gone so soon was not closed by a person: this page's policy cut it off. */
const CUT_MS = 3_000;

/** The event that a state of the order is told by; every other state means "not paid yet". */
const EVENTS: Record<string, EventName> = {
  authorized: "authorized",
  submitted: "authorized",
  settled: "settled",
  final: "settled",
  over: "settled",
  failed: "failed",
  refunded: "failed",
  expired: "expired",
  cancelled: "expired",
};

export const createFlow: CreateFlow = ({ host, root, button, status, locale, emit, cut }, wallet) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(FLOW_STYLE);
  root.adoptedStyleSheets.push(sheet);
  let text: TextKey | undefined;
  let runs = 0;
  /** What the order was created for, as JSON. */
  let wished = "";
  let pending: Promise<Order> | undefined;
  let order: Order | undefined;
  /** State of the order as the merchant's server told it last. */
  let state = "";
  /** The last event that the order was told by. */
  let told: EventName | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let askedAt = 0;
  let delay = SHORTEST_MS;
  let aliveAt = 0;

  const meaning = () => EVENTS[state];
  const ended = () => !!meaning() && meaning() !== "authorized";

  const tell = (event: EventName) =>
    emit(event, { orderId: order?.orderId, statusUrl: order?.statusUrl, status: state || undefined });

  function render(): void {
    if (!text) return;
    const said = textOf(text, locale());
    if (text === "blocked" && order) {
      const link = document.createElement("a");
      link.href = payAddress(wallet, locale(), order);
      link.target = "_blank";
      link.part = "link";
      link.textContent = said;
      status.replaceChildren(link);
    } else {
      status.textContent = said;
    }
  }

  function say(key: TextKey): void {
    // The same text again would be read out again.
    if (text === key) return;
    text = key;
    render();
    button.ariaBusy = /g$/.test(key) ? "true" : null;
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
      told = undefined;
      const mine = (pending = getOrder(wish));
      // A failed attempt is not kept.
      mine.catch(() => pending === mine && (pending = undefined));
    }
    return pending;
  }

  function heard(next: string): void {
    state = next;
    const event = meaning();
    if (event) {
      say(event === "authorized" ? "checking" : state === "refunded" ? state : (event as TextKey));
      if (told !== event) tell((told = event));
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
      const answer = await fetch(mine.statusUrl, { cache: "no-store", signal: AbortSignal.timeout(LONGEST_MS) });
      if (answer.ok) next = (await answer.json()).state;
    } catch {
      // Not reachable or no JSON: says nothing about the payment, the next round asks again.
    }
    asking = false;
    if (mine === order && typeof next === "string") heard(next);
    if (!ended() && host.isConnected && Date.now() < aliveAt + PATIENCE_MS) {
      timer = setTimeout(ask, delay);
      delay = Math.min(delay * 1.25, LONGEST_MS);
    }
  }

  /** Something may have happened: asks as soon as is polite. */
  function askSoon(): void {
    aliveAt = Date.now();
    delay = SHORTEST_MS;
    clearTimeout(timer);
    if (!asking) timer = setTimeout(ask, Math.max(0, askedAt + SHORTEST_MS - Date.now()));
  }

  /** Hands the order to each pay page that greets from the window, once to each, and takes hints from the last. */
  function attend(popup: Window, { payUrl }: Order): () => boolean {
    const greeted = new Set<unknown>();
    let port: MessagePort | undefined;
    const listen = ({ origin, source, data }: MessageEvent) => {
      if (source !== popup || origin !== wallet || data?.t !== "cc.ready" || data.v !== 1 || greeted.has(data.id)) return;
      greeted.add(data.id);
      port?.close();
      const { port1, port2 } = new MessageChannel();
      port = port1;
      // Whatever it says is a hint that something happened.
      port1.onmessage = askSoon;
      popup.postMessage({ t: "cc.open", v: 1, id: data.id, payUrl }, wallet, [port2]);
      say("waiting");
    };
    addEventListener("message", listen);
    return () => {
      removeEventListener("message", listen);
      port?.close();
      return !!port;
    };
  }

  /** Pays without a window of this page's: by payment handler, else by leaving the page, else by a link. */
  async function payOtherwise(mine: Order): Promise<void> {
    const way = host.getAttribute("way") ?? "";
    if (!/^[rl]/.test(way)) {
      emit("open");
      say("waiting");
      if (await openHandler(wallet, mine)) {
        tell("closed");
        return say("checking");
      }
    }
    // The pay page refuses to be framed, and a frame has no address to come back to.
    if (!/^l/.test(way) && self === top) location.assign(payAddress(wallet, locale(), mine, host));
    say("blocked");
  }

  async function start(popup: Window | null): Promise<void> {
    const run = ++runs;
    const openedAt = Date.now();
    const closed = new Promise<void>((resolve) => {
      (function watch() {
        if (popup && !popup.closed) return setTimeout(watch, POPUP_CHECK_MS);
        resolve();
      })();
    });
    button.ariaBusy = "true";
    text = undefined;
    status.textContent = "";
    try {
      order = await currentOrder();
    } catch (error) {
      // For whoever builds the merchant's page.
      console.error(error);
      popup?.close();
      say("failed");
      emit("failed", { status: "unavailable" });
      return;
    }
    const leave = popup && attend(popup, order);
    await closed;
    const met = leave?.();
    if (popup) tell("closed");
    // Closed does not mean cancelled: only the merchant's server knows. A newer click has its own window.
    if (run !== runs || ended()) return;
    askSoon();
    if (met || (popup && Date.now() > openedAt + CUT_MS)) return say("checking");
    if (popup) cut();
    await payOtherwise(order);
    askSoon();
  }

  function resume(): void {
    const left = takeOrder(host);
    if (!left) return;
    order = left;
    pending = Promise.resolve(left);
    wished = JSON.stringify(wishOf(host));
    say("checking");
    askSoon();
  }

  return { start, resume, render };
};
