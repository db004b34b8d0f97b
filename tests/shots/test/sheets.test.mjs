import assert from "node:assert/strict";
import { test } from "node:test";

import { partsOf } from "../lib/sheets.mjs";

const walk = (count) => ({ name: "wallet", states: Array.from({ length: count }, (_, at) => ({ name: `state-${at}` })) });

test("a walk that fits has one sheet of its name", () => {
  assert.deepEqual(partsOf(walk(16)), [walk(16)]);
});

test("a longer walk is continued on a next sheet, and no state is left out", () => {
  const parts = partsOf(walk(33));
  assert.deepEqual(
    parts.map(({ name }) => name),
    ["wallet-1", "wallet-2", "wallet-3"],
  );
  assert.deepEqual(parts.flatMap(({ states }) => states), walk(33).states);
});
