// Texts of fields as numbers, or why they are none, in the words of the field.
import { integers } from "./setting.js";

/** @typedef {{ rule: string, numbers: Record<string, unknown>, message?: string | null }} Refused */

/** What a Chinese keyboard writes is as good; so is 224×160. @param {string} text */
export const plain = (text) =>
  text
    .normalize("NFKC")
    .replaceAll("、", ",")
    .replace(/(\d)\s*[x×]\s*(?=\d)/g, "$1,");

/**
 * One whole number an axis.
 *
 * @param {string} name
 * @param {string} text
 * @param {number} axes
 * @param {bigint} [lowest]
 * @returns {{ value: bigint[] } | { refusal: Refused }}
 */
export function perAxis(name, text, axes, lowest) {
  const found = integers(plain(text));
  if (text.trim() === "") return { refusal: { rule: "blank", numbers: { name } } };
  if (!found) return { refusal: { rule: axes === 1 ? "number_one" : "integer", numbers: { name, text } } };
  if (found.length !== 1 && axes === 1) return { refusal: { rule: "one_axis", numbers: { name, count: found.length } } };
  if (found.length !== 1 && found.length !== axes)
    return { refusal: { rule: "length", numbers: { name, count: found.length, axes } } };
  const low = found.find((/** @type {bigint} */ value) => lowest !== undefined && value < lowest);
  if (low !== undefined) return { refusal: { rule: "least", numbers: { name, value: low, lowest } } };
  return { value: found.length === axes ? found : new Array(axes).fill(found[0]) };
}

/** The words of these refusals. */
export const words = {
  rule_blank: "{name} is empty. Give a whole number.",
  rule_number_one: "{name} must be a whole number. “{text}” is not.",
  rule_one_axis: "{name} has {count} numbers. It takes one here.",
  rule_least: "{name} must be at least {lowest}. It is {value}.",
};
