// Whole numbers of any size: sizes are BigInt, so that no number a reader enters is too large to be answered.

/** @param {bigint} a @param {bigint} b */
export const largest = (a, b) => (a > b ? a : b);

/** @param {bigint} a @param {bigint} b */
export const least = (a, b) => (a < b ? a : b);

/** @param {bigint} a @param {bigint} b */
export function floorDivide(a, b) {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** @param {bigint} a @param {bigint} b @returns {bigint} */
export const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));

/** @param {(bigint | number)[]} values */
export const product = (values) => values.reduce((/** @type {number} */ result, value) => result * Number(value), 1);

/** @param {bigint[]} values */
export const sum = (values) => values.reduce((all, value) => all + value, 0n);
