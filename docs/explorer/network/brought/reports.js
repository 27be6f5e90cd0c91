// Layers in words.
import { byHand, unsaid } from "../../model/reading/reports.js";

export { words } from "../report_words.js";

/** @param {any} given */
export const bring = (given) => {
  Object.assign(given.brought, { byHand, unsaid });
};
