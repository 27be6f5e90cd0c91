// The checkerboard meter: how many products meet in each output cell, and what the phases of the kernel sum to.
import * as rules from "../rules/layer.js";
import * as states from "../model/setting.js";
import * as presets from "../model/presets.js";
import * as drawing from "../view/drawing.js";
import * as tool from "../view/tool.js";

const { element } = drawing;
const DEFAULTS = { size: "4", kernel_size: "3", stride: "2", padding: "0", dilation: "1", w: "ones" };
const MOST_CELLS = 1600,
  MOST_STRIDE = 12,
  MOST_FIELDS = 8;

// Sums of the weights by the remainder of their place modulo the stride, s rows of s.
function phaseSums(w, k, s, d) {
  const sums = new Array(s * s).fill(0);
  w.forEach((weight, at) => {
    const row = (d * Math.floor(at / k)) % s,
      column = (d * (at % k)) % s;
    sums[row * s + column] += weight;
  });
  return sums;
}

const asState = (state) => ({ ...states.DEFAULTS, ...state, layer: "ConvTranspose2d" });

function square(grid, values, label) {
  const side = Math.round(Math.sqrt(values.length));
  const cells = values.map((value, at) => ({
    slice: 0,
    row: Math.floor(at / side),
    column: at % side,
    value,
    kind: "real",
    name: null,
  }));
  const { svg } = drawing.grid({ id: grid, grid, role: `role-${grid}`, label, cells });
  svg.setAttribute("role", "img");
  svg.removeAttribute("tabindex");
  return { svg, side };
}

// Depth of colour by the share of the largest number, so that the pattern is seen at a glance. Where some are below zero,
// they have the colour of negative numbers and the others that of positive ones.
function shade(svg, values) {
  const most = Math.max(...values.map(Math.abs), 1e-12),
    signed = Math.min(...values) < 0;
  svg.querySelectorAll("rect").forEach((rect, at) => {
    const share = Math.round(6 + (54 * Math.abs(values[at])) / most);
    const sign = values[at] < 0 ? "var(--signed-minus)" : "var(--signed-plus)";
    rect.style.setProperty("--tint", `color-mix(in srgb, ${signed ? sign : "var(--role)"} ${share}%, transparent)`);
  });
}

function figure(say, word, grid, values) {
  const picture = square(grid, values, say(word));
  shade(picture.svg, values);
  return element("div", { class: "ex-figure" }, [
    element("p", {}, [`${say(word)} ${picture.side}×${picture.side}`]),
    picture.svg,
  ]);
}

const isOwn = (state) => !Object.hasOwn(presets.KERNELS, state.w);

// The kernel's numbers as text; the reader's own stay in their cells when the kernel grows.
function weightTexts(state, setting, k) {
  if (!isOwn(state)) return states.weights(asState(state), setting).map(String);
  const side = Math.round(Math.sqrt(state.w.split(",").length));
  return presets.refit(state.w, [1, side, side], [1, k, k]).split(",");
}

const nameOf = (at, k) => `w[${Math.floor(at / k)}, ${at % k}]`;

// The kernel as a square of fields.
function kernelFields(say, texts, k, change) {
  const write = (at) => (event) =>
    change({ w: texts.map((old, place) => (place === at ? event.target.value.replace(/,/g, " ") : old)).join(",") });
  const inputs = texts.map((value, at) =>
    element("input", {
      type: "text",
      inputmode: "decimal",
      maxlength: 12,
      autocomplete: "off",
      value,
      "aria-label": nameOf(at, k),
      onchange: write(at),
    }),
  );
  return element("div", { class: "ex-figure" }, [
    element("p", {}, [`${say("w_preset")} ${k}×${k}`]),
    element("div", { class: "ex-weights", style: `--columns: ${k}` }, inputs),
  ]);
}

// Which of the two conditions is broken, or that none is.
function evenness(say, [k, s, d]) {
  if (rules.isEven(k, s, d)) return [element("p", {}, [say("overlap_even", { k, s, d })])];
  const g = rules.gcd(s, d),
    broken = [k % s !== 0n && "overlap_divide", g !== 1n && "overlap_common"].filter(Boolean);
  return broken.map((word) => element("p", {}, [say(word, { k, s, d, g })]));
}

// What the phases of the kernel say, or which of its numbers is none.
function phases(say, texts, k, s, d) {
  const wrong = texts.findIndex((text) => text.trim() === "" || !Number.isFinite(Number(text)));
  if (wrong >= 0) {
    const numbers = { name: nameOf(wrong, k), text: texts[wrong] };
    return { verdict: tool.refusal(say, { rule: "number", numbers }), figures: [] };
  }
  const sums = phaseSums(texts.map(Number), k, s, d),
    same = Math.max(...sums) - Math.min(...sums) < 1e-9;
  return {
    verdict: [element("p", {}, [say(same ? "phases_equal" : "phases_differ")])],
    figures: [figure(say, "phase_sums", "w", sums)],
  };
}

function show(state, say, change) {
  const { setting, refusal } = states.read(asState(state)),
    several = tool.several(state, ["kernel_size", "stride", "dilation", "padding", "size"], "single");
  if (several || refusal) return tool.refusal(say, several || refusal);
  const numbers = ["kernel", "stride", "dilation"].map((name) => setting[name][0]),
    verdict = evenness(say, numbers),
    [k, s, d] = numbers.map(Number);
  if (rules.product(rules.outputSize(setting)) > MOST_CELLS || k * k > MOST_CELLS || s > MOST_STRIDE) {
    return [...verdict, element("p", {}, [say("too_large")])];
  }
  const texts = weightTexts(state, setting, k),
    found = phases(say, texts, k, s, d);
  return [
    ...verdict,
    ...found.verdict,
    element("div", { class: "ex-stage" }, [
      figure(say, "overlap_map", "y", rules.overlapCounts(setting)),
      ...(k > MOST_FIELDS ? [] : [kernelFields(say, texts, k, change)]),
      ...found.figures,
    ]),
  ];
}

const fields = (say, state) => [
  ...["kernel_size", "stride", "dilation", "padding"].map((name) => ({ name, caption: `${name}=` })),
  { name: "size", caption: say("input_size") },
  {
    name: "w",
    caption: say("w_preset"),
    options: [
      ...Object.keys(presets.KERNELS).map((name) => [name, say(`preset_${name}`)]),
      ...(isOwn(state) ? [[state.w, say("preset_own")]] : []),
    ],
  },
];

export { phaseSums };
tool.mount("checkerboard", { DEFAULTS, fields, show });
