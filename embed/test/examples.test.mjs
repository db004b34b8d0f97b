// The examples in JavaScript, each started by its one command, against a till that notes what it is asked.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const ORDER = { orderId: "0x01", payUrl: "http://till.example/pay/0x01", statusUrl: "http://till.example/v1/orders/0x01" };
const STATES = { "0x01": "settled", "0x02": "authorized" };

for (const example of ["node", "express"]) {
  describe(example, () => {
    const asked = [];
    let till;
    let shop;
    let origin;

    before(async () => {
      till = createServer(async (request, response) => {
        let body = "";
        for await (const chunk of request) body += chunk;
        const json = (status, answer) =>
          response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
        if (request.method === "GET") return json(200, { state: STATES[request.url.split("/").at(-1)] });
        asked.push({ url: request.url, key: request.headers.authorization, body: JSON.parse(body) });
        json(201, ORDER);
      });
      till.listen(0, "127.0.0.1");
      await once(till, "listening");
      const server = fileURLToPath(new URL(`../../examples/${example}/server.mjs`, import.meta.url));
      shop = spawn(process.execPath, [server], {
        env: {
          ...process.env,
          TILL: `http://127.0.0.1:${till.address().port}`,
          TILL_KEY: "secret",
          WALLET: "https://wallet.example",
          PORT: "0",
        },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [line] = await once(createInterface(shop.stdout), "line");
      origin = line.replace("listening ", "");
    });

    after(() => {
      shop.kill();
      till.close();
    });

    const order = (body) => fetch(`${origin}/order`, { method: "POST", body });

    test("the page holds the script and the element", async () => {
      const page = await (await fetch(`${origin}/`)).text();
      assert.match(page, /<script src="https:\/\/wallet\.example\/checkout\.js"/);
      assert.match(page, /<cryptocity-checkout create-order="\/order"/);
    });

    test("an order is made at the till with the server's prices and key", async () => {
      const answer = await order('["tea"]');
      assert.equal(answer.status, 201);
      assert.deepEqual(await answer.json(), ORDER);
      const lines = [{ name: "Tea", unitTiyn: "50000", vatBps: 1600, quantityMilli: "1000" }];
      assert.deepEqual(asked, [{ url: "/v1/orders", key: "Bearer secret", body: { origin, lines } }]);
    });

    test("what the shop does not sell reaches no till", async () => {
      const bodies = ["", "{}", "[]", '["__proto__"]', '[{"name":"tea","unitTiyn":"1"}]', '["coffee"]'];
      for (const body of bodies) assert.ok([400, 422].includes((await order(body)).status), body);
      assert.equal((await order(JSON.stringify(Array(5000).fill("tea")))).status, 413);
      assert.equal(asked.length, 1);
    });

    test("whether goods may be handed over is the till's word", async () => {
      const paid = async (id) => (await (await fetch(`${origin}/paid/${id}`)).json()).paid;
      assert.equal(await paid("0x01"), true);
      assert.equal(await paid("0x02"), false);
    });
  });
}
