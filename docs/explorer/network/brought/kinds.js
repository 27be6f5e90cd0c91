// Rows that functions make.
import { enterKinds } from "../../model/reading/python/kinds.js";

export { words } from "../kinds_words.js";

/** @param {any} given */
export const bring = (given) => enterKinds(given);
