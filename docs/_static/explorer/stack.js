// A stack of layers: size, receptive field, first centre and cost after each, and the table that shows them.
(function () {
  "use strict";
  const { rules, state: states, drawing, tool } = globalThis.Explorer;
  const { element } = drawing;
  const ARGUMENTS = ["out_channels", "kernel_size", "stride", "padding", "dilation", "groups"];
  const DEFAULTS = { size: "224", channels: "3", layers: "64,3,1,1,1,1;128,3,2,1,1,1;128,3,1,2,2,1" };
  const MOST_LAYERS = 12;

  // Half-integers as BigInt: 2b is kept.
  const half = (twice) => `${twice < 0n && twice > -2n ? "−" : ""}${(twice / 2n).toString().replace("-", "−")}${twice % 2n ? ".5" : ""}`;
  const grouped = (value) => value.toString().replace(/\B(?=(\d{3})+$)/g, "\u202f");

  function asSetting(text, channels, size) {
    const state = { ...states.DEFAULTS, in_channels: String(channels), size: String(size) };
    text.split(",").forEach((value, at) => { state[ARGUMENTS[at]] = value; });
    return states.read(state);
  }

  // Rows {size, field, jump, centre2, macs, parameters}; the last one may be {refusal}. Costs count one example and square maps.
  function trace({ size, channels, layers }) {
    const rows = [];
    let before = { size, channels, field: 1n, jump: 1n, centre2: 0n };
    for (const text of layers.split(";").filter(Boolean).slice(0, MOST_LAYERS)) {
      const { setting, refusal } = asSetting(text, before.channels, before.size);
      if (refusal) { rows.push({ refusal }); break; }
      const [k, s, d] = ["kernel", "stride", "dilation"].map((name) => setting[name][0]);
      const [start, end] = rules.sides(setting, 0), o = rules.outputSize(setting)[0];
      const weights = (setting.out_channels * setting.in_channels) / setting.groups * k * k;
      before = { size: o, channels: setting.out_channels, field: before.field + d * (k - 1n) * before.jump, jump: before.jump * s,
        centre2: before.centre2 + (d * (k - 1n) - 2n * start) * before.jump, macs: weights * o * o,
        parameters: weights + setting.out_channels, uneven: start !== end };
      rows.push(before);
    }
    return rows;
  }

  function cells(row) {
    if (row.refusal) return [];
    return [`${row.size}`, `${row.field}`, `${row.jump}`, half(row.centre2), grouped(row.macs), grouped(row.parameters)];
  }

  function layerRow(state, say, change, texts, at, result) {
    const values = texts[at].split(",");
    const set = (column, value) => {
      const next = texts.map((text, row) => (row === at ? values.map((old, index) => (index === column ? value : old)).join(",") : text));
      change({ layers: next.join(";") });
    };
    const inputs = ARGUMENTS.map((name, column) => element("td", {}, [element("input", { type: "text", size: 4, value: values[column] ?? "",
      maxlength: 12, autocomplete: "off", "aria-label": say("layer_argument", { number: at + 1, name }),
      onchange: (event) => set(column, event.target.value.replace(/[,;]/g, "")) })]));
    const remove = element("button", { type: "button", "aria-label": say("remove_layer", { number: at + 1 }),
      onclick: () => change({ layers: texts.filter((_, row) => row !== at).join(";") }) }, ["×"]);
    return element("tr", {}, [...inputs, ...cells(result).map((text) => element("td", {}, [text])), element("td", {}, [remove])]);
  }

  function show(state, say, change) {
    const texts = state.layers.split(";").filter(Boolean).slice(0, MOST_LAYERS), rows = trace(state);
    const words = ["output", "receptive_field", "jump", "centre", "macs", "parameters"];
    const head = element("tr", {}, [...ARGUMENTS.map((name) => element("th", { scope: "col" }, [element("code", {}, [name])])),
      ...words.map((word) => element("th", { scope: "col" }, [say(word)])), element("td", {})]);
    const body = texts.map((_, at) => layerRow(state, say, change, texts, at, rows[at] || { refusal: true }));
    const total = rows.reduce((sum, row) => sum + (row.macs || 0n), 0n);
    const result = [element("div", { class: "ex-table", tabindex: 0, role: "group", "aria-label": say("stack") }, [element("table", {}, [element("thead", {}, [head]), element("tbody", {}, body)])]),
      element("p", {}, [say("total", { macs: grouped(total) })]),
      element("button", { type: "button", disabled: texts.length >= MOST_LAYERS, onclick: () => change({ layers: [...texts, "64,3,1,1,1,1"].join(";") }) }, [say("add_layer")])];
    const broken = rows.findIndex((row) => row.refusal);
    if (broken >= 0) result.unshift(element("p", {}, [say("layer_number", { number: broken + 1 })]), ...tool.refusal(say, rows[broken].refusal));
    return result;
  }

  const fields = (say) => [{ name: "channels", caption: say("input_channels") }, { name: "size", caption: say("input_size") }];

  Object.assign(globalThis.Explorer, { stack: { trace } });
  tool.mount("stack", { DEFAULTS, fields, show });
})();
