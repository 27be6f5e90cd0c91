// A stack of layers: size, receptive field, first centre and cost after each, and the table that shows them.
(function () {
  "use strict";
  const { rules, state: states, drawing, formulas, tool } = globalThis.Explorer;
  const { element } = drawing;
  const ARGUMENTS = ["out_channels", "kernel_size", "stride", "padding", "output_padding", "dilation", "groups"];
  const KINDS = ["Conv2d", "ConvTranspose2d"];
  const PLAIN = "Conv2d,64,3,1,1,0,1,1";
  const DEFAULTS = {
    size: "224",
    channels: "3",
    layers: "Conv2d,64,3,1,1,0,1,1;Conv2d,128,3,2,1,0,1,1;Conv2d,128,3,1,2,0,2,1",
  };
  const MOST_LAYERS = 12,
    MOST_STEPS = 200000;

  // Positions are fractions of input cells: [numerator, denominator].
  function fraction(n, d) {
    const divisor = rules.gcd(n < 0n ? -n : n, d);
    return [n / divisor, d / divisor];
  }
  const times = (a, b) => fraction(a[0] * b[0], a[1] * b[1]);
  const plus = (a, b) => fraction(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
  const over = ([n, d]) =>
    formulas.minus(d === 1n ? `${n}` : d === 2n ? `${n < 0n ? "-" : ""}${(n < 0n ? -n : n) / 2n}.5` : `${n}/${d}`);
  const grouped = (value) => value.toString().replace(/\B(?=(\d{3})+$)/g, ",");

  function asSetting(text, channels, size) {
    const [kind, ...values] = text.split(",");
    const state = {
      ...states.DEFAULTS,
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

  function cost(setting, i, o) {
    const pairs = (setting.in_channels * setting.out_channels) / setting.groups,
      k = setting.kernel[0];
    const { s, d, before } = along(setting),
      countable = !setting.transposed || k <= MOST_STEPS;
    const products = !countable ? null : setting.transposed ? rules.linksInside(i, o, k, s, before, d) : k * o;
    return {
      macs: products === null ? null : pairs * products * products,
      parameters: pairs * k * k + setting.out_channels,
    };
  }

  // Rows {size, field, jump, centre, macs, parameters}; the last one may be {refusal}. Costs count one example and square maps.
  function trace({ size, channels, layers }) {
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
      rows.push({ size: o, field: extent(axes), jump, centre, ...cost(setting, setting.input[0], o) });
      i = o;
      cin = setting.out_channels;
    }
    return rows;
  }

  const orDash = (value, print) => (value === null ? "—" : print(value));

  function cells(row) {
    return [
      `${row.size}`,
      orDash(row.field, String),
      over(row.jump),
      over(row.centre),
      orDash(row.macs, grouped),
      grouped(row.parameters),
    ];
  }

  // One layer as a line of fields.
  function layerLine(say, change, texts, at) {
    const values = texts[at].split(","),
      transposed = values[0] === KINDS[1];
    const set = (column, value) => {
      const next = texts.map((text, row) =>
        row === at ? values.map((old, index) => (index === column ? value : old)).join(",") : text,
      );
      change({ layers: next.join(";") });
    };
    const label = (name) => say("layer_argument", { number: at + 1, name });
    const kind = element(
      "select",
      { "aria-label": label("nn"), onchange: (event) => set(0, event.target.value) },
      KINDS.map((name) => element("option", { value: name, selected: name === values[0] }, [`nn.${name}`])),
    );
    const inputs = ARGUMENTS.map((name, column) =>
      name === "output_padding" && !transposed
        ? ""
        : element("label", { class: "ex-argument" }, [
            element("span", {}, [`${name}=`]),
            element("input", {
              type: "text",
              size: 3,
              value: values[column + 1] ?? "",
              maxlength: 12,
              autocomplete: "off",
              "aria-label": label(name),
              onchange: (event) => set(column + 1, event.target.value.replace(/[,;]/g, " ")),
            }),
          ]),
    );
    const remove = element(
      "button",
      {
        type: "button",
        "aria-label": say("remove_layer", { number: at + 1 }),
        onclick: () => change({ layers: texts.filter((_, row) => row !== at).join(";") }),
      },
      ["×"],
    );
    return element("li", { class: "ex-code" }, [kind, ...inputs, remove]);
  }

  function show(state, say, change) {
    const pair = tool.pair(state, ["size"]);
    if (pair) return tool.refusal(say, pair);
    const texts = state.layers.split(";").filter(Boolean).slice(0, MOST_LAYERS),
      rows = trace(state);
    const words = ["output", "receptive_field", "jump", "centre", "macs", "parameters"];
    const lines = element(
      "ol",
      { class: "ex-layers" },
      texts.map((_, at) => layerLine(say, change, texts, at)),
    );
    const add = element(
      "button",
      {
        type: "button",
        disabled: texts.length >= MOST_LAYERS,
        onclick: () => change({ layers: [...texts, PLAIN].join(";") }),
      },
      [say("add_layer")],
    );
    const broken = rows.findIndex((row) => row.refusal),
      whole = rows.filter((row) => !row.refusal);
    const trouble =
      broken < 0
        ? []
        : [element("p", {}, [say("layer_number", { number: broken + 1 })]), ...tool.refusal(say, rows[broken].refusal)];
    const total = whole.reduce((sum, row) => sum + (row.macs || 0n), 0n);
    return [
      lines,
      add,
      ...trouble,
      tool.table(
        say("stack"),
        ["", ...words.map(say)],
        whole.map((row, at) => [`${at + 1}`, ...cells(row)]),
      ),
      element("p", {}, [say("total", { macs: grouped(total) })]),
    ];
  }

  const fields = (say) => [
    { name: "channels", caption: say("input_channels") },
    { name: "size", caption: say("input_size") },
  ];

  Object.assign(globalThis.Explorer, { stack: { trace } });
  tool.mount("stack", { DEFAULTS, fields, show });
})();
