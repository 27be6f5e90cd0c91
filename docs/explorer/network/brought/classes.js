// What reads classes, functions and loops.
import { readerWith } from "../../model/reading/python/reader.js";

export { words } from "../class_words.js";

/** @param {any} given */
export const bring = (given) => ({ read: readerWith(given) });
