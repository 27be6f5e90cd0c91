// One step up or down in a text that holds numbers: "3" to "4", "(3, 5)" to "(4, 6)", and "" to the least that is legal.

/** @typedef {{ least: bigint | number, most?: bigint | number | null }} Legal what the numbers may be; without `most` there is no end */

const NUMBER = /[+-]?\d+(?:\.\d+)?(?:\/\d+)?/g;

/** What a Chinese keyboard writes, as the same text in ASCII; every character keeps its place. @param {string} text */
const plain = (text) => text.replace(/[＋－．０-９]/g, (sign) => sign.normalize("NFKC"));

/** @param {bigint | number} value @param {Legal} legal */
function within(value, { least, most }) {
  if (value < least) return least;
  return most !== undefined && most !== null && value > most ? most : value;
}

/** "1.5" or "3/2". @param {string} text */
function decimal(text) {
  const [above, below = "1"] = text.split("/");
  return Number(above) / Number(below);
}

/** @param {string} number @param {number} by @param {Legal} legal */
function moved(number, by, legal) {
  const whole = /^[+-]?\d+$/.test(number) && Number.isInteger(by);
  return String(
    within(
      whole ? BigInt(number.replace("+", "")) + BigInt(by) : Number((decimal(number) + by).toPrecision(12)),
      legal,
    ),
  );
}

/**
 * Every number moves, or with a caret in the text the one beside it.
 *
 * @param {string} text
 * @param {number} by
 * @param {Legal} legal
 * @param {number | null} [caret]
 */
export function stepped(text, by, legal, caret = null) {
  const source = plain(text),
    found = [...source.matchAll(NUMBER)];
  if (found.length === 0) return String(legal.least);
  const chosen = found.filter(
    ({ 0: { length }, index }) => caret !== null && index <= caret && caret <= index + length,
  );
  let result = source;
  for (const { 0: number, index } of (chosen.length ? chosen.slice(0, 1) : found).reverse())
    result = result.slice(0, index) + moved(number, by, legal) + result.slice(index + number.length);
  return result;
}

/** The only number of a text, or null. @param {string} text */
export function single(text) {
  const source = plain(text).trim();
  return source && source.replace(NUMBER, "") === "" && source.match(NUMBER)?.length === 1 ? decimal(source) : null;
}
