// The other way round: a form for two sizes and what is fixed, and the settings found as a table of calls.
(function () {
  "use strict";
  const { state: states, drawing, tool, inverse } = globalThis.Explorer;
  const { element } = drawing;
  const SHOWN = 20;
  const ARGUMENTS = ["kernel_size", "stride", "padding", "dilation", "output_padding"];
  const DEFAULTS = {
    input: "224",
    output: "112",
    transposed: "",
    kernel_size: "",
    stride: "",
    padding: "",
    dilation: "1",
    output_padding: "",
  };
  const USUAL = { stride: 1n, padding: 0n, dilation: 1n, output_padding: 0n };

  // A whole number of a field, or a refusal in its place.
  function whole(name, text, lowest) {
    const found = states.integers(text);
    if (!found || found.length !== 1) return { rule: "integer", numbers: { name, text }, message: null };
    if (found[0] < lowest) return { rule: "least", numbers: { name, value: found[0], lowest }, message: null };
    if (found[0] > inverse.MOST)
      return { rule: "most", numbers: { name, value: found[0], most: inverse.MOST }, message: null };
    return found[0];
  }

  const names = (state) => (state.transposed ? ARGUMENTS : ARGUMENTS.slice(0, 4));

  function call(state, found) {
    const parts = names(state)
      .filter((name) => found[name] !== USUAL[name])
      .map((name) => `${name}=${found[name]}`);
    return `nn.${state.transposed ? "ConvTranspose2d" : "Conv2d"}(…, ${parts.join(", ")})`;
  }

  function ask(state) {
    const fixed = {};
    for (const name of names(state).filter((key) => state[key].trim() !== "")) {
      fixed[name] = whole(name, state[name], name.includes("padding") ? 0n : 1n);
    }
    return { input: whole("input_size", state.input, 1n), output: whole("output_size", state.output, 1n), fixed };
  }

  function show(state, say) {
    const { input, output, fixed } = ask(state);
    const refusal = [input, output, ...Object.values(fixed)].find((value) => typeof value !== "bigint");
    if (refusal) return tool.refusal(say, refusal);
    const { settings: found, reach } = inverse.findSettings(input, output, Boolean(state.transposed), fixed);
    if (found.length === 0)
      return [element("p", {}, [reach ? say("none_between", { low: reach[0], high: reach[1] }) : say("none_fits")])];
    const rows = found
      .slice(0, SHOWN)
      .map((one) => [element("code", {}, [call(state, one)]), one.even ? "✓" : "−", String(one.unread)]);
    return [
      element("p", {}, [say(found.length > SHOWN ? "found" : "found_all", { count: found.length, shown: SHOWN })]),
      tool.table(say("results"), [say("layer"), say("even"), say("unread_cells")], rows),
    ];
  }

  const fields = (say, state) => [
    {
      name: "transposed",
      caption: say("layer"),
      options: [
        ["", "nn.Conv2d"],
        ["1", "nn.ConvTranspose2d"],
      ],
      redraw: true,
    },
    { name: "input", caption: say("input_size") },
    { name: "output", caption: say("output_size") },
    ...names(state).map((name) => ({ name, caption: `${name}=`, hint: say("any") })),
  ];

  tool.mount("sizes", { DEFAULTS, fields, show });
})();
