// What is seen as code that runs: for PyTorch and for convref.
import { fill, INPUTS, KERNELS } from "../model/presets.js";
import { filled, list, times } from "../model/numbers.js";
import { written } from "../model/typed.js";
import { dilated } from "../rules/sizes.js";
import { isPreset } from "./state.js";
import { shapes } from "./scene.js";

/** @import { Setting } from "../rules/sizes.js" */
/** @import { State } from "./state.js" */
/** @import { Shape } from "./scene.js" */

const MOST_WRITTEN = 1200; // More numbers than this are computed by the code itself.

/** @param {number[]} values @param {number[]} shape @returns {string} */
function nested(values, shape) {
  if (shape.length === 0) return String(values[0]);
  const part = values.length / shape[0];
  const rows = Array.from({ length: shape[0] }, (_, at) =>
    nested(values.slice(at * part, (at + 1) * part), shape.slice(1)),
  );
  return `[${rows.join(", ")}]`;
}

/** The shapes of PyTorch's tensors. @param {Setting} setting */
export function tensors(setting) {
  const [cin, cout, groups] = [setting.in_channels, setting.out_channels, setting.groups].map(Number);
  const bank = setting.transposed ? [cin, cout / groups] : [cout, cin / groups];
  return { x: [1, cin, ...setting.input.map(Number)], w: [...bank, ...setting.kernel.map(Number)] };
}

/** The inputs by row r and column c of NumPy's indices, of height h and width v. @type {Record<string, string>} */
const RULES = {
  hill: "np.maximum(0, np.floor(7.9 - 0.375 * (r * r + c * c) / far**2))",
  edge: "np.where(2 * c < columns, 0, 9)",
  dot: "((r == rows // 2) & (c == columns // 2))",
  ones: "np.ones((rows, columns))",
  count: "(r * columns + c)",
};

/** @param {"x" | "w"} grid @param {string} text @param {Shape} shape @param {number[]} tensor */
function numbersLines(grid, text, shape, tensor) {
  const [slices, rows, columns] = shape,
    known = grid === "x" ? INPUTS : KERNELS,
    name = grid === "x" ? "x" : "weight";
  if (slices * rows * columns <= MOST_WRITTEN)
    return [
      `${name} = np.array(${nested(isPreset(grid, text) ? fill(known, text, shape) : filled(list(text), shape), tensor)}, dtype=float)`,
    ];
  if (!isPreset(grid, text)) {
    const found = list(text).map((number) => number || 0);
    if (times(found.length, shape) > 1)
      return [`${name} = np.resize(np.array([${found.join(", ")}], dtype=float), (${tensor.join(", ")}))`];
    return [
      `${name} = np.zeros(${slices * rows * columns})`,
      `${name}[:${found.length}] = [${found.join(", ")}]`,
      `${name} = ${name}.reshape(${tensor.join(", ")})`,
    ];
  }
  const factors =
    grid === "x" ? `np.arange(1, ${slices + 1})` : `(-1.0) ** np.arange(${slices}) * (1 + np.arange(${slices}) // 2)`;
  const plane =
    grid === "x"
      ? [
          `rows, columns = ${rows}, ${columns}`,
          "r, c = np.indices((rows, columns))",
          ...(text === "hill" ? [`far = ${rows * columns > 900 ? "max(rows, columns) / 5" : 1}`] : []),
          `plane = ${RULES[text]}`,
        ]
      : [
          `plane = np.array(${nested(
            Array.from({ length: rows * columns }, (_, at) =>
              known[text](Math.floor(at / columns), at % columns, rows, columns),
            ),
            [rows, columns],
          )}, dtype=float)`,
        ];
  return [
    ...plane,
    `factors = ${factors}`,
    `${name} = (factors[:, None, None] * plane).reshape(${tensor.join(", ")}).astype(float)`,
  ];
}

/** What the call needs besides the channels and the kernel, as [argument, text]. @param {Setting} setting @returns {[string, string][]} */
function keywords(setting) {
  const padding = typeof setting.padding === "string" ? `"${setting.padding}"` : written(setting.padding);
  /** @type {[string, string][]} */
  const texts = [
    ["stride", written(setting.stride)],
    ["padding", padding],
    ...(setting.transposed
      ? [/** @type {[string, string]} */ (["output_padding", written(setting.output_padding)])]
      : []),
    ["dilation", written(setting.dilation)],
    ["groups", `${setting.groups}`],
    ["padding_mode", `"${setting.mode}"`],
  ];
  const usual = { stride: "1", padding: "0", output_padding: "0", dilation: "1", groups: "1", padding_mode: '"zeros"' };
  return texts.filter(([name, text]) => text !== usual[/** @type {keyof typeof usual} */ (name)]);
}

/** @param {[string, string][]} pairs */
const joined = (pairs) => pairs.map(([name, text]) => `, ${name}=${text}`).join("");

/** @param {Setting} setting */
const causalPad = ({ kernel, dilation }) => dilated(kernel[0], dilation[0]) - 1n;

/** @param {State} state @param {Setting} setting */
function given(state, setting) {
  const shape = shapes(setting),
    tensor = tensors(setting);
  return [...numbersLines("x", state.x, shape.x, tensor.x), ...numbersLines("w", state.w, shape.w, tensor.w)];
}

/** @param {State} state @param {Setting} setting */
export function torchCode(state, setting) {
  const call =
    `layer = nn.${state.layer}(${setting.in_channels}, ${setting.out_channels}, kernel_size=${written(setting.kernel)}` +
    `${joined(keywords(setting))}, bias=False, dtype=torch.float64)`;
  return [
    "import numpy as np",
    "import torch",
    "from torch import nn",
    "",
    ...given(state, setting),
    call,
    "x = torch.from_numpy(x)",
    ...(setting.causal ? [`x = nn.functional.pad(x, (${causalPad(setting)}, 0))`] : []),
    "with torch.no_grad():",
    "    layer.weight.copy_(torch.from_numpy(weight))",
    "    print(layer(x))",
    "",
  ].join("\n");
}

/** @param {State} state @param {Setting} setting */
export function convrefCode(state, setting) {
  const name = `conv${setting.transposed ? "_transpose" : ""}${setting.input.length}d`;
  return [
    "import numpy as np",
    "import convref as F",
    "",
    ...given(state, setting),
    ...(setting.causal ? [`x = np.pad(x, [(0, 0), (0, 0), (${causalPad(setting)}, 0)])`] : []),
    `print(F.${name}(x, weight${joined(keywords(setting))}))`,
    "",
  ].join("\n");
}
