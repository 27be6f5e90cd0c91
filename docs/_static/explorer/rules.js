// The rules of convolution, mirroring convref: sizes, refusals, and which cells are linked through which weights.
// Pure functions without a page. Sizes are BigInt, so that no number a reader enters is too large to be answered.
(function () {
  "use strict";
  const largest = (a, b) => (a > b ? a : b);
  const LONG = 2n ** 63n - 1n;

  function floorDivide(a, b) {
    const quotient = a / b;
    return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
  }

  const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));

  // Relations of convref.formulas, for one axis.
  const dilated = (k, d) => d * (k - 1n) + 1n;
  const convSize = (i, k, s, total, d) => floorDivide(i + total - d * (k - 1n) - 1n, s) + 1n;
  const transposedSize = (i, k, s, p, op, d) => (i - 1n) * s - 2n * p + d * (k - 1n) + op + 1n;

  // The overlap is even exactly when the stride divides the kernel and has no divisor in common with the dilation.
  const isEven = (k, s, d) => k % s === 0n && gcd(s, d) === 1n;

  // Pairs (a, t) with 0 ≤ s·a + d·t − p < large, for a below small and t below k: products that touch no padding.
  function linksInside(small, large, k, s, p, d) {
    let total = 0n;
    for (let t = 0n; t < k; t++) {
      const first = largest(0n, -floorDivide(d * t - p, s)),
        end = floorDivide(large - 1n + p - d * t, s);
      total += largest(0n, (end < small - 1n ? end : small - 1n) - first + 1n);
    }
    return total;
  }

  // 'same' puts the extra cell of an even kernel at the end.
  function samePadding(k, d) {
    const total = d * (k - 1n);
    return [total / 2n, total - total / 2n];
  }

  // The cells added before and after one axis.
  function sides(setting, axis) {
    const k = setting.kernel[axis],
      d = setting.dilation[axis];
    if (setting.causal) return [d * (k - 1n), 0n];
    if (setting.padding === "same") return samePadding(k, d);
    if (setting.padding === "valid") return [0n, 0n];
    return [setting.padding[axis], setting.padding[axis]];
  }

  function outputSize(setting) {
    return setting.input.map((i, axis) => {
      const k = setting.kernel[axis],
        s = setting.stride[axis],
        d = setting.dilation[axis];
      if (setting.transposed) return transposedSize(i, k, s, setting.padding[axis], setting.output_padding[axis], d);
      const [before, after] = sides(setting, axis);
      return convSize(i, k, s, before + after, d);
    });
  }

  // Rows that the last window leaves unread at the end of an axis, counted in the padded input.
  function unread(setting, axis) {
    const [before, after] = sides(setting, axis);
    const reach = setting.input[axis] + before + after - dilated(setting.kernel[axis], setting.dilation[axis]);
    return reach % setting.stride[axis];
  }

  // A refusal: which rule, its numbers, and the words PyTorch uses (null where it has none of its own).
  const refuse = (rule, numbers, message) => ({ rule, numbers, message });
  const list = (values) => "[" + values.join(", ") + "]";
  const times = (values) => "(" + values.join(" x ") + ")";
  const firstAxis = (values, bad) => values.findIndex(bad);
  // Transposed 1-D layers are computed by PyTorch as 2-D layers of height 1, and its messages say so.
  const asPlane = (values, fill) => (values.length === 1 ? [fill, values[0]] : values);

  const TYPED = { input: "size", kernel: "kernel_size" };

  function tooLong(setting) {
    for (const name of ["input", "kernel", "stride", "padding", "dilation", "output_padding"]) {
      if (typeof setting[name] === "string") continue;
      const axis = firstAxis(setting[name], (value) => value > LONG || value < -LONG);
      if (axis >= 0) return refuse("long", { name: TYPED[name] || name, value: setting[name][axis] }, null);
    }
    return null;
  }

  function channelRefusal({ in_channels, out_channels, groups }) {
    if (groups <= 0n) return refuse("groups", { groups }, "groups must be a positive integer");
    for (const [name, value] of [
      ["in_channels", in_channels],
      ["out_channels", out_channels],
    ]) {
      if (value <= 0n) return refuse("channels", { name, value }, null);
    }
    for (const [name, value] of [
      ["in_channels", in_channels],
      ["out_channels", out_channels],
    ]) {
      if (value % groups) return refuse("divide", { name, value, groups }, `${name} must be divisible by groups`);
    }
    return null;
  }

  function paddingWordRefusal(setting) {
    const word = setting.padding;
    if (typeof word !== "string") return null;
    if (setting.transposed) {
      const name = `conv_transpose${setting.input.length}d()`;
      return refuse(
        "word_transposed",
        { word },
        `${name}: argument 'padding' (position 5) must be tuple of ints, but found element of type str at pos 0`,
      );
    }
    if (word !== "same" && word !== "valid") {
      return refuse("word", { word }, `Invalid padding string '${word}', should be one of {'same', 'valid'}`);
    }
    const axis = firstAxis(setting.stride, (s) => s !== 1n);
    if (word === "same" && axis >= 0) {
      return refuse(
        "same_stride",
        { s: setting.stride[axis] },
        "padding='same' is not supported for strided convolutions",
      );
    }
    return null;
  }

  function kernelRefusal({ kernel, in_channels, out_channels, groups, transposed, dilation }) {
    const axis = firstAxis(kernel, (k) => k <= 0n);
    if (axis < 0) return null;
    const negative = kernel.find((k) => k < 0n);
    const banks = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
    const [height, width] = asPlane(kernel, 1n),
      spread = !transposed && dilation.some((d) => d !== 1n);
    return refuse(
      "kernel",
      { k: kernel[axis] },
      negative !== undefined
        ? `Trying to create tensor with negative dimension ${negative}: ${list([...banks, ...kernel])}`
        : "kernel size should be greater than zero, but got " +
            (spread ? list([height, width]) : `kernel_height: ${height} kernel_width: ${width}`),
    );
  }

  function modeRefusal(setting) {
    if (setting.mode === "zeros" || setting.mode === "replicate") return null;
    for (let axis = setting.input.length - 1; axis >= 0; axis--) {
      const [before, after] = sides(setting, axis),
        i = setting.input[axis],
        most = largest(before, after);
      if (setting.mode === "reflect" && most >= i) {
        const plane = list([1n, setting.in_channels, ...setting.input]);
        const place = 4 + 2 * (setting.input.length - 1 - axis);
        return refuse(
          "reflect",
          { p: most, i },
          `Argument #${place}: Padding size should be less than the corresponding ` +
            `input dimension, but got: padding (${before}, ${after}) at dimension ${axis + 2} of input ${plane}`,
        );
      }
      if (setting.mode === "circular" && most > i) {
        return refuse("circular", { p: most, i }, "Padding value causes wrapping around more than once.");
      }
    }
    return null;
  }

  function signRefusal({ padding, output_padding, stride, dilation, transposed, mode }) {
    const negative = (value) => value < 0n,
      small = (value) => value <= 0n;
    if (typeof padding !== "string" && padding.some(negative)) {
      return refuse(
        "padding",
        { p: padding.find(negative) },
        mode === "zeros" ? "negative padding is not supported" : null,
      );
    }
    if (transposed && output_padding.some(negative)) {
      return refuse(
        "output_padding",
        { op: output_padding.find(negative) },
        "negative output_padding is not supported",
      );
    }
    if (stride.some(small)) {
      return refuse("stride", { s: stride.find(small) }, "non-positive stride is not supported");
    }
    if (dilation.some(small)) {
      const [height, width] = asPlane(dilation, 1n);
      return refuse(
        "dilation",
        { d: dilation.find(small) },
        "dilation should be greater than zero" +
          (dilation.some(negative)
            ? ""
            : ", but got " +
              (transposed ? `dilation_height: ${height}, dilation_width: ${width}` : list([height, width]))),
      );
    }
    return null;
  }

  function fitRefusal(setting) {
    const total = (axis) => sides(setting, axis).reduce((sum, side) => sum + side, setting.input[axis]);
    const padded = setting.input.map((_, axis) => total(axis));
    const reach = setting.kernel.map((k, axis) => dilated(k, setting.dilation[axis]));
    const axis = firstAxis(padded, (size, at) => reach[at] > size);
    if (axis < 0) return null;
    const d = setting.dilation[axis],
      most = floorDivide(padded[axis] - 1n, d) + 1n;
    return refuse(
      "fit",
      { k: setting.kernel[axis], d, reach: reach[axis], padded: padded[axis], most },
      `Calculated padded input size per channel: ${times(padded)}. Kernel size: ${times(reach)}. ` +
        "Kernel size can't be greater than actual input size",
    );
  }

  function transposedRefusal(setting) {
    const { output_padding, stride, dilation } = setting;
    const limit = stride.map((s, axis) => largest(s, dilation[axis]));
    const axis = firstAxis(output_padding, (op, at) => op >= limit[at]);
    if (axis >= 0) {
      const [oh, ow] = asPlane(output_padding, 0n),
        [sh, sw] = asPlane(stride, 1n),
        [dh, dw] = asPlane(dilation, 1n);
      return refuse(
        "range",
        { op: output_padding[axis], s: stride[axis], d: dilation[axis], most: limit[axis] - 1n },
        "output padding must be smaller than either stride or dilation, but got " +
          `output_padding_height: ${oh} output_padding_width: ${ow} stride_height: ${sh} stride_width: ${sw} ` +
          `dilation_height: ${dh} dilation_width: ${dw}`,
      );
    }
    const sizes = outputSize(setting),
      empty = firstAxis(sizes, (size) => size < 1n);
    if (empty < 0) return null;
    return refuse(
      "empty",
      {
        o: sizes[empty],
        p: setting.padding[empty],
        most: floorDivide(sizes[empty] + 2n * setting.padding[empty] - 1n, 2n),
      },
      `Given input size per channel: ${times(asPlane(setting.input, 1n))}. ` +
        `Calculated output size per channel: ${times(asPlane(sizes, 1n))}. Output size is too small`,
    );
  }

  // PyTorch looks first whether the kernel fits into the padding of nothing.
  function inputRefusal(setting) {
    const { input, in_channels, mode, transposed } = setting,
      axis = firstAxis(input, (i) => i <= 0n);
    if (axis < 0) return null;
    const empty =
      "Only zero batch or zero channel inputs are supported, but got input shape: " +
      list([1n, in_channels, ...asPlane(input, 1n)]);
    const unfit = transposed ? null : fitRefusal(setting),
      spoken = input.every((i) => i >= 0n) && mode === "zeros";
    return refuse("input", { i: input[axis] }, spoken ? (unfit ? unfit.message : empty) : null);
  }

  // Why PyTorch will not compute this setting, or null when it will.
  function refusal(setting) {
    return (
      tooLong(setting) ||
      channelRefusal(setting) ||
      paddingWordRefusal(setting) ||
      signRefusal(setting) ||
      kernelRefusal(setting) ||
      inputRefusal(setting) ||
      modeRefusal(setting) ||
      (setting.transposed ? transposedRefusal(setting) : fitRefusal(setting))
    );
  }

  // Where a place outside the input reads from: an index, or -1 for a zero.
  function source(place, size, mode) {
    if (place >= 0 && place < size) return place;
    if (mode === "circular") return ((place % size) + size) % size;
    if (mode === "replicate") return place < 0 ? 0 : size - 1;
    if (mode === "reflect") return place < 0 ? -place : 2 * (size - 1) - place;
    return -1;
  }

  // Along one axis, the links [output, place, weight]: this output reads this place of the padded input by this weight.
  function axisLinks(setting, axis, size) {
    const [i, k, s, d] = ["input", "kernel", "stride", "dilation"].map((name) => Number(setting[name][axis]));
    const result = [];
    if (setting.transposed) {
      const p = Number(setting.padding[axis]);
      for (let x = 0; x < i; x++) {
        for (let w = 0; w < k; w++) result.push([x * s + w * d - p, x, w]);
      }
      return result.filter(([o]) => o >= 0 && o < size);
    }
    const before = Number(sides(setting, axis)[0]);
    for (let o = 0; o < size; o++) {
      for (let w = 0; w < k; w++) result.push([o, o * s - before + w * d, w]);
    }
    return result;
  }

  // Links of one channel pair on the plane: {y, x, w, place}; x is -1 where a padding zero is read. 1-D is a plane of height 1.
  function links(setting) {
    const sizes = outputSize(setting).map(Number),
      plane = setting.input.length === 2;
    const rows = plane ? axisLinks(setting, 0, sizes[0]) : [[0, 0, 0]];
    const columns = axisLinks(setting, sizes.length - 1, sizes[sizes.length - 1]);
    const [height, width] = asPlane(setting.input, 1n).map(Number),
      outputWidth = sizes[sizes.length - 1];
    const kernelWidth = Number(setting.kernel[setting.kernel.length - 1]);
    const result = [];
    for (const [yr, xr, wr] of rows) {
      for (const [yc, xc, wc] of columns) {
        const r = source(xr, height, setting.mode),
          c = source(xc, width, setting.mode);
        result.push({
          y: yr * outputWidth + yc,
          x: r < 0 || c < 0 ? -1 : r * width + c,
          w: wr * kernelWidth + wc,
          place: [xr, xc],
        });
      }
    }
    return result.sort((a, b) => a.y - b.y || a.w - b.w);
  }

  const product = (values) => values.reduce((result, value) => result * Number(value), 1);

  // Channel pairs [out, in, offset of their kernel in the weight] of a grouped layer.
  function channelPairs(setting) {
    const [cin, cout, groups] = [setting.in_channels, setting.out_channels, setting.groups].map(Number);
    const perIn = cin / groups,
      perOut = cout / groups,
      area = product(setting.kernel),
      pairs = [];
    for (let out = 0; out < cout; out++) {
      const group = Math.floor(out / perOut);
      for (let slot = 0; slot < perIn; slot++) {
        const input = group * perIn + slot;
        pairs.push([out, input, (setting.transposed ? input * perOut + (out % perOut) : out * perIn + slot) * area]);
      }
    }
    return pairs;
  }

  const weightCount = (setting) =>
    product([setting.in_channels, setting.out_channels, ...setting.kernel]) / Number(setting.groups);
  const inputCount = (setting) => product([setting.in_channels, ...setting.input]);

  // The output as a flat array, channels first.
  function values(setting, x, w, all = links(setting)) {
    const area = product(outputSize(setting)),
      inputArea = product(setting.input);
    const y = new Array(area * Number(setting.out_channels)).fill(0);
    for (const [out, input, offset] of channelPairs(setting)) {
      for (const link of all) {
        if (link.x >= 0) y[out * area + link.y] += x[input * inputArea + link.x] * w[offset + link.w];
      }
    }
    return y;
  }

  // How many weights each output of a transposed convolution receives, one channel pair.
  function overlapCounts(setting) {
    const counts = new Array(product(outputSize(setting))).fill(0);
    for (const link of links(setting)) counts[link.y] += 1;
    return counts;
  }

  // Every product that is really made: links that do not read a padding zero, for every channel pair.
  const macs = (setting) => links(setting).filter((link) => link.x >= 0).length * channelPairs(setting).length;

  const api = {
    gcd,
    isEven,
    linksInside,
    dilated,
    convSize,
    transposedSize,
    samePadding,
    sides,
    outputSize,
    unread,
    refusal,
    source,
    links,
    channelPairs,
    weightCount,
    inputCount,
    values,
    overlapCounts,
    macs,
    product,
    asPlane,
    floorDivide,
    largest,
  };
  globalThis.Explorer = Object.assign(globalThis.Explorer || {}, { rules: api });
})();
