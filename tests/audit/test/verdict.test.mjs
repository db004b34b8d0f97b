import assert from "node:assert/strict";
import { test } from "node:test";

import { merge, read } from "../lib/judge.mjs";
import { readKnown, render } from "../lib/table.mjs";
import { isFlaw, judge } from "../lib/verdict.mjs";

const audit = (id, more) => ({ id, title: id, score: 1, scoreDisplayMode: "binary", details: { items: [] }, ...more });
const reportOf = (category, audits, score = 1) => ({
  categories: { [category]: { id: category, score, auditRefs: audits.map(({ id }) => ({ id })) } },
  audits: Object.fromEntries(audits.map((one) => [one.id, one])),
});
const row = (page, ...findings) => ({ page, look: "phone kk", how: "load", scores: {}, findings });
const finding = (audit, category, ...elements) => ({ audit, category, title: audit, value: "", elements });

test("a failed audit names its element, without what differs from run to run", () => {
  const item = { node: { selector: "main > a", snippet: '<a href="http://localhost:4711/x-0123456789abcdef.js">' } };
  const { scores, findings } = read(reportOf("accessibility", [audit("link-name", { score: 0, details: { items: [item] } })], 0.9));
  assert.deepEqual(scores, { accessibility: 90 });
  assert.deepEqual(findings[0].elements, ['main > a <a href="/x.js">']);
});

test("speed is information, structure is not", () => {
  const slow = audit("interactive", { score: 0 });
  const moved = audit("cumulative-layout-shift", { score: 0.9, numericValue: 0.12 });
  const unseen = audit("cumulative-layout-shift", { score: 1, numericValue: 0.004 });
  const still = read(reportOf("performance", [slow, unseen]));
  assert.deepEqual(still.findings, []);
  assert.deepEqual(read(reportOf("performance", [slow, moved])).findings.map(({ value }) => value), ["0.12"]);
});

test("what Lighthouse does not score counts when it lists something", () => {
  const policy = audit("csp-xss", { score: null, scoreDisplayMode: "informative", details: { items: [{ description: "No policy" }] } });
  assert.deepEqual(read(reportOf("best-practices", [policy])).findings.map(({ audit }) => audit), ["csp-xss"]);
});

test("an audit that could not run is told", () => {
  const broken = audit("deprecations", { score: null, scoreDisplayMode: "error", errorMessage: "lost" });
  assert.deepEqual(read(reportOf("best-practices", [broken])).errors, ["deprecations: lost"]);
  const idle = audit("unminified-css", { score: null, scoreDisplayMode: "error", errorMessage: "Invalid rtt Infinity" });
  assert.deepEqual(read(reportOf("performance", [idle])).errors, []);
});

test("of several reports the worst counts, of speed only a load's", () => {
  const report = (how, scores, ...findings) => ({ how, scores, findings });
  const both = merge([
    report("look", { accessibility: 100, performance: 0 }, finding("link-name", "accessibility", "a")),
    report("load", { accessibility: 97, performance: 80 }, finding("link-name", "accessibility", "b")),
  ]);
  assert.deepEqual(both.scores, { accessibility: 97, performance: 80 });
  assert.deepEqual(both.findings[0].elements, ["a", "b"]);
});

test("an exception excuses only what it names, and one that excuses nothing is told", () => {
  const exceptions = [
    { audit: "has-hsts", why: "http" },
    { audit: "valid-source-maps", element: ".wasm", why: "large" },
    { audit: "charset", why: "never" },
  ];
  const rows = [row("start", finding("has-hsts", "best-practices"), finding("valid-source-maps", "best-practices", "/a.wasm", "/b.js"))];
  const { judged, unused } = judge(rows, exceptions, new Set());
  assert.deepEqual(judged.map(({ state }) => state), ["excused", "new"]);
  assert.deepEqual(unused.map(({ audit }) => audit), ["valid-source-maps", "charset"]);
});

test("the table remembers what failed, but no flaw", () => {
  const rows = [row("start", finding("meta-description", "seo", "a | b"), { ...finding("cumulative-layout-shift", "performance"), value: "0.12" }, finding("charset", "best-practices"))];
  const first = judge(rows, [], new Set());
  assert.equal(first.judged.filter(isFlaw).length, 1);
  const known = readKnown(render({ rows, judged: first.judged, versions: "" }));
  const second = judge([...rows, row("help", finding("meta-description", "seo"))], [], known);
  assert.deepEqual(second.judged.map(({ state }) => state), ["known", "known", "new", "new"]);
});
