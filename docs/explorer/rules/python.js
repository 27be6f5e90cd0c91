// Python's plain values: int is a BigInt, float a number, tuple an array, None is null.

/** @typedef {bigint | number | boolean | string | null | any[]} Value */

/** A float as Python writes it. @param {number} value */
function float(value) {
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const [digits, power] = value.toExponential().split("e"),
    size = Number(power);
  if (size < -4 || size >= 16) return `${digits}e${size < 0 ? "-" : "+"}${String(Math.abs(size)).padStart(2, "0")}`;
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** A value as Python shows it. @param {any} value @returns {string} */
export function repr(value) {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return float(value);
  if (typeof value === "string") return value.includes("'") ? `"${value}"` : `'${value}'`;
  if (Array.isArray(value)) return value.length === 1 ? `(${repr(value[0])},)` : `(${value.map(repr).join(", ")})`;
  return String(value);
}

/** Whether Python takes it for true. @param {any} value */
export const isTrue = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
