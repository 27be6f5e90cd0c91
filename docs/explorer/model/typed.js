// What a reader types into a field of whole numbers, by any keyboard.

/** Full-width signs and digits as the plain ones, the comma of a list too. @param {string} text */
export const plain = (text) => text.normalize("NFKC").replaceAll("、", ",").replaceAll("−", "-");

/** "3", "(3, 5)" or "3, 5" as whole numbers; null when it is something else. @param {string} text */
export function integers(text) {
  const parts = plain(text)
    .trim()
    .replace(/^[([]|[)\]]$/g, "")
    .replace(/,\s*$/, "")
    .split(",")
    .map((part) => part.trim());
  return parts.every((part) => /^[+-]?\d+$/.test(part)) ? parts.map((part) => BigInt(part.replace("+", ""))) : null;
}

/** The word in 'same', "same" or same; undefined when it is something else. @param {string} text @returns {string | undefined} */
export const word = (text) => (/^\s*(['"])(.*)\1\s*$/.exec(text) || /^\s*()([a-z]+)\s*$/i.exec(text))?.[2];

/** Numbers as PyTorch takes them: 3, or (3, 5) where the axes differ. @param {readonly unknown[]} values */
export const written = (values) =>
  values.every((value) => value === values[0]) ? `${values[0]}` : `(${values.join(", ")})`;
