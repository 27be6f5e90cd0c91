// From two sizes to all settings that lead from one to the other, in the order of convref.inverse.rank_key.
(function () {
  "use strict";
  const { rules } = globalThis.Explorer;
  const MOST = 1000000n;
  const range = (from, to) => Array.from({ length: to - from }, (_, at) => BigInt(from + at));
  const BOUNDS = {
    kernel_size: range(1, 8),
    stride: range(1, 5),
    padding: range(0, 4),
    dilation: range(1, 3),
    output_padding: range(0, 4),
  };
  const ORDER = ["output_padding", "unread", "macs", "dilation", "kernel_size", "stride", "padding"];

  // The output size, or null where PyTorch refuses.
  function size(i, { kernel_size: k, stride: s, padding: p, dilation: d, output_padding: op }, transposed) {
    if (!transposed) return rules.dilated(k, d) <= i + 2n * p ? rules.convSize(i, k, s, 2n * p, d) : null;
    const o = rules.transposedSize(i, k, s, p, op, d);
    return op < rules.largest(s, d) && o >= 1n ? o : null;
  }

  function describe(i, o, one, transposed) {
    const { kernel_size: k, stride: s, padding: p, dilation: d } = one,
      [small, large] = transposed ? [i, o] : [o, i];
    return {
      ...one,
      even: rules.isEven(k, s, d),
      macs: rules.linksInside(small, large, k, s, p, d),
      unread: transposed ? 0n : (i + 2n * p - rules.dilated(k, d)) % s,
    };
  }

  function compare(a, b) {
    if (a.even !== b.even) return a.even ? -1 : 1;
    const name = ORDER.find((key) => a[key] !== b[key]);
    return name === undefined ? 0 : a[name] < b[name] ? -1 : 1;
  }

  const combinations = (choices) =>
    Object.entries(choices).reduce(
      (found, [name, values]) => found.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
      [{}],
    );

  // {settings, reach}: best first; reach is the smallest and the largest size that can be had, or null when there is none.
  function findSettings(i, wanted, transposed, fixed = {}) {
    const choices = { ...BOUNDS, ...(transposed ? {} : { output_padding: [0n] }) };
    for (const [name, value] of Object.entries(fixed)) choices[name] = [value];
    const settings = [];
    let reach = null;
    for (const one of combinations(choices)) {
      const o = size(i, one, transposed);
      if (o === null) continue;
      reach = reach ? [o < reach[0] ? o : reach[0], rules.largest(o, reach[1])] : [o, o];
      if (o === wanted) settings.push(describe(i, o, one, transposed));
    }
    return { settings: settings.sort(compare), reach };
  }

  Object.assign(globalThis.Explorer, { inverse: { findSettings, MOST } });
})();
