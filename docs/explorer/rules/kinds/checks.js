// Single arguments of a layer: kind, range, length.
import { repr } from "../python.js";
import { refuse } from "../refusing.js";

/** @param {string} name @param {any} value @param {bigint} lowest @returns {bigint} */
export function integer(name, value, lowest) {
  if (typeof value !== "bigint") return refuse("integer", { name, text: repr(value) });
  return value < lowest ? refuse("least", { name, lowest, value }) : value;
}

/** One integer an axis; one alone stands for all. @param {string} name @param {any} value @param {number} axes @param {bigint} lowest @returns {bigint[]} */
export function perAxis(name, value, axes, lowest) {
  if (!Array.isArray(value)) return new Array(axes).fill(integer(name, value, lowest));
  const entries = value.map((one) => integer(name, one, lowest));
  if (entries.length !== 1 && entries.length !== axes) refuse("length", { name, count: entries.length, axes });
  return entries.length === axes ? entries : new Array(axes).fill(entries[0]);
}

/** @param {string} name @param {any} value @returns {boolean} */
export const flag = (name, value) => (typeof value === "boolean" ? value : refuse("flag", { name, text: repr(value) }));

/** @param {string} name @param {any} value @returns {bigint | number} */
export function number(name, value) {
  if (typeof value === "number" || typeof value === "bigint") return value;
  return refuse("number", { name, text: repr(value) });
}

/** @param {string} name @param {any} value @param {string[]} words */
export function oneOf(name, value, words) {
  if (!words.includes(value)) refuse("one_of", { name, words: words.join(", "), text: repr(value) });
}

/** Refuse arguments that PyTorch refuses too. @param {boolean} holds @param {string} condition @param {Record<string, any>} given */
export function demand(holds, condition, given) {
  const text = Object.entries(given).map(([name, value]) => `${name}=${repr(value)}`);
  if (!holds) refuse("must_hold", { condition, text: text.join(", ") });
}

/** @param {string} name @param {any} value */
export const notZero = (name, value) => demand(Number(value) !== 0, `${name} != 0`, { [name]: value });

/** @param {string} name @param {any} value */
export const notNegative = (name, value) => demand(value >= 0, `${name} >= 0`, { [name]: value });

/** @param {bigint[]} values */
export const product = (values) => values.reduce((all, value) => all * value, 1n);

/** @param {any[]} a @param {any[]} b */
export const isSame = (a, b) => a.length === b.length && a.every((value, at) => value === b[at]);

/** Sizes as they are written, such as 3×224×224. @param {any[]} sizes */
export const joined = (sizes) => sizes.join("×");
