// Classes that are no kind of row: what PyTorch calls them, or why they cannot be one. convref._kinds.strangers.

/** Classes by the reason for which none of them is read. */
const WHY = Object.entries({
  steps: "RNN LSTM GRU RNNCell LSTMCell GRUCell ConvLSTMCell",
  attends:
    "MultiheadAttention Transformer TransformerEncoder TransformerDecoder TransformerEncoderLayer TransformerDecoderLayer Attention WindowAttention ShiftedWindowAttention",
  moves: "Rearrange Reduce EinMix Transpose WindowPartition WindowDepartition SwapAxes PatchMerging",
  unprinted:
    "GRN GlobalResponseNorm LayerScale LayerScale2d CNBlock ConvNeXtBlock ScaledStdConv2d PositionalEncoding Affine",
  pads: "Conv2dSame StdConv2dSame ScaledStdConv2dSame MaxPool2dSame AvgPool2dSame Conv2dDynamicSamePadding MaxPool2dDynamicSamePadding",
  several: "LRASPPHead FeaturePyramidNetwork BackboneWithFPN CorrBlock",
  placed:
    "DeformConv2d DCN DCNv2 ModulatedDeformConv2d FractionalMaxPool2d FractionalMaxPool3d GeneralizedRCNNTransform RegionProposalNetwork AnchorGenerator DefaultBoxGenerator RoIHeads MultiScaleRoIAlign RoIAlign RoIPool",
}).map(([reason, names]) => /** @type {const} */ ([`no_kind_${reason}`, names.split(" ")]));

/** The rule that says why a class is not read, if there is one. @param {string} name */
export const whyNot = (name) => WHY.find(([, names]) => names.includes(name))?.[0];

const KERAS =
  /^(Conv|DepthwiseConv|MaxPooling|AveragePooling|GlobalAveragePooling|GlobalMaxPooling|ZeroPadding|SpatialDropout|UpSampling)([123])D(Transpose)?$/;
const CALLED = /** @type {Record<string, string>} */ ({
  DepthwiseConv: "Conv",
  MaxPooling: "MaxPool",
  AveragePooling: "AvgPool",
  GlobalAveragePooling: "AdaptiveAvgPool",
  GlobalMaxPooling: "AdaptiveMaxPool",
  ZeroPadding: "ZeroPad",
  SpatialDropout: "Dropout",
  Dense: "Linear",
  BatchNormalization: "BatchNorm2d",
  LayerNormalization: "LayerNorm",
  Concatenate: "Cat",
  Multiply: "Mul",
});

/** What PyTorch calls a class of Keras; nothing where it is none. @param {string} name */
export function ofKeras(name) {
  const [, before, rank, transposed = ""] = KERAS.exec(name) ?? [];
  if (before === "UpSampling") return "Upsample";
  if (transposed && before !== "Conv") return undefined;
  return before
    ? `${CALLED[before] ?? before}${transposed}${rank}d`
    : Object.hasOwn(CALLED, name)
      ? CALLED[name]
      : undefined;
}
