// A layer or a block as a text is read into it.

/** @param {number} line @param {string} kind @param {Partial<import("./tree.js").Node>} [rest] @returns {import("./tree.js").Node} */
export const node = (line, kind, rest = {}) => ({
  line,
  kind,
  labels: [""],
  children: null,
  unnamed: [],
  named: {},
  sources: [],
  joined: [],
  parametrization: "",
  known: false,
  squeezes: false,
  said: false,
  ...rest,
});
