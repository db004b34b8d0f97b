import type { View } from "./types.js";

/** The order that an element is about to have paid. */
export interface Order {
  readonly orderId?: string | undefined;
  readonly payUrl: string;
  readonly statusUrl: string;
}

/** What the page asks for, read from the element at the click. */
export interface Wish {
  /** Pay URL of an order that exists already. */
  readonly orderUrl: string | null;
  readonly statusUrl: string | null;
  /** Endpoint of the merchant's server that creates the order. */
  readonly createOrder: string | null;
  /** Body of the request to `createOrder`. */
  readonly body: string;
}

/** Makes `url` absolute and refuses everything but http and https. */
function absolute(url: string | null): string {
  const { href, protocol } = new URL(url ?? "", document.baseURI);
  if (!url || !/^https?:$/.test(protocol)) throw new TypeError(`not a web address: ${url}`);
  return href;
}

export function wishOf(host: View["host"]): Wish {
  const items = host.items ?? host.getAttribute("items") ?? [];
  return {
    orderUrl: host.getAttribute("order-url"),
    statusUrl: host.getAttribute("status-url"),
    createOrder: host.getAttribute("create-order"),
    body: typeof items === "string" ? items : JSON.stringify(items),
  };
}

/** Gets the order: from the page's own `order-url`, or newly from the merchant's server. */
export async function getOrder({ orderUrl, statusUrl, createOrder, body }: Wish): Promise<Order> {
  if (orderUrl) {
    const payUrl = absolute(orderUrl);
    return {
      orderId: payUrl.match(/[^/]+$/)?.[0],
      payUrl,
      statusUrl: absolute(statusUrl ?? payUrl.replace("/pay/", "/v1/orders/")),
    };
  }
  const answer = await fetch(absolute(createOrder), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) throw new Error(`create-order answered ${answer.status}`);
  const order = await answer.json();
  return { orderId: order.orderId, payUrl: absolute(order.payUrl), statusUrl: absolute(order.statusUrl) };
}
