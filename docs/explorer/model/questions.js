// Texts of fields that take whole numbers, where a field alone can tell what is wrong with it.
import { integers } from "./typed.js";
import { Unreadable } from "./unreadable.js";

/**
 * One whole number an axis.
 *
 * @param {string} name
 * @param {string} text
 * @param {number} axes
 * @param {bigint} [lowest]
 * @returns {bigint[]}
 */
export function perAxis(name, text, axes, lowest) {
  const found = integers(text);
  if (text.trim() === "") throw new Unreadable({ rule: "blank", numbers: { name } });
  if (!found) throw new Unreadable({ rule: axes === 1 ? "number_one" : "integer", numbers: { name, text } });
  if (found.length !== 1 && axes === 1)
    throw new Unreadable({ rule: "one_axis", numbers: { name, count: found.length } });
  if (found.length !== 1 && found.length !== axes)
    throw new Unreadable({ rule: "length", numbers: { name, count: found.length, axes } });
  const low = lowest === undefined ? undefined : found.find((value) => value < lowest);
  if (low !== undefined) throw new Unreadable({ rule: "least", numbers: { name, value: low, lowest } });
  return found.length === axes ? found : new Array(axes).fill(found[0]);
}

/** The words of these refusals. */
export const words = {
  rule_blank: "{name} is empty. Give a whole number.",
  rule_number_one: "{name} must be a whole number. “{text}” is not.",
  rule_one_axis: "{name} has {count} numbers. It takes one here.",
  rule_least: "{name} must be at least {lowest}. It is {value}.",
};
