// The size formulas with the numbers of a setting filled in, one line for each axis that differs.
import * as rules from "../rules/layer.js";
import * as drawing from "./drawing.js";

const { minus } = drawing;

function quotient(numerator, s) {
  const whole = rules.floorDivide(numerator, s);
  if (numerator % s === 0n) return `${whole}`;
  return `⌊${numerator}/${s}⌋`;
}

function convLine(setting, axis) {
  const [i, k, s, d] = ["input", "kernel", "stride", "dilation"].map((name) => setting[name][axis]);
  const [before, after] = rules.sides(setting, axis),
    o = rules.convSize(i, k, s, before + after, d);
  const general = before === after ? "⌊(i + 2p − d(k−1) − 1) / s⌋ + 1" : "⌊(i + p₀ + p₁ − d(k−1) − 1) / s⌋ + 1";
  const padding = before === after ? `2·${before}` : `${before} + ${after}`;
  const numerator = i + before + after - d * (k - 1n) - 1n;
  return `o = ${general} = ⌊(${i} + ${padding} − ${d}·(${k}−1) − 1) / ${s}⌋ + 1 = ${quotient(numerator, s)} + 1 = ${o}`;
}

function transposedLine(setting, axis) {
  const [i, k, s, p, op, d] = ["input", "kernel", "stride", "padding", "output_padding", "dilation"].map(
    (name) => setting[name][axis],
  );
  const o = rules.transposedSize(i, k, s, p, op, d);
  return `o = (i−1)s − 2p + d(k−1) + op + 1 = (${i}−1)·${s} − 2·${p} + ${d}·(${k}−1) + ${op} + 1 = ${o}`;
}

function lines(setting) {
  const each = setting.input.map((_, axis) => minus((setting.transposed ? transposedLine : convLine)(setting, axis)));
  if (each.length === 1 || each[0] === each[1]) return [each[0]];
  return each.map((line, axis) => line.replace("o", ["o₀", "o₁"][axis]));
}

export { lines, minus };
