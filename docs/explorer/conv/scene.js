// What is to be seen for one setting: the cells of input, kernel and output, and which of them belong to a chosen one.
import * as rules from "../rules/layer.js";
import * as states from "../model/setting.js";
import * as drawing from "../view/drawing.js";

const MOST_CELLS = 900,
  MOST_LINKS = 60000,
  MOST_TERMS = 27;

const plane = (sizes) => rules.asPlane(sizes, 1n).map(Number);
const axisOf = (setting, row) => (setting.input.length === 1 ? (row ? 0 : -1) : row);
const parts = (name) => name.split(".").slice(1).map(Number);

// Too many cells to draw? Sizes are still calculated.
function tooLarge(setting) {
  const sizes = rules.outputSize(setting),
    channels = rules.product([setting.in_channels]);
  const padded = setting.transposed
    ? setting.input.map((i, axis) => (i + setting.kernel[axis] * setting.dilation[axis]) * setting.stride[axis])
    : setting.input.map((i, axis) => rules.sides(setting, axis).reduce((sum, side) => sum + side, i));
  const pairs = rules.product([setting.in_channels, setting.out_channels]) / Number(setting.groups);
  return (
    rules.product(padded) * channels > MOST_CELLS ||
    rules.product(sizes) * Number(setting.out_channels) > MOST_CELLS ||
    rules.weightCount(setting) > MOST_CELLS / 2 ||
    (pairs + 1) * rules.product(setting.transposed ? setting.input : sizes) * rules.product(setting.kernel) > MOST_LINKS
  );
}

function slices(count, rows, columns, make) {
  const cells = [];
  for (let slice = 0; slice < count; slice++) {
    for (let r = rows[0]; r < rows[1]; r++) {
      for (let c = columns[0]; c < columns[1]; c++) cells.push(make(slice, r, c));
    }
  }
  return cells;
}

// The input with its padding around it.
function paddedCells(scene) {
  const {
    setting,
    x,
    xSize: [height, width],
  } = scene;
  const around = (axis) => (axis < 0 ? [0, 0] : rules.sides(setting, axis).map(Number));
  const [top, bottom] = around(axisOf(setting, 0)),
    [left, right] = around(axisOf(setting, 1));
  return slices(scene.cin, [-top, height + bottom], [-left, width + right], (slice, row, column) => {
    const r = rules.source(row, height, setting.mode),
      c = rules.source(column, width, setting.mode);
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    const value = r < 0 || c < 0 ? 0 : x[(slice * height + r) * width + c];
    return {
      slice,
      row,
      column,
      value,
      kind: inside ? "real" : "pad",
      name: inside && `x.${slice}.${row}.${column}`,
    };
  });
}

// Along one axis of the gather view: stride, and the first and last place that the flipped kernel can cover.
function spread(setting, axis, size) {
  if (axis < 0) return { s: 1, from: 0, to: 0 };
  const [s, k, d, p, op] = ["stride", "kernel", "dilation", "padding", "output_padding"].map((name) =>
    Number(setting[name][axis]),
  );
  const around = d * (k - 1) - p;
  return { s, from: -around, to: s * (size - 1) + around + op };
}

// The input with zeros between its cells and d(k−1)−p zeros around; a negative number of them crops.
function spreadCells(scene) {
  const {
    setting,
    x,
    xSize: [height, width],
  } = scene;
  const v = spread(setting, axisOf(setting, 0), height),
    h = spread(setting, axisOf(setting, 1), width);
  const range = (axis, size) => [Math.min(0, axis.from), Math.max(axis.s * (size - 1), axis.to) + 1];
  return slices(scene.cin, range(v, height), range(h, width), (slice, row, column) => {
    const r = row / v.s,
      c = column / h.s;
    const real = Number.isInteger(r) && Number.isInteger(c) && r >= 0 && r < height && c >= 0 && c < width;
    const kept = row >= v.from && row <= v.to && column >= h.from && column <= h.to;
    const value = real ? x[(slice * height + r) * width + c] : kept ? 0 : null;
    return {
      slice,
      row,
      column,
      value,
      kind: kept ? (real ? "real" : "pad") : "crop",
      name: real && `x.${slice}.${r}.${c}`,
    };
  });
}

function plainCells(grid, count, [height, width], values) {
  return slices(count, [0, height], [0, width], (slice, row, column) => ({
    slice,
    row,
    column,
    value: values[(slice * height + row) * width + column],
    kind: "real",
    name: `${grid}.${slice}.${row}.${column}`,
  }));
}

function kernelCells(scene) {
  const {
      wSize: [height, width],
    } = scene,
    cells = plainCells("w", scene.banks, scene.wSize, scene.w);
  if (!scene.gather) return cells;
  return cells.map((cell) => ({ ...cell, row: height - 1 - cell.row, column: width - 1 - cell.column }));
}

// In the scatter view the output stands in the ring that padding crops; its sums are known too.
function outputCells(scene) {
  if (!scene.scatter) return plainCells("y", scene.cout, scene.ySize, scene.y);
  const {
      ySize: [height, width],
      ring: { top, left, bottom, right },
    } = scene,
    sums = sumsUpTo(scene, null);
  return slices(scene.cout, [-top, height + bottom], [-left, width + right], (slice, row, column) => {
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    return {
      slice,
      row,
      column,
      value: sums.get(drawing.place(slice, row, column)) || 0,
      kind: inside ? "real" : "crop",
      name: inside && `y.${slice}.${row}.${column}`,
    };
  });
}

// How many cells padding crops on each side; output_padding gives some of them back at the end.
function cropped(setting) {
  const along = (axis) =>
    axis < 0
      ? [0, 0]
      : [setting.padding[axis], rules.largest(0n, setting.padding[axis] - setting.output_padding[axis])].map(Number);
  const [top, bottom] = along(axisOf(setting, 0)),
    [left, right] = along(axisOf(setting, 1));
  return { top, bottom, left, right };
}

// All links of the layer without its cropping: y is -1 in the ring, spot is the place on the output.
function uncroppedLinks({ setting, ySize: [height, width], ring: { top, left } }) {
  const extra = setting.output_padding.map((op, axis) => rules.largest(0n, op - setting.padding[axis]));
  const whole = { ...setting, padding: setting.padding.map(() => 0n), output_padding: extra };
  const sizes = plane(rules.outputSize(whole));
  return rules.links(whole).map((link) => {
    const row = Math.floor(link.y / sizes[1]) - top,
      column = (link.y % sizes[1]) - left;
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    return { ...link, y: inside ? row * width + column : -1, spot: [row, column] };
  });
}

// Slices, rows and columns of input and weight.
const shapes = (setting) => ({
  x: [Number(setting.in_channels), ...plane(setting.input)],
  w: [rules.weightCount(setting) / rules.product(setting.kernel), ...plane(setting.kernel)],
});

function build(state, setting) {
  const scene = {
    setting,
    cin: Number(setting.in_channels),
    cout: Number(setting.out_channels),
    xSize: plane(setting.input),
    wSize: plane(setting.kernel),
    ySize: plane(rules.outputSize(setting)),
    x: states.inputs(state, setting),
    w: states.weights(state, setting),
    links: rules.links(setting),
    pairs: rules.channelPairs(setting),
    gather: setting.transposed && state.view === "gather",
    scatter: setting.transposed && state.view === "scatter",
  };
  scene.y = rules.values(setting, scene.x, scene.w, scene.links);
  scene.banks = scene.w.length / rules.product(setting.kernel);
  if (scene.scatter) {
    scene.ring = cropped(setting);
    scene.links = uncroppedLinks(scene);
  }
  scene.cells = {
    x: scene.gather ? spreadCells(scene) : paddedCells(scene.scatter ? unpadded(scene) : scene),
    w: kernelCells(scene),
    y: outputCells(scene),
  };
  return scene;
}

// The scatter view reads the plain input: padding there crops the output.
function unpadded(scene) {
  const none = scene.setting.input.map(() => 0n);
  return { ...scene, setting: { ...scene.setting, padding: none, mode: "zeros" } };
}

function inputPlace(scene, link) {
  const [r, c] = link.place;
  if (!scene.gather) return [r, c];
  return [axisOf(scene.setting, 0), axisOf(scene.setting, 1)].map((axis, at) =>
    axis < 0 ? 0 : [r, c][at] * Number(scene.setting.stride[axis]),
  );
}

function kernelPlace(scene, index) {
  const [height, width] = scene.wSize,
    r = Math.floor(index / width),
    c = index % width;
  return scene.gather ? [height - 1 - r, width - 1 - c] : [r, c];
}

const outputPlace = (scene, link) => link.spot || [Math.floor(link.y / scene.ySize[1]), link.y % scene.ySize[1]];

const value = (scene, pair, link) => ({
  x: link.x < 0 ? 0 : scene.x[pair[1] * scene.xSize[0] * scene.xSize[1] + link.x],
  w: scene.w[pair[2] + link.w],
});

// Every link of the chosen cell, over all channel pairs: {pair, link}.
function chosenLinks(scene, name) {
  const [slice, r, c] = parts(name),
    area = scene.wSize[0] * scene.wSize[1],
    result = [];
  const matches = {
    x: (pair, link) => pair[1] === slice && link.x === r * scene.xSize[1] + c,
    w: (pair, link) => pair[2] / area === slice && link.w === r * scene.wSize[1] + c,
    y: (pair, link) => pair[0] === slice && link.y === r * scene.ySize[1] + c,
  }[name[0]];
  for (const pair of scene.pairs) {
    for (const link of scene.links) if (matches(pair, link)) result.push({ pair, link });
  }
  return result;
}

// Light for each grid, as place → mark, when this cell is chosen.
function marks(scene, name) {
  const lit = { x: new Map(), w: new Map(), y: new Map() },
    area = scene.wSize[0] * scene.wSize[1];
  for (const { pair, link } of chosenLinks(scene, name)) {
    const numbers = value(scene, pair, link);
    const weight = drawing.printed(numbers.w),
      strong = { kind: "strong" };
    lit.x.set(
      drawing.place(pair[1], ...inputPlace(scene, link)),
      name[0] === "y" ? { ...strong, note: `×${weight}` } : strong,
    );
    lit.w.set(drawing.place(pair[2] / area, ...kernelPlace(scene, link.w)), strong);
    const product = drawing.printed(numbers.x * numbers.w);
    lit.y.set(
      drawing.place(pair[0], ...outputPlace(scene, link)),
      name[0] === "x" && scene.setting.transposed
        ? { ...strong, note: `+${product}`.replace("+−", "−"), lost: link.y < 0 }
        : { ...strong, lost: link.y < 0 },
    );
  }
  if (scene.gather && name[0] === "y") lightWindow(scene, name, lit);
  return lit;
}

// The whole window of the flipped kernel, the inserted zeros included.
function lightWindow(scene, name, lit) {
  const [slice, row, column] = parts(name),
    { setting } = scene,
    area = scene.wSize[0] * scene.wSize[1];
  const along = (at, o, w) => {
    const axis = axisOf(setting, at);
    return axis < 0 ? 0 : o + Number(setting.padding[axis]) - Number(setting.dilation[axis]) * w;
  };
  for (const pair of scene.pairs.filter(([out]) => out === slice)) {
    for (let index = 0; index < area; index++) {
      const r = Math.floor(index / scene.wSize[1]),
        c = index % scene.wSize[1];
      const at = drawing.place(pair[1], along(0, row, r), along(1, column, c));
      if (!lit.x.has(at)) lit.x.set(at, { kind: "window", note: `×${drawing.printed(scene.w[pair[2] + index])}` });
      const weight = drawing.place(pair[2] / area, ...kernelPlace(scene, index));
      if (!lit.w.has(weight)) lit.w.set(weight, { kind: "window" });
    }
  }
}

// In the scatter view: what each place of the output holds after the stamps up to and including this input cell, or all.
function sumsUpTo(scene, name) {
  const [slice, r, c] = name ? parts(name) : [Infinity, 0, 0],
    last = r * scene.xSize[1] + c,
    sums = new Map();
  for (const pair of scene.pairs.filter(([, input]) => input <= slice)) {
    for (const link of scene.links) {
      if (pair[1] === slice && link.x > last) continue;
      const numbers = value(scene, pair, link),
        at = drawing.place(pair[0], ...outputPlace(scene, link));
      sums.set(at, (sums.get(at) || 0) + numbers.x * numbers.w);
    }
  }
  return sums;
}

const bracketed = (number) => (number < 0 ? `(${drawing.minus(number)})` : drawing.minus(number));

// "7·0 + 7·(−1) + … = 9" for an output cell; the factors with all their digits.
function sum(scene, name) {
  const products = chosenLinks(scene, name).map(({ pair, link }) => value(scene, pair, link));
  const terms = products.map(({ x, w }) => `${bracketed(x)}·${bracketed(w)}`);
  const shown = terms.length > MOST_TERMS ? [...terms.slice(0, MOST_TERMS - 3), "…", terms[terms.length - 1]] : terms;
  const size = products.reduce((total, { x, w }) => total + Math.abs(x * w), 0);
  return `${label(scene, name)} = ${shown.join(" + ") || "0"} ${drawing.result(cellValue(scene, name), size)}`;
}

// The channel of a slice, where there are several; a slice of the weight has two, as in PyTorch.
function channels(scene, grid, slice) {
  const count = { x: scene.cin, w: scene.banks, y: scene.cout }[grid];
  if (count === 1) return [];
  const across = count / (scene.setting.transposed ? scene.cin : scene.cout);
  return grid === "w" ? [Math.floor(slice / across), slice % across] : [slice];
}

const caption = (scene, grid) => (slice) => `${grid}[${channels(scene, grid, slice).join(", ")}]`;

// x[1, 2] on a plane, x[2] on a line, with the channel first when there are several.
function label(scene, name) {
  const [slice, r, c] = parts(name),
    place = scene.setting.input.length === 2 ? [r, c] : [c];
  return `${name[0]}[${[...channels(scene, name[0], slice), ...place].join(", ")}]`;
}

function cellValue(scene, name) {
  const [slice, r, c] = parts(name),
    [height, width] = scene[`${name[0]}Size`];
  return scene[name[0]][(slice * height + r) * width + c];
}

const exists = (scene, name) =>
  cellValue(scene, name) !== undefined &&
  parts(name).every((part, at) => part < [Infinity, ...scene[`${name[0]}Size`]][at]);

// The linear map from the flattened input to the flattened output.
function matrixRows(scene) {
  const inputs = scene.xSize[0] * scene.xSize[1],
    outputs = scene.ySize[0] * scene.ySize[1];
  const rows = Array.from({ length: outputs * scene.cout }, () =>
    Array.from({ length: inputs * scene.cin }, () => ({ used: false, sum: 0 })),
  );
  for (const pair of scene.pairs) {
    for (const link of scene.links.filter(({ x, y }) => x >= 0 && y >= 0)) {
      const cell = rows[pair[0] * outputs + link.y][pair[1] * inputs + link.x];
      cell.used = true;
      cell.sum += scene.w[pair[2] + link.w];
    }
  }
  return rows;
}

export {
  tooLarge,
  shapes,
  build,
  marks,
  sumsUpTo,
  sum,
  caption,
  label,
  cellValue,
  exists,
  chosenLinks,
  matrixRows,
  parts,
};
