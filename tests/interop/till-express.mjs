// A server of somebody else that sells a report with the official @x402/express middleware and has our operator's till
// verify and settle.
//   node till-express.mjs FACILITATOR PORT < requirements
// Prints one line of JSON and serves until its standard input ends.
import { createInterface } from "node:readline";
import { HTTPFacilitatorClient } from "@x402/core/server";
import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddleware, x402ResourceServer } from "@x402/express";
import express from "express";

const [facilitator, port] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin });
const { value } = await lines[Symbol.asyncIterator]().next();
const { network, payTo, amount, asset, extra, maxTimeoutSeconds } = JSON.parse(value);

const server = new x402ResourceServer(new HTTPFacilitatorClient({ url: facilitator })).register(
  network,
  new ExactEvmScheme(),
);
const app = express();
app.use(
  paymentMiddleware(
    {
      "GET /report": {
        accepts: { scheme: "exact", network, payTo, maxTimeoutSeconds, price: { amount, asset, extra } },
        description: "A report",
        mimeType: "application/json",
      },
    },
    server,
  ),
);
app.get("/report", (_, response) => response.json({ report: "sold" }));
app.listen(Number(port), "127.0.0.1", () => console.log(JSON.stringify({ ready: true })));
process.stdin.on("end", () => process.exit());
