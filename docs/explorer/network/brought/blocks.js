// The forwards of printed blocks.
import { settleBlock } from "../../model/reading/held.js";

export { words } from "../block_words.js";

/** @param {any} given */
export const bring = (given) => {
  given.brought.settleBlock = (/** @type {any} */ one) => settleBlock(one, given.refuse);
};
