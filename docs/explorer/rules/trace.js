// Shape, receptive field, first centre and cost after each layer of a stack, as convref.trace has them.
import { fraction, plus, times } from "./fractions.js";
import * as rules from "./layer.js";
import * as reaches from "./reach.js";

/** @typedef {import("./reach.js").AxisLayer} AxisLayer */
/** @import { Setting } from "./sizes.js" */
/** @typedef {import("./fractions.js").Fraction} Fraction positions are fractions of input cells */
/** @typedef {{ rule: string, numbers: Record<string, unknown>, message?: string | null }} Refused */
/** @typedef {{ zeros: boolean, cropped: boolean }} Counting which products of padding and of cropped cells count */
/** @typedef {{ macs: bigint | null, parameters: bigint }} Cost */
/** @typedef {{ kind: string }} Draft a layer that nobody has read yet */
/** @typedef {{ setting: Setting | null, refused: Refused | null }} Reading no setting where the text is none, or a refused one */

/**
 * What a kind of layer is to the trace. A new kind is one more entry.
 *
 * @typedef {object} Kind
 * @property {(setting: Setting) => bigint[]} output the size, an axis each
 * @property {(setting: Setting) => bigint} channels
 * @property {(setting: Setting) => AxisLayer[]} along what it reads, an axis each
 * @property {(setting: Setting, output: bigint[], counting: Counting) => Cost} cost of one example
 */

/**
 * @typedef {object} Row
 * @property {bigint} channels
 * @property {bigint[]} size
 * @property {(bigint | null)[]} field null where there is too much to follow
 * @property {Fraction[]} jump
 * @property {Fraction[]} centre
 * @property {bigint | null} macs null where there is too much to count
 * @property {bigint} parameters
 * @property {Setting} setting
 */

/** @param {Setting} setting @returns {AxisLayer[]} */
const along = (setting) =>
  setting.kernel.map((k, axis) => ({
    k,
    s: setting.stride[axis],
    d: setting.dilation[axis],
    before: setting.transposed ? rules.crop(setting, axis) : rules.sides(setting, axis)[0],
    transposed: setting.transposed,
  }));

/** @param {Setting} setting @param {bigint[]} output @param {Counting} counting @returns {Cost} */
function convolutionCost(setting, output, counting) {
  const pairs = (setting.in_channels * setting.out_channels) / setting.groups,
    all = setting.transposed ? counting.cropped : counting.zeros,
    counts = along(setting).map((layer, axis) => rules.products(layer, setting.input[axis], output[axis], all)),
    weights = setting.kernel.reduce((all, k) => all * k, pairs);
  return {
    macs: counts.reduce((all, count) => (all === null || count === null ? null : all * count), pairs),
    parameters: weights + setting.out_channels,
  };
}

/** @type {Kind} */
const convolution = {
  output: rules.outputSize,
  channels: (setting) => setting.out_channels,
  along,
  cost: convolutionCost,
};

/** @type {Record<string, Kind>} */
export const KINDS = { Conv: convolution, ConvTranspose: convolution };

/** The field along one axis as layers are added. @returns {{ size: bigint | null, jump: Fraction, centre: Fraction, reach: reaches.Reach | null }} */
const beginning = () => ({ size: 1n, jump: [1n, 1n], centre: [0n, 1n], reach: null });

/** @param {ReturnType<typeof beginning>} field @param {AxisLayer} layer @returns {ReturnType<typeof beginning>} */
function grown({ size, jump, centre, reach }, layer) {
  const { k, s, d, before, transposed } = layer,
    shift = fraction(d * (k - 1n) - 2n * before, 2n),
    closer = times(jump, [1n, s]);
  const moved = transposed
    ? { jump: closer, centre: plus(centre, times(closer, [-shift[0], shift[1]])) }
    : { jump: times(jump, [s, 1n]), centre: plus(centre, times(jump, shift)) };
  if (size === null) return { size, reach, ...moved };
  if (!transposed && !reach) return { size: size + d * (k - 1n) * jump[0], reach, ...moved };
  const from = reach ?? { period: 1n, advance: jump[0], cells: new Map([[0n, [0n, size - 1n]]]) },
    to = reaches.next(/** @type {reaches.Reach} */ (from), layer);
  return { size: to && reaches.widest(to), reach: to, ...moved };
}

/**
 * One row a layer, as far as the layers fit; `refused` says why the one after the last row does not.
 *
 * @template {Draft} Layer
 * @param {Layer[]} layers
 * @param {{ channels: bigint, size: bigint[] }} start
 * @param {Counting} counting
 * @param {(layer: Layer, channels: bigint, size: bigint[]) => Reading} read
 * @returns {{ rows: Row[], refused: Refused | null }}
 */
export function trace(layers, start, counting, read) {
  const rows = /** @type {Row[]} */ ([]);
  let { channels, size } = start,
    fields = size.map(beginning);
  for (const layer of layers) {
    const { setting, refused } = read(layer, channels, size);
    if (refused || !setting) return { rows, refused };
    const kind = KINDS[layer.kind],
      axes = kind.along(setting);
    fields = fields.map((field, axis) => grown(field, axes[axis]));
    size = kind.output(setting);
    channels = kind.channels(setting);
    rows.push({
      channels,
      size,
      field: fields.map((field) => field.size),
      jump: fields.map(({ jump }) => jump),
      centre: fields.map(({ centre }) => centre),
      ...kind.cost(setting, size, counting),
      setting,
    });
  }
  return { rows, refused: null };
}
