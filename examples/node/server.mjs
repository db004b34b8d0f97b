// A shop's server without dependencies: `node server.mjs`. It needs a merchant till and these variables.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const {
  WALLET = "http://localhost:8080", // the wallet's origin
  TILL = "http://127.0.0.1:8082", // the merchant till, as this server reaches it
  TILL_KEY, // an API key of the till
  PORT = "8090",
  ORIGIN, // how visitors reach this server; has to stand in the merchant's certificate
} = process.env;
if (!TILL_KEY) throw new Error("set TILL_KEY to an API key of the merchant till");

/** Prices are the server's, whatever a page says. */
const GOODS = { tea: { name: "Tea", unitTiyn: "50000", vatBps: 1600 } };
const page = readFileSync(new URL("index.html", import.meta.url), "utf8").replaceAll("__WALLET__", WALLET);

/** Creates an order at the till for what was chosen, and passes its answer on. */
async function order(request) {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 10_000) return [413, { error: "too_large" }];
  }
  let chosen;
  try {
    chosen = JSON.parse(body);
  } catch {
    return [400, { error: "not_json" }];
  }
  const known = Array.isArray(chosen) && chosen.length > 0 && chosen.every((name) => Object.hasOwn(GOODS, name));
  if (!known) return [422, { error: "unknown_goods" }];
  const lines = chosen.map((name) => ({ ...GOODS[name], quantityMilli: "1000" }));
  const origin = ORIGIN ?? `http://127.0.0.1:${server.address().port}`;
  return askTill("/v1/orders", { method: "POST", body: JSON.stringify({ origin, lines }) });
}

/** Whether the goods may be handed over: the till's word, asked for by this server. */
async function paid(id) {
  const [status, { state }] = await askTill(`/v1/orders/${id}`);
  return [status, { paid: ["settled", "final", "over"].includes(state) }];
}

/** The key stays on this server. */
async function askTill(path, init = {}) {
  const headers = { authorization: `Bearer ${TILL_KEY}`, "content-type": "application/json" };
  try {
    const answer = await fetch(TILL + path, { ...init, headers });
    return [answer.status, await answer.json()];
  } catch {
    return [502, { error: "till_unreachable" }];
  }
}

const server = createServer(async (request, response) => {
  const json = ([status, answer]) =>
    response
      .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
      .end(JSON.stringify(answer));
  const [path] = request.url.split("?");
  const [, id] = path.match(/^\/paid\/(0x[0-9a-f]+)$/) ?? [];
  if (request.method === "GET" && path === "/") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
  } else if (request.method === "POST" && path === "/order") {
    json(await order(request));
  } else if (request.method === "GET" && id) {
    json(await paid(id));
  } else {
    response.writeHead(404).end();
  }
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`listening http://127.0.0.1:${server.address().port}`));
