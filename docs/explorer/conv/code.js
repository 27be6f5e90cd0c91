// What is seen as code that runs: for PyTorch and for convref.
import * as states from "../model/setting.js";

function nested(values, shape) {
  if (shape.length === 0) return String(values[0]);
  const part = values.length / shape[0];
  const rows = Array.from({ length: shape[0] }, (_, at) =>
    nested(values.slice(at * part, (at + 1) * part), shape.slice(1)),
  );
  return `[${rows.join(", ")}]`;
}

const python = (values) =>
  values.length === 1 || values.every((value) => value === values[0]) ? `${values[0]}` : `(${values.join(", ")})`;
const argument = (value) => (typeof value === "string" ? `"${value}"` : python(value));

function shapes(setting) {
  const [cin, cout, groups] = [setting.in_channels, setting.out_channels, setting.groups].map(Number);
  const bank = setting.transposed ? [cin, cout / groups] : [cout, cin / groups];
  return { x: [1, cin, ...setting.input.map(Number)], w: [...bank, ...setting.kernel.map(Number)] };
}

// [argument, text] pairs of everything the call needs besides the channels and the kernel.
function keywords(state, setting) {
  const pairs = [
    ["stride", setting.stride],
    ["padding", setting.padding],
    ["dilation", setting.dilation],
  ];
  if (setting.transposed) pairs.splice(2, 0, ["output_padding", setting.output_padding]);
  const texts = pairs.map(([name, value]) => [name, argument(value)]);
  texts.push(["groups", `${setting.groups}`]);
  if (setting.mode !== "zeros") texts.push(["padding_mode", `"${setting.mode}"`]);
  return texts.filter(([name, text]) => text !== { stride: "1", dilation: "1", groups: "1" }[name] && !(text === "0"));
}

const joined = (pairs) => pairs.map(([name, text]) => `, ${name}=${text}`).join("");
const causalPad = (setting) => setting.dilation[0] * (setting.kernel[0] - 1n);

function torchCode(state, setting) {
  const shape = shapes(setting);
  const lines = [
    "import torch",
    "from torch import nn",
    "",
    `x = torch.tensor(${nested(states.inputs(state, setting), shape.x)}, dtype=torch.float64)`,
    `weight = torch.tensor(${nested(states.weights(state, setting), shape.w)}, dtype=torch.float64)`,
    `layer = nn.${state.layer}(${setting.in_channels}, ${setting.out_channels}, kernel_size=${python(setting.kernel)}` +
      `${joined(keywords(state, setting))}, bias=False, dtype=torch.float64)`,
  ];
  if (setting.causal) lines.push(`x = nn.functional.pad(x, (${causalPad(setting)}, 0))`);
  return [...lines, "with torch.no_grad():", "    layer.weight.copy_(weight)", "    print(layer(x))", ""].join("\n");
}

function convrefCode(state, setting) {
  const shape = shapes(setting),
    name = `conv${setting.transposed ? "_transpose" : ""}${setting.input.length}d`;
  const lines = [
    "import numpy as np",
    "import convref as F",
    "",
    `x = np.array(${nested(states.inputs(state, setting), shape.x)}, dtype=float)`,
    `weight = np.array(${nested(states.weights(state, setting), shape.w)}, dtype=float)`,
  ];
  if (setting.causal) lines.push(`x = np.pad(x, [(0, 0), (0, 0), (${causalPad(setting)}, 0)])`);
  return [...lines, `print(F.${name}(x, weight${joined(keywords(state, setting))}))`, ""].join("\n");
}

export { torchCode, convrefCode };
