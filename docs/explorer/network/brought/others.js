// Tables of Markdown, and the texts of other programs.
import { foreign } from "../../model/reading/foreign.js";
import { withoutTables } from "../../model/reading/markdown.js";

export { words } from "../other_words.js";

/** @param {any} given */
export const bring = (given) => {
  Object.assign(given.brought, { foreign, withoutTables });
};
