// The checkerboard meter: how many products meet in each output cell, and what the phases of the kernel sum to.
(function () {
  "use strict";
  const { rules, state: states, presets, drawing, tool } = globalThis.Explorer;
  const { element } = drawing;
  const DEFAULTS = { size: "4", kernel_size: "3", stride: "2", padding: "0", dilation: "1", w: "ones" };
  const MOST_CELLS = 1600;

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

  // Depth of colour by the share of the largest count, so that the pattern is seen at a glance.
  function shade(svg, values) {
    const most = Math.max(...values.map(Math.abs), 1e-12);
    svg
      .querySelectorAll("rect")
      .forEach((rect, at) =>
        rect.style.setProperty("--tint", `${Math.round(6 + (54 * Math.abs(values[at])) / most)}%`),
      );
  }

  function figure(say, word, grid, values) {
    const picture = square(grid, values, say(word));
    shade(picture.svg, values);
    return element("div", { class: "ex-figure" }, [
      element("p", {}, [`${say(word)} ${picture.side}×${picture.side}`]),
      picture.svg,
    ]);
  }

  function show(state, say) {
    const full = asState(state),
      { setting, refusal } = states.read(full),
      pair = tool.pair(state, ["kernel_size", "stride", "dilation", "padding", "size"]);
    if (pair || refusal) return tool.refusal(say, pair || refusal);
    const [k, s, d] = ["kernel", "stride", "dilation"].map((name) => setting[name][0]);
    const even = rules.isEven(k, s, d),
      verdict = [element("p", {}, [say(even ? "overlap_even" : "overlap_uneven", { k, s, d })])];
    if (rules.product(rules.outputSize(setting)) > MOST_CELLS || rules.weightCount(setting) > MOST_CELLS || s > 12n) {
      return [...verdict, element("p", {}, [say("too_large")])];
    }
    const sums = phaseSums(states.weights(full, setting), ...[k, s, d].map(Number));
    const same = Math.max(...sums) - Math.min(...sums) < 1e-9;
    verdict.push(element("p", {}, [say(same ? "phases_equal" : "phases_differ")]));
    return [
      ...verdict,
      element("div", { class: "ex-stage" }, [
        figure(say, "overlap_map", "y", rules.overlapCounts(setting)),
        figure(say, "phase_sums", "w", sums),
      ]),
    ];
  }

  const fields = (say) => [
    ...["kernel_size", "stride", "dilation", "padding"].map((name) => ({ name, caption: `${name}=` })),
    { name: "size", caption: say("input_size") },
    {
      name: "w",
      caption: say("w_preset"),
      options: Object.keys(presets.KERNELS).map((name) => [name, say(`preset_${name}`)]),
    },
  ];

  Object.assign(globalThis.Explorer, { checkerboard: { phaseSums } });
  tool.mount("checkerboard", { DEFAULTS, fields, show });
})();
