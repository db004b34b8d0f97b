// A shop's server on Express: `TILL_KEY=… npm start`. It needs a merchant till and these variables.
import { readFileSync } from "node:fs";
import express from "express";

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

/** Asks the till; the key stays on this server. */
async function askTill(path, init = {}) {
  const headers = { authorization: `Bearer ${TILL_KEY}`, "content-type": "application/json" };
  const answer = await fetch(TILL + path, { ...init, headers });
  return [answer.status, await answer.json()];
}

const app = express();
app.disable("x-powered-by");
// The element sends what was chosen as JSON; anything larger than a basket is refused.
app.use(express.json({ limit: "10kb", strict: false, type: () => true }));

app.get("/", (_, response) => response.type("html").send(page));

app.post("/order", async (request, response) => {
  const chosen = request.body;
  const known = Array.isArray(chosen) && chosen.length > 0 && chosen.every((name) => Object.hasOwn(GOODS, name));
  if (!known) return response.status(422).json({ error: "unknown_goods" });
  const lines = chosen.map((name) => ({ ...GOODS[name], quantityMilli: "1000" }));
  const origin = ORIGIN ?? `http://127.0.0.1:${server.address().port}`;
  const [status, order] = await askTill("/v1/orders", { method: "POST", body: JSON.stringify({ origin, lines }) });
  response.set("cache-control", "no-store").status(status).json(order);
});

// Whether the goods may be handed over: the till's word, asked for by this server.
app.get("/paid/:id", async (request, response) => {
  const [status, order] = await askTill(`/v1/orders/${encodeURIComponent(request.params.id)}`);
  response.status(status).json({ paid: ["settled", "final", "over"].includes(order.state) });
});

// Not JSON, too large, or the till does not answer.
app.use((error, _request, response, _next) => {
  response.status(error.status ?? 502).json({ error: error.type ?? "till_unreachable" });
});

const server = app.listen(Number(PORT), "127.0.0.1", () => {
  console.log(`listening http://127.0.0.1:${server.address().port}`);
});
