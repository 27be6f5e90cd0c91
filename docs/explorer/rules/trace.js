// Size, receptive field, first centre and cost after each layer of a stack, as convref.trace has them for square maps.
import * as rules from "./layer.js";
import * as states from "../model/setting.js";

const ARGUMENTS = ["out_channels", "kernel_size", "stride", "padding", "output_padding", "dilation", "groups"];
const KINDS = ["Conv2d", "ConvTranspose2d"];
const MOST_LAYERS = 12;
const MOST_STEPS = 200000;

// Positions are fractions of input cells: [numerator, denominator].
function fraction(n, d) {
  const divisor = rules.gcd(n < 0n ? -n : n, d);
  return [n / divisor, d / divisor];
}
const times = (a, b) => fraction(a[0] * b[0], a[1] * b[1]);
const plus = (a, b) => fraction(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
function asSetting(text, channels, size) {
  const [kind, ...values] = text.split(",");
  const state = {
    ...states.PLAIN,
    layer: KINDS.includes(kind) ? kind : KINDS[0],
    in_channels: String(channels),
    size: String(size),
  };
  values.slice(0, ARGUMENTS.length).forEach((value, at) => {
    state[ARGUMENTS[at]] = value;
  });
  return states.read(state);
}

const along = (setting) => ({
  k: setting.kernel[0],
  s: setting.stride[0],
  d: setting.dilation[0],
  before: setting.transposed ? setting.padding[0] : rules.sides(setting, 0)[0],
  transposed: setting.transposed,
});

// The cells of one layer's input that these outputs depend on, as if the input had no end; null when there are too many.
function sources({ k, s, d, before, transposed }, outputs) {
  if (outputs.size * k > MOST_STEPS) return null;
  const found = new Set();
  for (const o of outputs) {
    for (let t = 0; t < k; t++) {
      const place = transposed ? (o - d * t + before) / s : o * s + d * t - before;
      if (Number.isInteger(place)) found.add(place);
    }
  }
  return found;
}

// The largest field over the phases of the output; the relation of convref.formulas where no layer is transposed.
function extent(layers) {
  if (!layers.some(({ transposed }) => transposed)) {
    let size = 1n,
      jump = 1n;
    for (const { k, s, d } of layers) {
      size += d * (k - 1n) * jump;
      jump *= s;
    }
    return size;
  }
  const small = layers.map((layer) => ({
    ...layer,
    k: Number(layer.k),
    s: Number(layer.s),
    d: Number(layer.d),
    before: Number(layer.before),
  }));
  const phases = small.reduce((result, { transposed, s }) => result * (transposed ? s : 1), 1);
  let most = 0;
  for (let output = 0; output < phases; output++) {
    let cells = new Set([output]);
    for (const layer of [...small].reverse()) cells = cells && sources(layer, cells);
    if (!cells || phases > 1000) return null;
    if (cells.size) most = Math.max(most, Math.max(...cells) - Math.min(...cells) + 1);
  }
  return BigInt(most);
}

// The products of a convolution with the padding's zeros count when zeros is set, those that a transposed layer crops
// when cropped is; counting without them goes through the weights one by one.
function cost(setting, i, o, { zeros, cropped }) {
  const pairs = (setting.in_channels * setting.out_channels) / setting.groups;
  const { k, s, d, before, transposed } = along(setting);
  const [small, large] = transposed ? [i, o] : [o, i];
  let products = null;
  if (transposed ? cropped : zeros) products = k * small;
  else if (k <= MOST_STEPS) products = rules.linksInside(small, large, k, s, before, d);
  return {
    macs: products === null ? null : pairs * products * products,
    parameters: pairs * k * k + setting.out_channels,
  };
}

// Rows {size, field, jump, centre, macs, parameters}; the last one may be {refusal}. Costs count one example and square maps.
function trace({ size, channels, layers, count_zeros, count_cropped }) {
  const counting = { zeros: count_zeros === "1", cropped: count_cropped === "1" };
  const rows = [],
    axes = [];
  let i = size,
    cin = channels,
    jump = [1n, 1n],
    centre = [0n, 1n];
  for (const text of layers.split(";").filter(Boolean).slice(0, MOST_LAYERS)) {
    const { setting, refusal } = asSetting(text, cin, i);
    if (refusal) {
      rows.push({ refusal });
      break;
    }
    const axis = along(setting),
      o = rules.outputSize(setting)[0];
    const shift = fraction(axis.d * (axis.k - 1n) - 2n * axis.before, 2n);
    axes.push(axis);
    if (axis.transposed) {
      jump = times(jump, [1n, axis.s]);
      centre = plus(centre, times(jump, [-shift[0], shift[1]]));
    } else {
      centre = plus(centre, times(jump, shift));
      jump = times(jump, [axis.s, 1n]);
    }
    rows.push({ size: o, field: extent(axes), jump, centre, ...cost(setting, setting.input[0], o, counting) });
    i = o;
    cin = setting.out_channels;
  }
  return rows;
}

export { ARGUMENTS, KINDS, MOST_LAYERS, trace };
