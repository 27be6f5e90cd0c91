// What a reader has set: every argument as the text that was typed, so that illegal settings can be entered too.
// Turns it into a setting for the rules, and into the address's fragment and back.
import * as rules from "../rules/layer.js";
import * as refusals from "../rules/refusals.js";
import * as presets from "./presets.js";

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
const MODES = Object.keys(rules.MODES);
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
  return trimmed.every((part) => /^[+-]?\d+$/.test(part)) ? trimmed.map((part) => BigInt(part.replace("+", ""))) : null;
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
  const refusal = refusals.refusal(setting);
  return refusal ? { refusal, setting } : { setting };
}

const plane = (sizes) => rules.asPlane(sizes, 1n).map(Number);
const inputs = (state, setting) =>
  presets.numbers(state.x, presets.INPUTS, rules.inputCount(setting), ...plane(setting.input));
const weights = (state, setting) =>
  presets.numbers(state.w, presets.KERNELS, rules.weightCount(setting), ...plane(setting.kernel));

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

export {
  DEFAULTS,
  LAYERS,
  MODES,
  LONGEST,
  isTransposed,
  callArguments,
  integers,
  read,
  inputs,
  weights,
  accept,
  toFragment,
  pairsOf,
  fromFragment,
};
