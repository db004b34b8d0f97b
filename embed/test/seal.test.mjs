// What the pay page seals, opened by somebody else's HPKE.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";

const INFO = new TextEncoder().encode("cryptocity/travel-rule/1");
const ORDER = `0x${"5a".repeat(32)}`;
const DATA = JSON.stringify({ name: "Айгерім Сейтқали", document: "900101400123", address: "Алатау қ., Жаңа к-сі, 5" });
const hex = (text) => Uint8Array.from(Buffer.from(text.replace(/^0x/, ""), "hex"));

runInThisContext(readFileSync(new URL("../dist/seal.js", import.meta.url), "utf8"));
const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
const keys = await suite.kem.generateKeyPair();
const publicKey = Buffer.from(await suite.kem.serializePublicKey(keys.publicKey)).toString("hex");
const open = async ({ enc, ciphertext }, order) =>
  new TextDecoder().decode(await suite.open({ recipientKey: keys.privateKey, enc: hex(enc), info: INFO }, hex(ciphertext), hex(order)));

test("data open for the operator and the order they were sealed for, and for no other order", async () => {
  const sealed = JSON.parse(await cryptocitySeal(publicKey, ORDER, DATA));
  assert.equal(await open(sealed, ORDER), DATA);
  await assert.rejects(open(sealed, `0x${"5b".repeat(32)}`));
  const changed = { ...sealed, ciphertext: sealed.ciphertext.replace(/^../, (byte) => (byte === "00" ? "01" : "00")) };
  await assert.rejects(open(changed, ORDER));
});

test("the same data are sealed differently each time", async () => {
  const [one, other] = await Promise.all([0, 1].map(async () => JSON.parse(await cryptocitySeal(publicKey, ORDER, DATA))));
  assert.notEqual(one.enc, other.enc);
  assert.notEqual(one.ciphertext, other.ciphertext);
});

test("what is no key is refused", async () => {
  await assert.rejects(cryptocitySeal("04".padEnd(130, "0"), ORDER, DATA));
  await assert.rejects(cryptocitySeal("", ORDER, DATA));
});
