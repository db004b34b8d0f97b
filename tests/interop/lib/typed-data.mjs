// The EIP-712 types of DESIGN §5 and of the x402 offer-receipt extension, written down a second time.

const field = (line) => {
  const [type, name] = line.split(" ");
  return { name, type };
};
const struct = (fields) => fields.split(", ").map(field);

export const TYPES = {
  Line: struct(
    "string name, uint64 quantityMilli, uint256 unitTiyn, uint16 vatBps, uint256 vatTiyn, uint256 totalTiyn",
  ),
  Order: struct(
    "bytes16 id, string merchantId, string origin, Line[] lines, uint256 totalTiyn, uint256 vatTiyn, " +
      "string settlement, uint64 createdAt, uint64 expiresAt",
  ),
  Quote: struct(
    "bytes32 orderHash, string asset, uint256 amount, uint256 rateNum, uint256 rateDen, string rateSource, " +
      "uint64 rateTime, uint16 feeBps, uint256 feeTiyn, uint256 merchantTiyn, address payTo, uint64 issuedAt, " +
      "uint64 expiresAt",
  ),
  OrderReceipt: struct(
    "bytes32 orderHash, address payer, string asset, uint256 amount, bytes32 transaction, uint64 blockNumber, " +
      "uint256 totalTiyn, uint256 vatTiyn, uint256 feeTiyn, string operatorId, uint64 registryVersion, " +
      "bool orderBound, uint64 issuedAt",
  ),
  TengeCredit: struct(
    "bytes32 orderHash, string merchantId, uint256 totalTiyn, uint256 feeTiyn, uint256 merchantTiyn, " +
      "bytes32 transaction, uint64 issuedAt",
  ),
  Offer: struct(
    "uint256 version, string resourceUrl, string scheme, string network, string asset, string payTo, " +
      "string amount, uint256 validUntil",
  ),
  Receipt: struct(
    "uint256 version, string network, string resourceUrl, string payer, uint256 issuedAt, string transaction",
  ),
  TransferWithAuthorization: struct(
    "address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce",
  ),
};

/** The structs that a struct consists of. */
const NEEDED = { Order: ["Order", "Line"] };

/** A typed message as viem and ethers take it: only the types it needs, numbers as bigint. */
export function typed(primaryType, domain, message) {
  const types = Object.fromEntries((NEEDED[primaryType] ?? [primaryType]).map((name) => [name, TYPES[name]]));
  return { primaryType, domain, types, message: convert(primaryType, message) };
}

function convert(type, value) {
  if (type.endsWith("[]")) return value.map((item) => convert(type.slice(0, -2), item));
  if (TYPES[type]) return Object.fromEntries(TYPES[type].map(({ name, type }) => [name, convert(type, value[name])]));
  return type.startsWith("uint") ? BigInt(value) : value;
}

/** The domain of orders, quotes, receipts and credits. */
export const orderDomain = (chainId) => ({ name: "CryptoCity Order", version: "1", chainId: BigInt(chainId) });
export const offerDomain = { name: "x402 offer", version: "1", chainId: 1n };
export const receiptDomain = { name: "x402 receipt", version: "1", chainId: 1n };
export const tokenDomain = (chainId, { name, version, address }) => ({
  name,
  version,
  chainId: BigInt(chainId),
  verifyingContract: address,
});

export const typedOrder = (chainId, order) => typed("Order", orderDomain(chainId), order);
/** On the wire the rate is an object. */
export const typedQuote = (chainId, { rate, ...quote }) =>
  typed("Quote", orderDomain(chainId), { ...quote, rateNum: rate.num, rateDen: rate.den });
export const typedOrderReceipt = (chainId, receipt) => typed("OrderReceipt", orderDomain(chainId), receipt);
export const typedCredit = (chainId, credit) => typed("TengeCredit", orderDomain(chainId), credit);
export const typedOffer = (offer) => typed("Offer", offerDomain, offer);
export const typedX402Receipt = (receipt) => typed("Receipt", receiptDomain, receipt);
export const typedAuthorization = (chainId, token, authorization) =>
  typed("TransferWithAuthorization", tokenDomain(chainId, token), authorization);
