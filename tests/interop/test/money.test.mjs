import assert from "node:assert/strict";
import { test } from "node:test";
import { assetFor, feeOf, linePrice, vatWithin } from "../lib/money.mjs";
import { vectors } from "../lib/vectors.mjs";

const sum = (values) => values.reduce((total, value) => total + BigInt(value), 0n);

test("lines, VAT and totals of every order follow from quantity, price and rate", () => {
  for (const { order } of vectors.purchases) {
    const { lines, totalTiyn, vatTiyn } = order.value;
    for (const line of lines) {
      assert.equal(BigInt(line.totalTiyn), linePrice(line.quantityMilli, line.unitTiyn));
      assert.equal(BigInt(line.vatTiyn), vatWithin(BigInt(line.totalTiyn), line.vatBps));
    }
    assert.equal(BigInt(totalTiyn), sum(lines.map((line) => line.totalTiyn)));
    assert.equal(BigInt(vatTiyn), sum(lines.map((line) => line.vatTiyn)));
  }
});

test("fee and credit of every quote follow from the total", () => {
  for (const { order, quote } of vectors.purchases) {
    const total = BigInt(order.value.totalTiyn);
    const fee = feeOf(total, quote.value.feeBps);
    assert.equal(BigInt(quote.value.feeTiyn), fee);
    assert.equal(BigInt(quote.value.merchantTiyn), total - fee);
  }
});

test("the asset amount of every quote is rounded up once, for one of the decimals in use", () => {
  for (const { order, quote } of vectors.purchases) {
    const amounts = [0, 2, 6, 18].map((decimals) => assetFor(order.value.totalTiyn, quote.value.rate, decimals));
    assert.ok(amounts.includes(BigInt(quote.value.amount)), quote.value.amount);
  }
});
