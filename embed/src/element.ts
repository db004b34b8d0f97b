import { STYLE } from "./style.js";
import type { CreateFlow, Flow, Locale, View } from "./types.js";

const TAG = "cryptocity-checkout";
/** The button's label, and what to say when the rest cannot be loaded. */
const TEXTS: Record<Locale, readonly [label: string, unreachable: string]> = {
  kk: ["CryptoCity арқылы төлеу", "CryptoCity қолжетімсіз"],
  ru: ["Оплатить через CryptoCity", "CryptoCity недоступен"],
  en: ["Pay with CryptoCity", "CryptoCity is not available"],
};
/** Attributes that are properties too, under the same name in camel case. */
const REFLECTED = "locale theme variant size mode way create-order order-url status-url".split(" ");

/**
 * Defines `<cryptocity-checkout>` unless it is defined already.
 *
 * @param wallet origin of the pay page, the only one that messages are taken from
 * @param load brings what is needed only after the click
 */
export function define(wallet: string, load: () => Promise<CreateFlow>): void {
  if (customElements.get(TAG)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  // An isolated page gets no handle on a window; of a page that only asks to be cut off this is learnt by trying.
  let cut = self.crossOriginIsolated;

  class Checkout extends HTMLElement {
    static observedAttributes = ["locale"];
    #view: View;
    #flow: Flow | undefined;
    #popup: Window | null | undefined;
    #announced = false;

    constructor() {
      super();
      const button = document.createElement("button");
      const status = document.createElement("div");
      const label = document.createElement("slot");
      button.type = "button";
      button.part = "button";
      button.onclick = () => this.#pay();
      button.append(label);
      label.name = "label";
      status.part = "status";
      status.role = "status";
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(button, status);
      this.#view = {
        host: this,
        root,
        button,
        status,
        locale: () => {
          const tag = (this.getAttribute("locale") || document.documentElement.lang).slice(0, 2);
          return tag in TEXTS ? (tag as Locale) : "kk";
        },
        emit: (event, detail = {}) =>
          this.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true, detail })),
        cut: () => (cut = true),
      };
    }

    connectedCallback(): void {
      this.attributeChangedCallback();
      if (this.#announced) return;
      this.#announced = true;
      // Not at once: whoever creates the element by script has to get a chance to listen.
      queueMicrotask(() => this.#view.emit("ready"));
      if (/[?&]cryptocity=/.test(location.search)) this.#load((flow) => flow.resume());
    }

    attributeChangedCallback(): void {
      const { button, status, locale } = this.#view;
      button.lang = status.lang = locale();
      button.firstElementChild!.textContent = TEXTS[locale()][0];
      this.#flow?.render();
    }

    #load(then: (flow: Flow) => void, otherwise?: () => void): void {
      load().then((create) => then((this.#flow ??= create(this.#view, wallet))), otherwise);
    }

    #pay(): void {
      const { status, emit, locale } = this.#view;
      if (this.#popup && !this.#popup.closed) return this.#popup.focus();
      // First of all and without waiting for anything: popup blockers ask for the click itself.
      const popup = (this.#popup =
        cut || /^[rhl]/.test(this.getAttribute("way")!)
          ? null
          : open(
              `${wallet}/pay/?opener&locale=${locale()}`,
              "_blank",
              "popup,width=420,height=700",
            ));
      if (popup) emit("open");
      this.#load(
        (flow) => flow.start(popup),
        () => {
          popup?.close();
          status.textContent = TEXTS[locale()][1];
          emit("failed", { status: "unavailable" });
        },
      );
    }
  }
  for (const name of REFLECTED) {
    Object.defineProperty(Checkout.prototype, name.replace(/-./, (dash) => dash[1]!.toUpperCase()), {
      get(this: HTMLElement) {
        return this.getAttribute(name) ?? "";
      },
      set(this: HTMLElement, value: string) {
        this.setAttribute(name, value);
      },
    });
  }
  customElements.define(TAG, Checkout);
}
