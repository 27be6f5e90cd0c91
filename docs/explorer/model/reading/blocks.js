// What a class of another package is, and what other scripts bring to this one. convref.reading._blocks.
/** @import { Node } from "./tree.js" */

// Classes of other packages by the class of torch.nn that they are, as far as shapes, fields and costs go.
const ALIKE = /** @type {Record<string, string>} */ ({
  BatchNormAct2d: "BatchNorm2d",
  Conv3DSimple: "Conv3d",
  Conv3DNoTemporal: "Conv3d",
  StdConv2d: "Conv2d",
  FrozenBatchNormAct2d: "FrozenBatchNorm2d",
  GroupNormAct: "GroupNorm",
  Conv2dStaticSamePadding: "Conv2d",
  GELUActivation: "GELU",
  NewGELUActivation: "GELU",
  FastGELUActivation: "GELU",
  PytorchGELUTanh: "GELU",
  SiLUActivation: "SiLU",
  MemoryEfficientSwish: "SiLU",
});
/** @typedef {(line: string, number: number) => Node | null} ByHand reads a line as people write it; null where it does not */
// What other scripts bring: what makes rows of what a block holds, and what reads lines as people write them.
export const brought = {
  settleBlock: /** @type {(one: Node) => void} */ (() => {}),
  byHand: /** @type {(text: string, host: any) => ByHand} */ (() => () => null),
  withoutTables: /** @type {(lines: string[]) => { lines: string[], said: import("./tree.js").Note[] }} */ (
    (lines) => ({ lines, said: [] })
  ),
  foreign: /** @type {(text: string) => [string, {}, number] | null} */ (() => null),
  unsaid: /** @type {(rows: any, one: Node, inputs: number[]) => number[]} */ ((_rows, _one, inputs) => inputs),
};
/** @param {string} kind */
export const alike = (kind) => (Object.hasOwn(ALIKE, kind) ? ALIKE[kind] : kind);

/** Whether arguments were written. @param {Node} one */
export const isGiven = ({ unnamed, named }) => unnamed.length > 0 || Object.keys(named).length > 0;

/** Give a layer, or a block that has been read to its end, the rows that its class makes of it. @param {Node} one */
export function settle(one) {
  if (one.children) brought.settleBlock(one);
  else {
    one.kind = alike(one.kind);
    if (one.kind.startsWith("Lazy")) withoutNoneYet(one);
  }
}

/** Drop the 0 input channels that a lazy layer prints before its first call. @param {Node} one */
function withoutNoneYet(one) {
  if (one.unnamed[0] === 0n) one.unnamed.shift();
  if (one.named.in_features === 0n) delete one.named.in_features;
}
