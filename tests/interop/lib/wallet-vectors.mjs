import { readFileSync } from "node:fs";

export const vectors = JSON.parse(readFileSync(new URL("../wallet-vectors.json", import.meta.url), "utf8"));
