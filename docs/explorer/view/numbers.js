// Numbers as a reader sees them.

/** Any text or number with a real minus sign. @param {unknown} value */
export const minus = (value) => String(value).replaceAll("-", "−");

/** A number as it is printed in a cell: four digits, a real minus sign, no zeros that stand for unknown digits. @param {number} value */
export function printed(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return minus(value);
  const short = Number(value.toPrecision(4));
  return minus(Math.abs(short) < 1e6 ? short : short.toExponential().replace("e+", "e"));
}

const SHORT = 3,
  MOST_PARTS = 99;

/** A number where there is little room: a fraction if it is one and shorter so, else two digits. @param {number} value */
export function brief(value) {
  const text = printed(value);
  if (text.length <= SHORT || Number.isInteger(value)) return text;
  for (let parts = 2; parts <= MOST_PARTS; parts++) {
    const above = Math.round(value * parts),
      fraction = minus(`${above}/${parts}`);
    if (Math.abs(value * parts - above) < 1e-9 && fraction.length < text.length) return fraction;
  }
  return printed(Number(value.toPrecision(2)));
}

/**
 * The result of a sum with its sign: "= 6.4375" with all its digits, "≈ 0.333333333333" where there are more than twelve.
 * What is below 1e-14 of the size of the terms comes from computing in binary, as in 0.1 + 0.2.
 *
 * @param {number} value
 * @param {number} size the sum of the terms' sizes
 */
export function result(value, size) {
  const noise = size * 1e-14,
    short = Math.abs(value) <= noise ? 0 : Number(value.toPrecision(12));
  return `${Math.abs(short - value) <= noise ? "=" : "≈"} ${minus(short)}`;
}

/** @param {bigint} value */
export const grouped = (value) => value.toString().replace(/\B(?=(\d{3})+$)/g, ",");

/** A position in input cells. @param {import("../rules/fractions.js").Fraction} position */
export function over([n, d]) {
  const half = `${n < 0n ? "-" : ""}${(n < 0n ? -n : n) / 2n}.5`;
  return minus(d === 1n ? n : d === 2n ? half : `${n}/${d}`);
}

/** One text where all axes say the same, else one for each. @param {string[]} texts */
export const joined = (texts) =>
  texts.every((text) => text === texts[0]) ? (texts[0] ?? "") : `(${texts.join(", ")})`;
