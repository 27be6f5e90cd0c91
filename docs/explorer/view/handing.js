// A link that hands what a figure shows over to the figure of another page.
import { write } from "../model/address.js";

/** @param {string} root where the site begins @param {string} page of the tools @param {Record<string, string>} fields of its first figure */
export const handed = (root, page, fields) => `${root}tools/${page}.html${write({ "explorer-1": fields })}`;
