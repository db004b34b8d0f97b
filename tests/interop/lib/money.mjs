// The money rules of DESIGN §5, written down a second time. All amounts are bigint.

const halfUp = (top, bottom) => (top * 2n + bottom) / (bottom * 2n);

/** VAT inside a gross price, in tiyn. */
export const vatWithin = (gross, bps) => halfUp(gross * BigInt(bps), 10_000n + BigInt(bps));

/** Price of a quantity in thousandths, in tiyn. */
export const linePrice = (quantityMilli, unitTiyn) => (BigInt(quantityMilli) * BigInt(unitTiyn) + 500n) / 1000n;

/** Asset amount for a tenge total: rounded up once, on the total. */
export function assetFor(totalTiyn, rate, decimals) {
  const top = BigInt(totalTiyn) * BigInt(rate.num) * 10n ** BigInt(decimals);
  const bottom = BigInt(rate.den) * 100n;
  return (top + bottom - 1n) / bottom;
}

/** The operator's fee, in tiyn. */
export const feeOf = (totalTiyn, bps) => halfUp(BigInt(totalTiyn) * BigInt(bps), 10_000n);
