// What the scripts that read classes need of the one that has loaded them, the kinds of rows and how to refuse; and what they lend
// each other.

/** @type {typeof import("../read.js").HOST & { lent: any }} */
export const host = /** @type {any} */ ({});
