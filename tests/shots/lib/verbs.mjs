/**
 * How a state is reached: each verb gives a step that takes the visit, and acts as a person would. `#name` stands for the
 * element with that `data-testid`, the rest is CSS; shadow trees are looked into.
 */
export const selector = (target) => target.replace(/#([\w-]+)/g, '[data-testid="$1"]');
export const find = (page, target) => page.locator(selector(target)).first();

/** Loads a page: `open("wallet", "/create")`. */
export const open = (site, path = "/") => async (visit) => void (await visit.page.goto(visit.world[site] + path));

/** Goes to another address of the app without loading it again, as a link does: an unlocked wallet stays unlocked. */
export const goTo = (path) => (visit) =>
  visit.page.evaluate((href) => {
    const link = Object.assign(document.createElement("a"), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);

export const click = (target) => (visit) => find(visit.page, target).click();

export const press = (key) => (visit) => visit.page.keyboard.press(key);

export const type = (target, text) => (visit) => find(visit.page, target).fill(text);

/** Chooses an option of a list by its value. */
export const choose = (target, value) => (visit) => find(visit.page, target).selectOption(value);

/** Waits until it is visible, or has a text. */
export const see = (target, text) => async (visit) => {
  const element = find(visit.page, target);
  await (text === undefined ? element : element.filter({ hasText: text })).waitFor();
};

/** Clicks the first until the other is there; it may come by itself, and take the first away. */
export const ifThere = (target, other) => async (visit) => {
  const clicked = find(visit.page, target).click().catch(() => {});
  await Promise.race([clicked, find(visit.page, other).waitFor()]);
};

export const gone = (target) => (visit) => find(visit.page, target).waitFor({ state: "hidden" });

/** Does something that opens a window, and goes on there. */
export const inNewWindow = (step) => async (visit) => {
  const [page] = await Promise.all([visit.page.context().waitForEvent("page"), step(visit)]);
  visit.windows.push(visit.page);
  visit.page = page;
};

/** Does something that closes the window. */
export const closing = (step) => async (visit) => {
  const closed = visit.page.waitForEvent("close");
  // The window may be gone before the key is up.
  await Promise.all([closed, step(visit).catch(() => {})]);
};

/** Back to the window before. */
export const back = () => async (visit) => {
  visit.page = visit.windows.pop() ?? visit.page;
};

/** Requests to an address pattern, or to a part of the stack such as `anvil`, fail or wait from now on. */
const address = (visit, target) => (target in visit.world ? `${visit.world[target]}/**` : target);
export const cutOff = (target) => (visit) => visit.page.context().route(address(visit, target), (route) => route.abort());
export const holdUp = (target) => (visit) => visit.page.context().route(address(visit, target), () => {});
export const letThrough = (target) => (visit) => visit.page.context().unroute(address(visit, target));

/** A server of somebody else at an address that exists on these pictures only: it asks for 1.25 of the zone's first asset. */
export const sell = (url) => async (visit) => {
  const registry = await (await fetch(`${visit.world.wallet}/zone/registry.json`)).json();
  const { assets } = JSON.parse(Buffer.from(registry.payload, "base64").toString("utf8"));
  const [asset] = assets;
  const [network, token] = asset.id.split("/erc20:");
  const extra = { name: asset.domainName, version: asset.domainVersion };
  const payTo = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";
  const accepts = [{ scheme: "exact", network, amount: "1250000", asset: token, payTo, maxTimeoutSeconds: 300, extra }];
  const required = { x402Version: 2, error: "Payment required", resource: { url, description: "Weather in Alatau" }, accepts };
  const headers = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "payment-required",
    "payment-required": Buffer.from(JSON.stringify(required)).toString("base64"),
  };
  await visit.page.context().route(url, (route) => route.fulfill({ status: 402, headers, body: "{}" }));
};
