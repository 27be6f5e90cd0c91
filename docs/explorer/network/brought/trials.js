// Trial runs, by which a class counts a size when it is made.
import { bringTo } from "../../model/reading/python/bring.js";
import { trials } from "../../model/reading/python/trials.js";

export const words = {};

/** @param {any} given */
export const bring = (given) => bringTo(given, trials);
