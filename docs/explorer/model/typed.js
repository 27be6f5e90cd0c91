// What a reader types into a field of whole numbers, by any keyboard.

/** Full-width signs and digits as the plain ones, the comma of a list too. @param {string} text */
export const plain = (text) => text.normalize("NFKC").replaceAll("、", ",").replaceAll("−", "-");

/** "3", "(3, 5)", "3, 5", "3×5" or "torch.Size([3, 5])" as whole numbers; null when it is something else. @param {string} text */
export function integers(text) {
  const parts = plain(text)
    .trim()
    .replace(/^(?:torch\.)?Size\s*\(\s*(.*?)\s*\)$/, "$1")
    .replace(/^[([]|[)\]]$/g, "")
    .replace(/,\s*$/, "")
    .split(/[,x×*]/i)
    .map((part) => part.trim());
  return parts.every((part) => /^[+-]?\d+$/.test(part)) ? parts.map((part) => BigInt(part.replace("+", ""))) : null;
}

/** "7×7" as "7", for a field that stands for every axis alike; anything else as it is. @param {string} text */
export function alike(text) {
  const found = integers(text) ?? [];
  return found.length > 1 && found.every((value) => value === found[0]) ? `${found[0]}` : text;
}

/** The word in 'same', "same" or same; undefined when it is something else. @param {string} text @returns {string | undefined} */
export const word = (text) => (/^\s*(['"])(.*)\1\s*$/.exec(text) || /^\s*()([a-z]+)\s*$/i.exec(text))?.[2];

/** Numbers as PyTorch takes them: 3, or (3, 5) where the axes differ. @param {readonly unknown[]} values */
export const written = (values) =>
  values.every((value) => value === values[0]) ? `${values[0]}` : `(${values.join(", ")})`;
