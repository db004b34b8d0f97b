import assert from "node:assert/strict";
import { test } from "node:test";
import { Window } from "happy-dom";
import { defineCheckout } from "../dist/checkout.mjs";

test("the module can be imported and called where there is no browser", () => {
  assert.equal(typeof globalThis.customElements, "undefined");
  assert.doesNotThrow(() => defineCheckout("https://wallet.example"));
});

test("the module defines the element with the wallet it is given, once", () => {
  const window = new Window({ url: "https://cafe.example/" });
  const { document, customElements, HTMLElement, CSSStyleSheet, CustomEvent } = window;
  const opened = [];
  Object.assign(globalThis, { document, customElements, HTMLElement, CSSStyleSheet, CustomEvent });
  Object.assign(globalThis, { self: window, top: {}, location: window.location, open: (url) => (opened.push(url), null) });
  defineCheckout("https://wallet.example/some/page");
  defineCheckout("https://another.example");
  const element = document.createElement("cryptocity-checkout");
  document.body.append(element);
  element.shadowRoot.querySelector("button").click();
  assert.deepEqual(opened, ["https://wallet.example/pay/?opener&locale=kk"]);
});
