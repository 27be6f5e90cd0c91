// The map as code that a reader runs on the same picture file: for PyTorch and for convref.
import { written } from "../model/typed.js";

/** @import { Layer } from "./state.js" */
/** @typedef {{ file: string, colours: string, shrink: number, layer: Layer, slices: Float64Array[] }} Scene slices: one for each channel */

/** Lists in lists, a row of the kernel on each line. @param {Float64Array} slice @param {number} columns @param {string} indent */
function matrix(slice, columns, indent) {
  const rows = Array.from({ length: slice.length / columns }, (_, row) =>
    [...slice.slice(row * columns, (row + 1) * columns)].join(", "),
  );
  return `[${rows.map((row) => `[${row}]`).join(`,\n${indent} `)}]`;
}

/** The kernels as an array of shape (n, 1, k, k) or (1, n, k, k). @param {Scene} scene */
function weights({ slices, layer, colours }) {
  const columns = layer.axes[1].k,
    alike = slices.every((slice) => slice === slices[0]),
    [before, after] = colours === "sum" && !layer.transposed ? ["[[", "]]"] : ["[", "]"],
    one = (/** @type {Float64Array} */ slice, /** @type {string} */ indent) => matrix(slice, columns, indent);
  if (alike) {
    const lines = [`kernel = ${one(slices[0], "          ")}`];
    if (slices.length === 1) return [...lines, "weight = [[kernel]]"];
    return [...lines, `weight = ${colours === "sum" && !layer.transposed ? "[[kernel] * 3]" : "[[kernel]] * 3"}`];
  }
  const separate = before === "[";
  const list = slices.map((slice) => (separate ? `[${one(slice, "           ")}]` : one(slice, "           ")));
  return [`weight = ${before}${list.join(",\n          ")}${after}`];
}

/** @param {Layer} layer @returns {[string, string][]} the arguments that are not as they are by default */
function keywords({ setting, transposed, mode }) {
  const padding = typeof setting.padding === "string" ? `"${setting.padding}"` : written(setting.padding);
  /** @type {[string, string][]} */
  const all = [
    ["stride", written(setting.stride)],
    ["padding", padding],
    ["output_padding", transposed ? written(setting.output_padding) : "0"],
    ["dilation", written(setting.dilation)],
    ["groups", String(setting.groups)],
    ["padding_mode", mode === "zeros" ? "" : `"${mode}"`],
  ];
  const usual = ["1", "0", "0", "1", "1", ""];
  return all.filter(([, text], at) => text !== usual[at]);
}

/** @param {[string, string][]} pairs */
const joined = (pairs) => pairs.map(([name, text]) => `, ${name}=${text}`).join("");

/** @param {Scene} scene */
function reading({ file, colours, shrink }) {
  const lines = [`photo = Image.open("${file}").convert("${colours === "grey" ? "L" : "RGB"}")`];
  lines.push("pixels = np.asarray(photo, dtype=float)");
  lines.push(colours === "grey" ? "x = pixels[None, None]" : "x = pixels.transpose(2, 0, 1)[None]");
  if (shrink > 1) {
    lines.push(
      "n, c, h, w = x.shape",
      `x = x[..., : h // ${shrink} * ${shrink}, : w // ${shrink} * ${shrink}]`,
      `x = x.reshape(n, c, h // ${shrink}, ${shrink}, w // ${shrink}, ${shrink}).mean((3, 5))`,
    );
  }
  return lines;
}

/** @param {Scene} scene */
export function torchCode(scene) {
  const { setting, transposed } = scene.layer,
    name = transposed ? "nn.ConvTranspose2d" : "nn.Conv2d";
  return [
    "import numpy as np",
    "import torch",
    "from PIL import Image",
    "from torch import nn",
    "",
    ...reading(scene),
    ...weights(scene),
    "",
    `layer = ${name}(${setting.in_channels}, ${setting.out_channels}, ${written(setting.kernel)}` +
      `${joined(keywords(scene.layer))}, bias=False, dtype=torch.float64)`,
    "with torch.no_grad():",
    "    layer.weight.copy_(torch.tensor(weight, dtype=torch.float64))",
    "    y = layer(torch.tensor(x))",
    "print(tuple(y.shape), y.min().item(), y.max().item())",
    "",
  ].join("\n");
}

/** @param {Scene} scene */
export function convrefCode(scene) {
  const name = scene.layer.transposed ? "conv_transpose2d" : "conv2d";
  return [
    "import numpy as np",
    "from PIL import Image",
    "",
    "import convref as F",
    "",
    ...reading(scene),
    ...weights(scene),
    "",
    `y = F.${name}(x, np.array(weight, dtype=float)${joined(keywords(scene.layer))})`,
    "print(y.shape, y.min(), y.max())",
    "",
  ].join("\n");
}
