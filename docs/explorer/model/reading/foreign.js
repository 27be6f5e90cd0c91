// Texts of other programs, by the sign by which each is known. convref.reading._foreign.
import data from "../../../../convref/reading/others.json" with { type: "json" };

/** The rule that refuses the text of another program, and its line; null where it is of none. @param {string} text @returns {[string, {}, number] | null} */
export function foreign(text) {
  for (const [name, words] of data.foreign) {
    const found = new RegExp(words, "m").exec(text);
    if (found) return [`foreign_${name}`, {}, text.slice(0, found.index).split("\n").length];
  }
  return null;
}
