// What is wanted only once a reader asks for it: the table to take away, the decoder, the inputs that fit. A script brings it.
import { LENT } from "../rules/lent.js";
import { loaded } from "../view/script.js";

/** @typedef {Pick<typeof import("./copies.js"), "csv" | "markdown" | "torchCode">} Copies */
/** @typedef {Pick<typeof import("./fitting.js"), "fittingLines">} Fitting */
/** @typedef {Pick<typeof import("../rules/decoding.js"), "decoder">} Decoding */
/** @typedef {Copies & Fitting & Decoding & { words: Record<string, string> }} Asked */

/** @returns {Promise<Asked>} */
export const asked = () => loaded("network_asked.js", () => /** @type {any} */ (window).convrefAsked(LENT));
