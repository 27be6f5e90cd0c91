// Why a network is refused: a rule by its name, for which the page has a sentence, and the numbers in it.

/** What a line holds cannot be read, or a layer does not fit. */
export class Refusing extends Error {
  /** @param {string} rule @param {Record<string, unknown>} numbers @param {number} line where it stands in the text; 0 where nobody has said so yet */
  constructor(rule, numbers, line = 0) {
    super(rule);
    this.rule = rule;
    this.numbers = numbers;
    this.line = line;
  }
}

/** @param {string} rule @param {Record<string, unknown>} [numbers] @param {number} [line] @returns {never} */
export function refuse(rule, numbers = {}, line) {
  throw new Refusing(rule, numbers, line);
}
