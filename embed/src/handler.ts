import type { Order } from "./order.js";

/**
 * Opens the pay page as a payment handler: a window that the browser itself ties to this page, however isolated the page
 * is. Chromium only.
 *
 * @returns whether it opened. `false`: nothing was shown, another way has to be found.
 */
export async function openHandler(wallet: string, { payUrl, totalTiyn = "0" }: Order): Promise<boolean> {
  try {
    const value = totalTiyn.padStart(3, "0").replace(/..$/, ".$&");
    const request = new PaymentRequest([{ supportedMethods: `${wallet}/pay/`, data: { payUrl } }], {
      total: { label: "CryptoCity", amount: { currency: "KZT", value } },
    });
    // What it answers is only a hint, as everything that comes from a window.
    await (await request.show()).complete();
  } catch (error) {
    // "Aborted" is a window that was shown and closed.
    return (error as Error).name === "AbortError";
  }
  return true;
}
