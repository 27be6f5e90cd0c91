// Rows of cells, what links them, and what one cell sees through all of them.

/** @typedef {import("../rules/trace.js").Row} Row */
/** @typedef {{ from: number, to: number }} Link this output of a layer reads this place, which may lie in the padding */
/** @typedef {{ length: number, first: number, jump: number, links: Link[] }} Level a row of cells: where its first stands and how far apart they are, and what each reads in the row before */
/** @typedef {{ row: number, at: number }} Place */

const MOST_CELLS = 64n;
const MOST_LINKS = 1500;

/** @param {import("../rules/trace.js").Fraction} position */
const asNumber = ([n, d]) => Number(n) / Number(d);

/** @param {import("../rules/sizes.js").Setting} setting @param {number} before @param {number} length @returns {Link[]} */
function linksOf({ kernel, stride, dilation }, before, length) {
  const [k, s, d] = [kernel[0], stride[0], dilation[0]].map(Number);
  return Array.from({ length: length * k }, (_, at) => {
    const from = Math.floor(at / k);
    return { from, to: from * s + d * (at % k) - before };
  });
}

/** The rows from the input on; null when they are too many cells to draw. @param {bigint} size @param {Row[]} rows @returns {Level[] | null} */
export function levels(size, rows) {
  if (size > MOST_CELLS || rows.some((row) => row.size[0] > MOST_CELLS)) return null;
  const counted = rows.reduce((all, row) => all + Number(row.size[0]) * Number(row.setting.kernel[0]), 0);
  if (counted > MOST_LINKS) return null;
  const input = { length: Number(size), first: 0, jump: 1, links: [] };
  return [
    input,
    ...rows.map((row) => {
      const length = Number(row.size[0]),
        { padding } = row.setting,
        before = typeof padding === "string" ? 0 : Number(padding[0]);
      return {
        length,
        first: asNumber(row.centre[0]),
        jump: asNumber(row.jump[0]),
        links: linksOf(row.setting, before, length),
      };
    }),
  ];
}

/**
 * How many paths lead from a cell to each cell of each row: down to the input, or from an input cell up to the outputs.
 *
 * @param {Level[]} all @param {Place} place
 */
export function paths(all, { row, at }) {
  const found = all.map(({ length }) => new Array(length).fill(0));
  found[row][at] = 1;
  const layers = row === 0 ? all.map((_, to) => to).slice(1) : Array.from({ length: row }, (_, from) => row - from);
  for (const layer of layers) {
    for (const { from, to } of all[layer].links) {
      if (to < 0 || to >= all[layer - 1].length) continue;
      if (row === 0) found[layer][from] += found[layer - 1][to];
      else found[layer - 1][to] += found[layer][from];
    }
  }
  return found;
}

/** The places outside a row that the next one reads. @param {Level} level @param {Level | undefined} next @returns {number[]} */
export const padded = ({ length }, next) =>
  [...new Set((next?.links ?? []).map(({ to }) => to))].filter((to) => to < 0 || to >= length).sort((a, b) => a - b);

/** The first and the last input cell of a field, those in the padding too. @param {Row} row @param {number} at */
export function ends(row, at) {
  const half = (Number(row.field[0]) - 1) / 2,
    centre = asNumber(row.centre[0]) + at * asNumber(row.jump[0]);
  return { first: Math.round(centre - half), last: Math.round(centre + half) };
}

/** "2.3" as a place, or the middle of the last row. @param {string} text @param {Level[]} all @returns {Place} */
export function placeOf(text, all) {
  const [, row, at] = (/^(\d{1,3})\.(\d{1,3})$/.exec(text) ?? []).map(Number),
    end = all.length - 1;
  return all[row]?.length > at ? { row, at } : { row: end, at: Math.floor((all[end].length - 1) / 2) };
}

/** Where a key leads; null where it means nothing. @param {Level[]} all @param {Place} place @param {string} key @returns {Place | null} */
export function stepped(all, { row, at }, key) {
  const end = all[row].length - 1,
    across = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: end }[key],
    to = { ArrowUp: row - 1, ArrowDown: row + 1 }[key];
  if (across !== undefined) return { row, at: Math.max(0, Math.min(across, end)) };
  if (to === undefined) return null;
  const level = all[to];
  if (!level) return { row, at };
  const nearest = Math.round((all[row].first + at * all[row].jump - level.first) / level.jump);
  return { row: to, at: Math.max(0, Math.min(nearest, level.length - 1)) };
}
