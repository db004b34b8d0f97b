import type { View } from "./types.js";

/** The order that an element is about to have paid. */
export interface Order {
  readonly orderId?: string | undefined;
  readonly payUrl: string;
  readonly statusUrl: string;
  /** What it costs, as decimal digits; shown by the browser beside the payment handler's window. */
  readonly totalTiyn?: string | undefined;
}

/** Makes `url` absolute and refuses everything but http and https. */
function absolute(url: unknown): string {
  const { href, protocol } = new URL(String(url), document.baseURI);
  if (!url || !/^https?:$/.test(protocol)) throw TypeError(`not a web address: ${url}`);
  return href;
}

/** What the page asks for, read from the element at the click: `order-url`, `status-url`, `create-order` and its body. */
export type Wish = readonly [orderUrl: string | null, statusUrl: string | null, createOrder: string | null, body: string];

export function wishOf(host: View["host"]): Wish {
  const read = (name: string) => host.getAttribute(name);
  const items = host.items ?? read("items") ?? [];
  return [
    read("order-url"),
    read("status-url"),
    read("create-order"),
    typeof items === "string" ? items : JSON.stringify(items),
  ];
}

/** Gets the order: from the page's own `order-url`, or newly from the merchant's server. */
export async function getOrder([orderUrl, statusUrl, createOrder, body]: Wish): Promise<Order> {
  let order = { orderId: orderUrl?.match(/[^/]+$/)?.[0], payUrl: orderUrl, statusUrl };
  if (!orderUrl) {
    const answer = await fetch(absolute(createOrder), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok) throw Error(`create-order answered ${answer.status}`);
    order = await answer.json();
  }
  const payUrl = absolute(order.payUrl);
  return { ...order, payUrl, statusUrl: absolute(order.statusUrl ?? payUrl.replace("/pay/", "/v1/orders/")) };
}
