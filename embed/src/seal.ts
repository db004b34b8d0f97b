// seal.js: seals a person's data to an operator's key, for the pay page and the wallet's identification. HPKE (RFC 9180), base mode, DHKEM(P-256,
// HKDF-SHA256), HKDF-SHA256, AES-128-GCM, out of WebCrypto alone. Loaded only when it is needed: for payments above the travel rule's threshold, and once for an identification.
type Bytes = Uint8Array<ArrayBuffer>;

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = "cryptocity/travel-rule/1";
/** Identifiers of the suite's parts: KEM, KDF, AEAD. */
const [KEM, KDF, AEAD] = [0x0010, 0x0001, 0x0001];

const { subtle } = crypto;
const text = (value: string): Bytes => new TextEncoder().encode(value);
const two = (value: number): Bytes => Uint8Array.of(value >> 8, value & 255);
const concat = (...parts: Bytes[]): Bytes => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
const fromHex = (hex: string): Bytes => Uint8Array.from(hex.replace(/^0x/, "").match(/../g) ?? [], (byte) => parseInt(byte, 16));
const toHex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  // An empty key is refused by some engines; HMAC pads it with zeros anyway.
  const hash = { name: "HMAC", hash: "SHA-256" };
  const imported = await subtle.importKey("raw", key.length ? key : new Uint8Array(32), hash, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", imported, message));
}

const VERSION = text("HPKE-v1");
const OF_KEM = concat(text("KEM"), two(KEM));
const OF_SUITE = concat(text("HPKE"), two(KEM), two(KDF), two(AEAD));
const NOTHING = new Uint8Array();

const extract = (suite: Bytes, salt: Bytes, label: string, input: Bytes) => hmac(salt, concat(VERSION, suite, text(label), input));
/** Up to 32 bytes: one round of HKDF. */
const expand = async (suite: Bytes, key: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> =>
  (await hmac(key, concat(two(length), VERSION, suite, text(label), info, Uint8Array.of(1)))).slice(0, length);

/** Seals `data` to an uncompressed point of P-256, for one order or address: its hash is authenticated with them. All in hex. */
async function seal(publicKey: string, orderHash: string, data: string): Promise<string> {
  const recipient = fromHex(publicKey);
  const theirs = await subtle.importKey("raw", recipient, CURVE, false, []);
  const ours = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const enc = new Uint8Array(await subtle.exportKey("raw", ours.publicKey));
  const shared = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256));

  const agreed = await extract(OF_KEM, NOTHING, "eae_prk", shared);
  const secretOfKem = await expand(OF_KEM, agreed, "shared_secret", concat(enc, recipient), 32);
  const pskId = await extract(OF_SUITE, NOTHING, "psk_id_hash", NOTHING);
  const info = await extract(OF_SUITE, NOTHING, "info_hash", text(INFO));
  const context = concat(Uint8Array.of(0), pskId, info);
  const secret = await extract(OF_SUITE, secretOfKem, "secret", NOTHING);
  const key = await expand(OF_SUITE, secret, "key", context, 16);
  const iv = await expand(OF_SUITE, secret, "base_nonce", context, 12);

  const cipher = await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: fromHex(orderHash) }, cipher, text(data));
  return JSON.stringify({ enc: toHex(enc), ciphertext: toHex(new Uint8Array(sealed)) });
}

// The pay page's program calls it by this name.
Object.assign(globalThis, { cryptocitySeal: seal });
