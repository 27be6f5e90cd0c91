// A network mirrored: the rows that lead from its output back through the same sizes to its input. convref.decoding.
// A script of its own, which a click brings.
import { host } from "./host.js";
import { floorDivide } from "./integers.js";
import { convSize, dilated } from "./sizes.js";

/** @import { Arguments } from "./kinds/registry.js" */
/** @import { Axis } from "./kinds/slides.js" */
/** @import { Row } from "./network.js" */
/** @typedef {{ kind: string, arguments: Arguments }} Opposite */

/** @returns {never} */
const none = () => host.refuse("no_opposite");

/** One number in place of numbers that are all the same. @param {bigint[]} values */
const joined = (values) => (values.every((value) => value === values[0]) ? values[0] : values);

/** The opposite of a convolution, or of a transposed one. @param {Arguments} given @param {boolean} transposed @param {bigint[]} before @param {bigint[]} after @returns {Opposite} */
function slid(given, transposed, before, after) {
  const { kernel_size, stride = 1n, padding = 0n, dilation = 1n } = given,
    axes = host.axesOf(host.layerOf({ kernel_size, stride, padding, dilation }), before.length - 1);
  if (axes.some(({ pair: [first, last] }) => first !== last)) none();
  const same = (/** @type {Axis} */ { k, s, d, pair: [p] }, /** @type {number} */ at) =>
      convSize(after[at + 1], k, s, 2n * p, d) === before[at + 1],
    left = (/** @type {Axis} */ { k, s, d, pair: [p] }, /** @type {number} */ at) => {
      const room = before[at + 1] + 2n * p - dilated(k, d);
      return room - s * floorDivide(room, s);
    };
  if (transposed && !axes.every(same)) none();
  const values = /** @type {[string, bigint[], bigint][]} */ ([
    ["stride", axes.map(({ s }) => s), 1n],
    ["padding", axes.map(({ pair }) => pair[0]), 0n],
    ["dilation", axes.map(({ d }) => d), 1n],
    ["output_padding", transposed ? [] : axes.map(left), 0n],
  ]);
  const named = values.flatMap(([name, list, usual]) =>
      list.some((value) => value !== usual) ? [[name, joined(list)]] : [],
    ),
    kept = [
      ["groups", 1n],
      ["bias", true],
    ].flatMap(([name, usual]) => {
      const value = given[String(name)] ?? usual;
      return value === usual ? [] : [[name, value]];
    });
  return {
    kind: `Conv${transposed ? "" : "Transpose"}${before.length - 1}d`,
    arguments: {
      in_channels: after[0],
      out_channels: before[0],
      kernel_size: joined(axes.map(({ k }) => k)),
      ...Object.fromEntries([...named, ...kept]),
    },
  };
}

/** @typedef {(given: Arguments, before: bigint[], after: bigint[]) => Opposite} Mirroring */
/** @type {Mirroring} */
const resized = (_, before) => ({ kind: "Upsample", arguments: { size: before.slice(1) } });
/** @type {Mirroring} */
const pooled = (_, before) => ({
  kind: `AdaptiveAvgPool${before.length - 1}d`,
  arguments: { output_size: before.slice(1) },
});
/** @type {Mirroring} */
const padded = ({ padding }, before) => ({
  kind: `ZeroPad${before.length - 1}d`,
  arguments: { padding: Array.isArray(padding) ? padding.map((end) => -end) : -padding },
});

/** @type {Record<string, Mirroring>} */
const OPPOSITES = {
  Linear: (_, before, after) => ({
    kind: "Linear",
    arguments: { in_features: after.at(-1), out_features: before.at(-1) },
  }),
  Flatten: (_, before, after) =>
    after.length === 1 ? { kind: "Unflatten", arguments: { dim: 1n, unflattened_size: before } } : none(),
  Unflatten: (_, before) => (before.length === 1 ? { kind: "Flatten", arguments: {} } : none()),
  PixelShuffle: ({ upscale_factor }) => ({ kind: "PixelUnshuffle", arguments: { downscale_factor: upscale_factor } }),
  PixelUnshuffle: ({ downscale_factor }) => ({ kind: "PixelShuffle", arguments: { upscale_factor: downscale_factor } }),
};
for (const [names, rule] of /** @type {[string, Mirroring][]} */ ([
  ["MaxPool AvgPool LPPool AdaptiveAvgPool AdaptiveMaxPool", resized],
  ["Upsample UpsamplingNearest UpsamplingBilinear", pooled],
  ["ZeroPad ConstantPad ReflectionPad ReplicationPad CircularPad", padded],
]))
  for (const name of names.split(" ")) OPPOSITES[name] = rule;

/** @param {Row} row @param {bigint[]} before @returns {Opposite | null} */
function opposite({ module, shape }, before) {
  const kind = module.kind.replace(/^Lazy/, ""),
    { layer } = module.arguments;
  if (kind === "Layer") return slid(layer, layer.transposed, before, shape);
  if (/^Conv/.test(kind)) return slid(module.arguments, kind.startsWith("ConvTranspose"), before, shape);
  const name = kind.slice(0, kind.length - (host.KINDS[module.kind].rank ? 2 : 0));
  if (Object.hasOwn(OPPOSITES, name)) return OPPOSITES[name](module.arguments, before, shape);
  return shape.join() === before.join() ? null : none();
}

/** The rows that lead back; refused by the number of a row that has no opposite. @param {Row[]} rows @param {bigint[]} input @returns {Opposite[]} */
export function decoder(rows, input) {
  const back = rows.flatMap((row, at) => {
    try {
      if (row.inputs.length !== 1 || row.inputs[0] !== at) none();
      return opposite(row, at ? rows[at - 1].shape : input) ?? [];
    } catch (error) {
      if (error instanceof host.Refusing) error.numbers = { number: at + 1, kind: row.module.kind };
      throw error;
    }
  });
  if (!back.length) host.refuse("nothing_mirrored");
  return back
    .reverse()
    .map(({ kind, arguments: given }) => ({ kind, arguments: host.bound(host.KINDS[kind], [], given) }));
}
