// The pay page as a payment handler (https://w3c.github.io/web-based-payment-handler/): a merchant's page asks the browser
// for a payment, the browser asks here, and says itself which page it was. It caches nothing and signs nothing.
const payments = new Map();

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("canmakepayment", (event) => event.respondWith(true));

addEventListener("paymentrequest", (event) => {
  const id = crypto.randomUUID();
  const { supportedMethods, data } = event.methodData[0];
  const { payUrl, locale = "" } = data ?? {};
  const answer = new Promise((resolve) => {
    // The browser writes a slash behind the origin.
    const origin = new URL(event.paymentRequestOrigin).origin;
    payments.set(id, { payUrl, origin, finish: () => resolve({ methodName: supportedMethods, details: {} }) });
  });
  event.respondWith(answer);
  event.openWindow(`/pay/?handler=${id}&locale=${encodeURIComponent(locale)}`);
});

/** Gives its order to each pay page that greets, and closes the window when the payer has seen the receipt. */
addEventListener("message", ({ data, source }) => {
  const payment = payments.get(new URL(source?.url ?? location).searchParams.get("handler"));
  if (!payment || data?.t !== "cc.ready") return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data?.status === "done") payment.finish();
  };
  const { payUrl, origin } = payment;
  source.postMessage({ t: "cc.open", v: 1, payUrl, origin }, [port2]);
});
