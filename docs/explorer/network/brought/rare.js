// Functions that few classes call.
import { axes } from "../../model/reading/python/axes.js";
import { bringTo } from "../../model/reading/python/bring.js";
import { seldom } from "../../model/reading/python/seldom.js";
import { stacks } from "../../model/reading/python/stacks.js";

export { words } from "../rare_words.js";

/** @param {any} given */
export const bring = (given) => bringTo(given, axes, seldom, stacks);
