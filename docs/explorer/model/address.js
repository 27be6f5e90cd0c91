// The states of all figures of a page in the fragment of its address: "#explorer-1:stride=2;explorer-2:size=9".

/** @typedef {Record<string, string>} Fields */

/** @param {string} fragment @returns {Record<string, Fields>} the fields of each figure that the address names */
export function read(fragment) {
  const figures = fragment.replace(/^#/, "").split(";");
  return Object.fromEntries(
    figures.flatMap((figure) => {
      const found = /^([\w-]+):(.*)$/.exec(figure);
      return found ? [[found[1], Object.fromEntries(new URLSearchParams(found[2]))]] : [];
    }),
  );
}

/** @param {Record<string, Fields>} figures only what differs from how each figure began */
export function write(figures) {
  const written = Object.entries(figures).map(([id, fields]) => `${id}:${new URLSearchParams(fields)}`);
  return written.length ? `#${written.join(";")}` : "";
}

/** What of a state differs from another. @param {Fields} state @param {Fields} from @returns {Fields} */
export const difference = (state, from) =>
  Object.fromEntries(Object.entries(state).filter(([key, value]) => value !== from[key]));
