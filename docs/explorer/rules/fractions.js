// Fractions of whole numbers of any size: positions and distances in input cells.
import { floorDivide, gcd } from "./integers.js";

/** @typedef {[bigint, bigint]} Fraction numerator and denominator, which is above 0 */

/** @param {bigint} n @param {bigint} d @returns {Fraction} */
export function fraction(n, d = 1n) {
  const divisor = gcd(n < 0n ? -n : n, d);
  return [n / divisor, d / divisor];
}

/** @param {Fraction} a @param {Fraction} b */
export const times = (a, b) => fraction(a[0] * b[0], a[1] * b[1]);

/** @param {Fraction} a @param {Fraction} b */
export const plus = (a, b) => fraction(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);

/** @param {Fraction} a @param {Fraction} b */
export const isLess = (a, b) => a[0] * b[1] < b[0] * a[1];

/** @param {Fraction} a @param {Fraction} b */
export const isSame = (a, b) => a[0] === b[0] && a[1] === b[1];

/** @param {Fraction} a */
export const floor = ([n, d]) => floorDivide(n, d);

/** @param {Fraction} a */
export const ceil = ([n, d]) => -floorDivide(-n, d);

/** A number as the fraction that it is in the computer. @param {number} value @returns {Fraction} */
function exact(value) {
  let scale = 1n;
  while (!Number.isInteger(value)) {
    value *= 2;
    scale *= 2n;
  }
  return fraction(BigInt(value), scale);
}

/** The nearest fraction to a number above 0 whose denominator is at most so large: Python's limit_denominator. @param {number} value @param {bigint} most */
export function nearest(value, most) {
  const whole = exact(value);
  if (whole[1] <= most) return whole;
  let [p0, q0, p1, q1] = [0n, 1n, 1n, 0n],
    [n, d] = whole;
  for (;;) {
    const a = n / d,
      q2 = q0 + a * q1;
    if (q2 > most) break;
    [p0, q0, p1, q1] = [p1, q1, p0 + a * p1, q2];
    [n, d] = [d, n - a * d];
  }
  const k = (most - q0) / q1;
  return 2n * d * (q0 + k * q1) <= whole[1] ? fraction(p1, q1) : fraction(p0 + k * p1, q0 + k * q1);
}
