// What a click asks for: copies, the decoder, the inputs that fit.
import { decoder } from "../../rules/decoding.js";
import { host } from "../../rules/host.js";
import { csv, markdown, torchCode } from "../copies.js";
import { fittingLines } from "../fitting.js";

export { words } from "../asked_words.js";

/** @param {any} given */
export const bring = (given) => {
  Object.assign(host, given);
  return { csv, markdown, torchCode, decoder, fittingLines };
};
