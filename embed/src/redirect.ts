import type { Order } from "./order.js";
import type { View } from "./types.js";

/** Parameter of this page's address by which the pay page sends the payer back, and key of what is kept meanwhile. */
const MARK = "cryptocity";
const keyOf = (state: string | null) => MARK + state;

/** Position of the element among all of the page: by it the page finds the one it was left from. */
const position = (host: View["host"]) => [...document.querySelectorAll(host.localName)].indexOf(host);

/** Address of the pay page for a visit without a link to this page. With `host` it leads back here. */
export function payAddress(wallet: string, locale: string, order: Order, host?: View["host"]): string {
  let address = `${wallet}/pay/?locale=${locale}#order=${encodeURIComponent(order.payUrl)}`;
  if (host) {
    const state = crypto.getRandomValues(new Uint32Array(4)).join("-");
    sessionStorage.setItem(keyOf(state), JSON.stringify([position(host), order]));
    const back = new URL(location.href);
    back.searchParams.set(MARK, state);
    address += `&return=${encodeURIComponent(back.href)}`;
  }
  return address;
}

/** The order that the page was left for by this element, once. */
export function takeOrder(host: View["host"]): Order | undefined {
  const key = keyOf(new URL(location.href).searchParams.get(MARK));
  const [index, order] = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  if (index !== position(host)) return;
  sessionStorage.removeItem(key);
  return order;
}
