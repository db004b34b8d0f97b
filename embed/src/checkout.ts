// checkout.mjs: the same element as an ES module, in one file, safe to import on a server.
import { define } from "./element.js";
import { createFlow } from "./flow.js";

/** One line of an order, as the merchant's server and till read it. */
export interface CheckoutItem {
  /** Shown to the payer and on the receipt. */
  name: string;
  /** Quantity in thousandths, as decimal digits: `"1000"` is one piece. */
  quantityMilli: string;
  /** Price of one piece in tiyn with VAT, as decimal digits: `"95000"` is 950 ₸. */
  unitTiyn: string;
  /** VAT rate in hundredths of a percent: 1600 is 16 %. */
  vatBps: number;
}

/** State of an order as the merchant's server tells it. */
export type OrderState =
  | "created"
  | "authorized"
  | "submitted"
  | "settled"
  | "final"
  | "expired"
  | "failed"
  | "refunded";

/** `detail` of every event of the element. */
export interface CheckoutEventDetail {
  /** Missing until the order exists. */
  orderId?: string;
  /** Where the merchant's server tells everything about the order. Missing until the order exists. */
  statusUrl?: string;
  /** The order's last known state; `unavailable` when the payment could not even be started. */
  status?: OrderState | "unavailable";
}

/** Events of the element; all of them bubble and cross shadow trees. */
export interface CheckoutEventMap {
  /** The button is on the page. */
  ready: CustomEvent<CheckoutEventDetail>;
  /** The payment window was opened. */
  open: CustomEvent<CheckoutEventDetail>;
  /** The payer has signed; the payment is on its way. */
  authorized: CustomEvent<CheckoutEventDetail>;
  /** Paid, says the merchant's server. */
  settled: CustomEvent<CheckoutEventDetail>;
  /** Not paid, or paid back (`status: "refunded"`), or not startable (`status: "unavailable"`). */
  failed: CustomEvent<CheckoutEventDetail>;
  /** The order ran out. */
  expired: CustomEvent<CheckoutEventDetail>;
  /** The payment window is gone; this says nothing about the payment. */
  closed: CustomEvent<CheckoutEventDetail>;
}

/** `<cryptocity-checkout>`. */
export interface CryptocityCheckoutElement extends HTMLElement {
  /** What to pay: sent as JSON to the `create-order` endpoint. Wins over the `items` attribute. */
  items?: CheckoutItem[];
  /** Endpoint on the merchant's server that creates the order. */
  createOrder: string;
  /** Instead of both: the pay URL of an order that exists already. */
  orderUrl: string;
  /** Where the order's state is told, with `orderUrl`. */
  statusUrl: string;
  /** `kk`, `ru` or `en`; else the document's language, else Kazakh. */
  locale: string;
  /** `light` or `dark`; else what the visitor's system says. */
  theme: "" | "light" | "dark" | "auto";
  /** `outline`, or a filled button. */
  variant: "" | "outline";
  size: "" | "small" | "large";
  /** `test` marks the button; whether money moves is decided by the till behind it. */
  mode: "" | "test" | "production";
  /** How the pay page is opened. */
  way: "" | "auto" | "handler" | "redirect" | "link";
  addEventListener<K extends keyof CheckoutEventMap>(
    type: K,
    listener: (this: CryptocityCheckoutElement, event: CheckoutEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "cryptocity-checkout": CryptocityCheckoutElement;
  }
}

/**
 * Defines `<cryptocity-checkout>`; does nothing on a server or when it is defined already.
 *
 * @param wallet Address of the wallet, of which only the origin counts.
 */
export function defineCheckout(wallet: string): void {
  if (typeof customElements === "undefined") return;
  define(new URL(wallet).origin, () => Promise.resolve(createFlow));
}
