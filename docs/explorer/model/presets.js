// Numbers to begin with, for the input and for the kernel.
// Inputs and kernels to begin with, as functions of a row and a column; docs/_ext/explorer_state.py has the same.
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

// So that no two slices are alike: channels of the input grow, kernels turn their sign by the binary digits of their number.
const factor = (presets, at) => (presets === INPUTS ? at + 1 : at.toString(2).split("1").length % 2 ? 1 : -1);

function fill(presets, name, slices, rows, columns) {
  const result = [];
  for (let at = 0; at < slices; at++) {
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) result.push(presets[name](r, c, rows, columns) * factor(presets, at));
    }
  }
  return result;
}

// The numbers of the input or of the weight: a preset's, or those the reader wrote.
function numbers(text, presets, count, rows, columns) {
  if (Object.hasOwn(presets, text)) return fill(presets, text, count / (rows * columns), rows, columns);
  const found = text.split(",").map(Number).filter(Number.isFinite);
  return Array.from({ length: count }, (_, at) => found[at] ?? 0);
}

// Numbers of one's own stay in their cells when the grid changes: from and to are [slices, rows, columns].
function refit(text, from, to) {
  const found = text.split(","),
    kept = [];
  for (let slice = 0; slice < to[0]; slice++) {
    for (let r = 0; r < to[1]; r++) {
      for (let c = 0; c < to[2]; c++) {
        const known = slice < from[0] && r < from[1] && c < from[2];
        kept.push(known ? found[(slice * from[1] + r) * from[2] + c] : 0);
      }
    }
  }
  return kept.join(",");
}

export { INPUTS, KERNELS, numbers, refit };
