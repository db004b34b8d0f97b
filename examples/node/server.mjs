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
  try {
    const answer = await fetch(`${TILL}/v1/orders`, {
      method: "POST",
      headers: { authorization: `Bearer ${TILL_KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ origin: ORIGIN ?? `http://127.0.0.1:${server.address().port}`, lines }),
    });
    return [answer.status, await answer.json()];
  } catch {
    return [502, { error: "till_unreachable" }];
  }
}

const server = createServer(async (request, response) => {
  if (request.method === "GET" && request.url.split("?")[0] === "/") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
  } else if (request.method === "POST" && request.url === "/order") {
    const [status, answer] = await order(request);
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(answer));
  } else {
    response.writeHead(404).end();
  }
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`listening http://127.0.0.1:${server.address().port}`));
