// The states of all figures of a page in the fragment of its address: "#explorer-1:stride=2;explorer-2:size=9".
import lz from "lz-string";

/** @typedef {Record<string, string>} Fields */

// A long text is packed, behind its length and a mark that no short one begins with: links of any length keep everything.
const LONG = 400,
  PACKED = /^~(\d+)\.(.*)$/;

/** @param {string} text */
const packed = (text) =>
  text.length > LONG || text.startsWith("~") ? `~${text.length}.${lz.compressToEncodedURIComponent(text)}` : text;

/** The text, or what stands there when it is damaged: the tool then says that it cannot read it. @param {string} text */
function unpacked(text) {
  const [, length, rest] = PACKED.exec(text) ?? [],
    found = rest && lz.decompressFromEncodedURIComponent(rest);
  return found && found.length === Number(length) ? found : text;
}

/** @param {Fields} fields @param {(text: string) => string} change */
const each = (fields, change) => Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, change(text)]));

/** @param {string} fragment @returns {Record<string, Fields>} the fields of each figure that the address names */
export function read(fragment) {
  const figures = fragment.replace(/^#/, "").split(";");
  return Object.fromEntries(
    figures.flatMap((figure) => {
      const found = /^([\w-]+):(.*)$/.exec(figure);
      return found ? [[found[1], each(Object.fromEntries(new URLSearchParams(found[2])), unpacked)]] : [];
    }),
  );
}

/** @param {Record<string, Fields>} figures only what differs from how each figure began */
export function write(figures) {
  const written = Object.entries(figures).map(([id, fields]) => `${id}:${new URLSearchParams(each(fields, packed))}`);
  return written.length ? `#${written.join(";")}` : "";
}

/** What of a state differs from another. @param {Fields} state @param {Fields} from @returns {Fields} */
export const difference = (state, from) =>
  Object.fromEntries(Object.entries(state).filter(([key, value]) => value !== from[key]));
