// Where a script that is loaded finds what the one that has loaded it lends.

export const host = /** @type {typeof import("./lent.js").LENT} */ ({});
