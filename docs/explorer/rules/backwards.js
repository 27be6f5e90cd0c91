// From the outputs of a network back to the input cells behind them. convref.backwards.
import { perAxis } from "./kinds/checks.js";
import { followed } from "./network.js";
import { areaBehind } from "./reaches.js";

/** @import { Module } from "./network.js" */

const COUNTING = { zeros: true, cropped: false };

/** How many input cells lie behind some neighbouring outputs of the last layer, along each axis. @param {Module[]} modules @param {bigint[]} shape @param {any} outputs */
export function inputArea(modules, shape, outputs) {
  const { reaches } = followed(modules, shape, COUNTING)[modules.length - 1].made.flow,
    counts = perAxis("outputs", outputs, reaches.length, 1n);
  return reaches.map((reach, axis) => areaBehind(reach, counts[axis]));
}
