// What a reader has set: every argument as the text that was typed, so that illegal settings can be entered too.
// Turns it into a setting for the rules, into the address's fragment and back, and into code that runs.
(function () {
  "use strict";
  const { rules } = globalThis.Explorer;
  const LONGEST = 40;
  const DEFAULTS = {
    layer: "Conv2d",
    in_channels: "1",
    out_channels: "1",
    size: "5",
    kernel_size: "3",
    stride: "1",
    padding: "0",
    output_padding: "0",
    groups: "1",
    dilation: "1",
    padding_mode: "zeros",
    causal: "",
    x: "hill",
    w: "sharpen",
    at: "y.0.0.0",
    view: "gather",
    matrix: "",
  };
  const LAYERS = ["Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d"];
  const MODES = ["zeros", "reflect", "replicate", "circular"];
  const isTransposed = (state) => state.layer.includes("Transpose");
  const rank = (state) => Number(state.layer.slice(-2, -1));

  // The arguments of the call that a layer has, in PyTorch's order.
  function callArguments(state) {
    return isTransposed(state)
      ? ["kernel_size", "stride", "padding", "output_padding", "groups", "dilation"]
      : ["kernel_size", "stride", "padding", "dilation", "groups", "padding_mode"];
  }

  // "3", "(3, 5)" or "3, 5" as BigInts; null when it is something else.
  function integers(text) {
    const parts = text
      .trim()
      .replace(/^[([]|[)\]]$/g, "")
      .replace(/,\s*$/, "")
      .split(",");
    const trimmed = parts.map((part) => part.trim());
    return trimmed.every((part) => /^[+-]?\d+$/.test(part))
      ? trimmed.map((part) => BigInt(part.replace("+", "")))
      : null;
  }

  const quoted = (text) => (/^\s*(['"])(.*)\1\s*$/.exec(text) || /^\s*()([a-z]+)\s*$/i.exec(text) || [])[2];

  function perAxis(name, text, axes) {
    const found = integers(text);
    if (!found) return { refusal: { rule: "integer", numbers: { name, text }, message: null } };
    if (found.length === 1) return { value: new Array(axes).fill(found[0]) };
    if (found.length === axes) return { value: found };
    const message = ["stride", "dilation"].includes(name)
      ? `expected ${name} to be a single integer value or a list of ${axes} values to match the convolution dimensions, ` +
        `but got ${name}=[${found.join(", ")}]`
      : null;
    return { refusal: { rule: "length", numbers: { name, count: found.length, axes }, message } };
  }

  function fields(state, axes) {
    const plan = [
      ["input", "size", axes],
      ["kernel", "kernel_size", axes],
      ["stride", "stride", axes],
      ["dilation", "dilation", axes],
      ["padding", "padding", axes],
      ["in_channels", "in_channels", 1],
      ["out_channels", "out_channels", 1],
      ["groups", "groups", 1],
    ];
    if (isTransposed(state)) plan.push(["output_padding", "output_padding", axes]);
    return plan;
  }

  // The setting behind a state, or why there is none: {setting} or {refusal}.
  function read(state) {
    const axes = rank(state),
      transposed = isTransposed(state);
    const causal = state.causal === "1" && state.layer === "Conv1d";
    const setting = {
      transposed,
      causal,
      mode: transposed || causal ? "zeros" : state.padding_mode,
      output_padding: new Array(axes).fill(0n),
    };
    for (const [key, name, count] of fields(state, axes)) {
      const word = name === "padding" ? quoted(state.padding) : undefined;
      if (setting.causal && name === "padding") {
        setting.padding = [0n];
        continue;
      }
      if (word !== undefined) {
        setting.padding = word;
        continue;
      }
      const { value, refusal } = perAxis(name, state[name], count);
      if (refusal) return { refusal };
      setting[key] = /channels|groups/.test(key) ? value[0] : value;
    }
    const refusal = rules.refusal(setting);
    return refusal ? { refusal, setting } : { setting };
  }

  // Inputs and kernels to begin with, as functions of a row and a column; docs/_ext/explorer.py has the same.
  const INPUTS = {
    hill: (r, c) => Math.max(0, Math.floor(7.9 - 0.375 * (r * r + c * c))),
    edge: (r, c, rows, columns) => (2 * c < columns ? 0 : 9),
    dot: (r, c, rows, columns) => Number(r === Math.floor(rows / 2) && c === Math.floor(columns / 2)),
    ones: () => 1,
    count: (r, c, rows, columns) => r * columns + c,
  };

  function binomial(n, k) {
    let result = 1;
    for (let j = 0; j < k; j++) result = (result * (n - j)) / (j + 1);
    return result;
  }

  const smooth = (k, size) => binomial(size - 1, k);
  const slope = (k, size) => (size === 1 ? 1 : Number(k === size - 1) - Number(k === 0));
  function sharpen(r, c, rows, columns) {
    const down = Math.abs(r - Math.floor(rows / 2)),
      across = Math.abs(c - Math.floor(columns / 2));
    if (down + across === 0) return 1 + Math.min(2, rows - 1) + Math.min(2, columns - 1);
    return down + across === 1 ? -1 : 0;
  }

  const KERNELS = {
    identity: INPUTS.dot,
    blur: (r, c, rows, columns) => (smooth(r, rows) * smooth(c, columns)) / 2 ** (rows + columns - 2),
    sharpen,
    sobel: (r, c, rows, columns) => smooth(r, rows) * slope(c, columns),
    ones: INPUTS.ones,
    count: (r, c, rows, columns) => r * columns + c + 1,
  };

  function fill(preset, slices, rows, columns) {
    const result = [];
    for (let at = 0; at < slices; at++) {
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) result.push(preset(r, c, rows, columns) * (at % 2 ? -1 : 1));
      }
    }
    return result;
  }

  // The numbers of the input or of the weight: a preset's, or those the reader wrote.
  function numbers(text, presets, count, rows, columns) {
    if (Object.hasOwn(presets, text)) return fill(presets[text], count / (rows * columns), rows, columns);
    const found = text.split(",").map(Number).filter(Number.isFinite);
    return Array.from({ length: count }, (_, at) => found[at] ?? 0);
  }

  const plane = (sizes) => rules.asPlane(sizes, 1n).map(Number);
  const inputs = (state, setting) => numbers(state.x, INPUTS, rules.inputCount(setting), ...plane(setting.input));
  const weights = (state, setting) => numbers(state.w, KERNELS, rules.weightCount(setting), ...plane(setting.kernel));

  // The fragment keeps what differs from the defaults, behind the figure's name.
  function toFragment(id, state, defaults = DEFAULTS) {
    const pairs = Object.keys(defaults)
      .filter((key) => state[key] !== defaults[key])
      .map((key) => [key, state[key]]);
    return `${id}:${new URLSearchParams(pairs)}`;
  }

  function pairsOf(fragment, id) {
    const text = fragment.replace(/^#/, "");
    return text.startsWith(`${id}:`) ? Object.fromEntries(new URLSearchParams(text.slice(id.length + 1))) : null;
  }

  function fromFragment(fragment, id) {
    const pairs = pairsOf(fragment, id);
    return pairs && accept(pairs);
  }

  // Only known keys with values of sane length survive; closed lists only with one of their words.
  function accept(found) {
    const state = { ...DEFAULTS };
    for (const key of Object.keys(DEFAULTS)) {
      const value = found[key],
        longest = key === "x" || key === "w" ? 8000 : LONGEST;
      if (typeof value === "string" && value.length <= longest) state[key] = value;
    }
    if (!LAYERS.includes(state.layer)) state.layer = DEFAULTS.layer;
    if (!MODES.includes(state.padding_mode)) state.padding_mode = DEFAULTS.padding_mode;
    if (!/^[xyw]\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(state.at)) state.at = DEFAULTS.at;
    if (!["gather", "scatter"].includes(state.view)) state.view = DEFAULTS.view;
    return state;
  }

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
    return texts.filter(
      ([name, text]) => text !== { stride: "1", dilation: "1", groups: "1" }[name] && !(text === "0"),
    );
  }

  const joined = (pairs) => pairs.map(([name, text]) => `, ${name}=${text}`).join("");
  const causalPad = (setting) => setting.dilation[0] * (setting.kernel[0] - 1n);

  function torchCode(state, setting) {
    const shape = shapes(setting);
    const lines = [
      "import torch",
      "from torch import nn",
      "",
      `x = torch.tensor(${nested(inputs(state, setting), shape.x)}, dtype=torch.float64)`,
      `weight = torch.tensor(${nested(weights(state, setting), shape.w)}, dtype=torch.float64)`,
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
      `x = np.array(${nested(inputs(state, setting), shape.x)}, dtype=float)`,
      `weight = np.array(${nested(weights(state, setting), shape.w)}, dtype=float)`,
    ];
    if (setting.causal) lines.push(`x = np.pad(x, [(0, 0), (0, 0), (${causalPad(setting)}, 0)])`);
    return [...lines, `print(F.${name}(x, weight${joined(keywords(state, setting))}))`, ""].join("\n");
  }

  Object.assign(globalThis.Explorer, {
    state: {
      DEFAULTS,
      LAYERS,
      MODES,
      INPUTS,
      KERNELS,
      LONGEST,
      isTransposed,
      rank,
      callArguments,
      integers,
      read,
      inputs,
      weights,
      accept,
      toFragment,
      pairsOf,
      fromFragment,
      torchCode,
      convrefCode,
    },
  });
})();
