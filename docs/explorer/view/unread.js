// The sentence about input cells that no window reads: how many, and where along each axis.
import * as rules from "../rules/layer.js";

function where(say, [gaps, end]) {
  const word = gaps ? (end ? "unread_both" : "unread_gaps") : end ? "unread_end" : "unread_none";
  return say(word, { gaps, end });
}

// Empty when every cell is read, or when there are too many to look.
function unreadSentence(say, setting) {
  const axes = setting.transposed ? [] : setting.input.map((_, axis) => rules.unread(setting, axis));
  if (axes.includes(null) || axes.every(([gaps, end]) => gaps + end === 0n)) return "";
  const sizes = setting.input,
    times = (values) => values.reduce((product, value) => product * value, 1n);
  const total = times(sizes),
    count = total - times(axes.map(([gaps, end], axis) => sizes[axis] - gaps - end));
  const places = axes.map((axis) => where(say, axis));
  const same = places.length === 1 ? places[0] : say("unread_each", { where: places[0] });
  const text = places.every((place) => place === places[0])
    ? same
    : say("unread_axes", { rows: places[0], columns: places[1] });
  return say("unread", { count, total, where: text });
}

export { unreadSentence };
