import { createHash } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

/** Reads a DSSE envelope after checking that at least `threshold` of the compressed keys (hex) signed it. */
export function openEnvelope({ payload, payloadType, signatures }, expectedType, keys, threshold) {
  if (payloadType !== expectedType) throw new Error(`the envelope holds ${payloadType}`);
  const body = Buffer.from(payload, "base64");
  const digest = sha256(Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `), body]));
  const signed = keys.filter((key) =>
    signatures.some(({ sig }) =>
      secp256k1.verify(Buffer.from(sig, "base64"), digest, Buffer.from(key, "hex"), { prehash: false }),
    ),
  );
  if (signed.length < threshold) throw new Error(`${signed.length} of ${threshold} signatures are valid`);
  return JSON.parse(body.toString("utf8"));
}
