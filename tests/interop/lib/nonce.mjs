import { concat, keccak256, stringToHex } from "viem";

/** The ERC-3009 nonce of an order. */
export const orderNonce = (orderHash) => keccak256(concat([stringToHex("cryptocity/order-nonce/1"), orderHash]));
