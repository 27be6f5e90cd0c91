// What is said of a chosen cell: the sum behind an output, what an input or a weight reaches; and what stamps have left so far.
import { minus, printed, result } from "../view/numbers.js";
import { gridOf, parted, parts, products, value } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Product} Product */

const MOST_TERMS = 27,
  ROOM = 5; // Signs that a cell has room for beside its number.

/** @param {number} number */
const bracketed = (number) => (number < 0 ? `(${minus(number)})` : minus(number));

/** The channel of a slice, where there are several; a slice of the weight has two, as in PyTorch; and its depth. @param {Scene} scene @param {"x" | "w" | "y"} grid @param {number} slice */
function place({ sizes, setting }, grid, slice) {
  const size = sizes[grid],
    [channel, deep] = parted(size, slice),
    depth = setting.input.length === 3 ? [deep] : [],
    count = size.slices / size.depth;
  if (count === 1) return depth;
  const across = count / Number(setting.transposed ? setting.in_channels : setting.out_channels);
  return [...(grid === "w" ? [Math.floor(channel / across), channel % across] : [channel]), ...depth];
}

/** "w[1, 0]", or "w" where there is one slice. @param {Scene} scene @param {"x" | "w" | "y"} grid @param {number} slice */
export function caption(scene, grid, slice) {
  const at = place(scene, grid, slice);
  return at.length ? `${grid}[${at.join(", ")}]` : grid;
}

/** x[1, 2] on a plane, x[2] on a line, with the channel first when there are several. @param {Scene} scene @param {string} name */
export function label(scene, name) {
  const [slice, r, c] = parts(name),
    grid = gridOf(name);
  return `${grid}[${[...place(scene, grid, slice), ...(scene.setting.input.length === 1 ? [c] : [r, c])].join(", ")}]`;
}

/** "7·0 + 7·(−1) + … = 9"; the factors with all their digits. @param {Scene} scene @param {string} name */
export function sum(scene, name) {
  const [slice, r, c] = parts(name),
    all = products(scene, slice, r, c),
    terms = all.map(({ x, w }) => `${bracketed(x)}·${bracketed(w)}`),
    shown = terms.length > MOST_TERMS ? [...terms.slice(0, MOST_TERMS - 3), "…", ...terms.slice(-1)] : terms;
  const size = all.reduce((total, { x, w }) => total + Math.abs(x * w), 0),
    total = all.reduce((sofar, { x, w }) => sofar + x * w, 0);
  return `${label(scene, name)} = ${shown.join(" + ") || "0"} ${result(total, size)}`;
}

/** What each kernel slice adds to an output. @param {Scene} scene @param {string} name @returns {Map<number, number>} by slice of the weight */
export function partials(scene, name) {
  const [slice, r, c] = parts(name),
    found = new Map();
  for (const { pair, at, x, w } of products(scene, slice, r, c)) {
    const bank = pair.bank * scene.sizes.w.depth + at[0].w;
    found.set(bank, (found.get(bank) ?? 0) + x * w);
  }
  return found;
}

/** The number of an input in the order of stamping. @param {Scene} scene @param {number} slice @param {number} r @param {number} c */
const turn = ({ sizes: { x } }, slice, r, c) => (slice * x.rows + r) * x.columns + c;

/**
 * What a place of the output holds when the stamps have come as far as an input cell.
 *
 * @param {Scene} scene
 * @param {string} name of the input
 * @returns {(slice: number, row: number, column: number) => { before: number, now: number, hit: boolean }} hit: the last stamp adds here
 */
export function stamped(scene, name) {
  const [slice, r, c] = parts(name),
    last = turn(scene, slice, r, c);
  return (output, row, column) => {
    const found = { before: 0, now: 0, hit: false };
    for (const { pair, at, x, w } of products(scene, output, row, column)) {
      const here = turn(scene, pair.input * scene.sizes.x.depth + at[0].x, at[1].x, at[2].x);
      if (here < last) found.before += x * w;
      if (here <= last) found.now += x * w;
      found.hit ||= here === last;
    }
    return found;
  };
}

/** "3+2": what was there, and what the stamp adds; long numbers leave room for the latter only. @param {{ before: number, now: number }} sums */
export function growth({ before, now }) {
  const added = now - before,
    alone = `+${printed(added)}`.replace("+−", "−"),
    joined = before === 0 ? alone : `${printed(before)}${alone}`;
  return joined.length > ROOM ? alone : joined;
}

/** The sentence beneath the grids. @param {import("../view/words.js").Say} say @param {Scene} scene @param {string} name @param {import("./marks.js").Marks} lit */
export function sentence(say, scene, name, lit) {
  if (name[0] === "y") return sum(scene, name);
  const numbers = {
    cell: label(scene, name),
    value: minus(value(scene, name)),
    count: [...lit.y.values()].filter((mark) => !mark.lost).length,
  };
  if (name[0] === "w") return say("touches", numbers);
  return say(scene.view === "scatter" ? "stamps" : "reaches", numbers);
}
