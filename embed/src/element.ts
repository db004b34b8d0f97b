import { STYLE } from "./style.js";
import type { CreateFlow, Flow, Locale, View } from "./types.js";

const TAG = "cryptocity-checkout";
/** The button's label, and what to say when the rest cannot be loaded. */
const TEXTS: Record<Locale, readonly [label: string, unreachable: string]> = {
  kk: ["CryptoCity арқылы төлеу", "CryptoCity қолжетімсіз"],
  ru: ["Оплатить через CryptoCity", "CryptoCity недоступен"],
  en: ["Pay with CryptoCity", "CryptoCity is not available"],
};

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

  customElements.define(
    TAG,
    class extends HTMLElement {
      static observedAttributes = ["locale"];
      #view: View;
      #flow: Flow | undefined;
      #popup: Window | null | undefined;
      #announced = false;

      constructor() {
        super();
        const button = document.createElement("button");
        const status = document.createElement("p");
        button.type = "button";
        button.part = "button";
        button.onclick = () => this.#pay();
        status.part = "status";
        status.role = "status";
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [sheet];
        root.append(button, status);
        this.#view = {
          host: this,
          button,
          status,
          locale: () => {
            const tag = (this.getAttribute("locale") || document.documentElement.lang).slice(0, 2);
            return tag in TEXTS ? (tag as Locale) : "kk";
          },
          emit: (event, detail = {}) =>
            this.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true, detail })),
        };
      }

      connectedCallback(): void {
        this.attributeChangedCallback();
        if (this.#announced) return;
        this.#announced = true;
        // Not at once: whoever creates the element by script has to get a chance to listen.
        queueMicrotask(() => this.#view.emit("ready"));
      }

      attributeChangedCallback(): void {
        const { button, status, locale } = this.#view;
        button.lang = status.lang = locale();
        button.textContent = TEXTS[locale()][0];
        this.#flow?.render();
      }

      #pay(): void {
        const { button, status, emit, locale } = this.#view;
        if (this.#popup && !this.#popup.closed) return this.#popup.focus();
        // First of all and without waiting for anything: popup blockers ask for the click itself.
        const popup = (this.#popup = open(
          `${wallet}/pay/?locale=${locale()}`,
          `cryptocity-pay-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`,
          "popup,width=420,height=700",
        ));
        // The page may be faster than the flow's script, so it is listened to from here on.
        const ready = new Promise<void>((resolve) => {
          addEventListener("message", function listen({ origin, source, data }) {
            if (popup && source === popup && origin === wallet && data?.t === "cc.ready" && data.v === 1) {
              removeEventListener("message", listen);
              resolve();
            }
          });
        });
        button.ariaBusy = "true";
        if (popup) emit("open");
        load().then(
          (create) => (this.#flow ??= create(this.#view, wallet)).start(popup, ready),
          () => {
            popup?.close();
            button.ariaBusy = null;
            status.textContent = TEXTS[locale()][1];
            emit("failed", { status: "unavailable" });
          },
        );
      }
    },
  );
}
