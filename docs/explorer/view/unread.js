// The sentence about input cells that no window reads: how many, and where along each axis.
import { unread } from "../rules/reads.js";

/** @import { Setting } from "../rules/sizes.js" */
/** @import { Say } from "./words.js" */

/** @param {Say} say @param {bigint[]} cells in gaps, and at the end */
function where(say, [gaps, end]) {
  const word = gaps ? (end ? "unread_both" : "unread_gaps") : end ? "unread_end" : "unread_none";
  return say(word, { gaps, end });
}

/** @param {bigint[]} values */
const times = (values) => values.reduce((product, value) => product * value, 1n);

/** Empty when every cell is read, or when there are too many to look. @param {Say} say @param {Setting} setting */
export function unreadSentence(say, setting) {
  if (setting.transposed) return "";
  const axes = setting.input.flatMap((_, axis) => {
    const cells = unread(setting, axis);
    return cells ? [cells] : [];
  });
  if (axes.length < setting.input.length || axes.every(([gaps, end]) => gaps + end === 0n)) return "";
  const total = times(setting.input),
    count = total - times(axes.map(([gaps, end], axis) => setting.input[axis] - gaps - end));
  return say("unread", { count, total, where: places(say, axes) });
}

/** @param {Say} say @param {bigint[][]} axes */
function places(say, axes) {
  const each = axes.map((cells) => where(say, cells));
  if (each.length === 1) return each[0];
  if (each.every((place) => place === each[0])) return say("unread_each", { where: each[0] });
  const [depth, rows, columns] = each.length === 3 ? each : [undefined, ...each];
  return say(depth === undefined ? "unread_axes" : "unread_depth", { depth, rows, columns });
}
