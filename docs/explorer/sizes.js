// The other way round: a form for two sizes and what is known, and the settings found as a table of calls.
(function () {
  "use strict";
  const { state: states, drawing, tool, bounds: limits, inverse } = globalThis.Explorer;
  const { element } = drawing;
  const SHOWN = 20;
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

  // A number that is too small or too large, as a refusal.
  function outside(name, number, lowest) {
    if (number < lowest) return { rule: "least", numbers: { name, value: number, lowest }, message: null };
    if (number > limits.MOST) return { rule: "most", numbers: { name, value: number, most: limits.MOST }, message: null };
    return null;
  }

  // The number of a field, or a refusal in its place.
  function whole(name, text) {
    const found = states.integers(text.normalize("NFKC"));
    if (!found || found.length !== 1) return { rule: "number_one", numbers: { name, text }, message: null };
    return outside(name, found[0], 1n) || found[0];
  }

  // The values of a field, or a refusal in their place.
  function several(name, text) {
    const found = limits.values(text);
    if (!found) return { rule: "spelling", numbers: { name, text }, message: null };
    return outside(name, found[0], name.includes("padding") ? 0n : 1n) || outside(name, found[found.length - 1], 0n) || found;
  }

  const names = (state) => (state.transposed ? limits.ARGUMENTS : limits.ARGUMENTS.slice(0, 4));

  function call(state, found) {
    const parts = names(state)
      .filter((name) => found[name] !== USUAL[name])
      .map((name) => `${name}=${found[name]}`);
    return element("code", {}, [`nn.${state.transposed ? "ConvTranspose2d" : "Conv2d"}(…, ${parts.join(", ")})`]);
  }

  // {input, output, bounds} or {refusal}.
  function ask(state) {
    const given = {};
    for (const name of names(state).filter((key) => state[key].trim() !== "")) given[name] = several(name, state[name]);
    const [input, output] = [whole("input_size", state.input), whole("output_size", state.output)];
    const refusal = [input, output, ...Object.values(given)].find((value) => value.rule);
    if (refusal) return { refusal };
    const bounds = limits.boundsFor(input, output, Boolean(state.transposed), given),
      count = limits.count(bounds);
    if (count > limits.MOST_TRIED)
      return { refusal: { rule: "many", numbers: { count, most: limits.MOST_TRIED }, message: null } };
    return { input, output, bounds };
  }

  // What was tried, so that "none" is not read as "there is none".
  function searched(state, bounds, say) {
    const parts = names(state).flatMap((name) => [", ", element("code", {}, [`${name}=${limits.written(bounds, name)}`])]);
    return element("p", {}, [tool.lead(say("searched")), ...parts.slice(1)]);
  }

  // Why there are none, how near the nearest comes, and what to widen.
  function none(state, { input, output, bounds }, say) {
    const missed = inverse.miss(input, output, bounds),
      wider = Object.entries(inverse.widened(input, output, bounds));
    const rows = [];
    if (!missed) rows.push(element("p", {}, [say("none_fits")]));
    else {
      const { lowest, highest, nearest } = missed,
        word = lowest === highest ? "none_one" : "none_between",
        by = nearest > output ? nearest - output : output - nearest;
      rows.push(element("p", {}, [say(word, { low: lowest, high: highest })]));
      const near = say(nearest > output ? "nearest_above" : "nearest_below", { size: nearest, by });
      rows.push(element("p", {}, [tool.lead(near), call(state, missed.setting)]));
    }
    if (wider.length) {
      const choices = wider.flatMap(([name, value]) => [" · ", element("code", {}, [`${name}=${value}`])]);
      rows.push(element("p", {}, [tool.lead(say("wider", { size: output })), ...choices.slice(1)]));
    }
    return rows;
  }

  // How many cells no window reads, and where.
  const lost = ({ unread, unread_at_end: end }, say) =>
    unread ? say("unread_count", { count: unread, gaps: unread - end, end }) : "0";

  function table(state, found, say) {
    const last = state.transposed ? "empty_cells" : "unread_cells";
    const rows = found
      .slice(0, SHOWN)
      .map((one) => [call(state, one), one.even ? "✓" : "−", state.transposed ? String(one.empty) : lost(one, say)]);
    return tool.table(say("results"), [say("layer"), say("even"), say(last)], rows);
  }

  function show(state, say) {
    const question = ask(state);
    if (question.refusal) return tool.refusal(say, question.refusal);
    const { input, output, bounds } = question,
      found = inverse.findSettings(input, output, bounds),
      tried = searched(state, bounds, say);
    if (found.length === 0) return [...none(state, question, say), tried];
    const heading = say(found.length > SHOWN ? "found" : "found_all", { count: found.length, shown: SHOWN });
    return [element("p", {}, [heading]), table(state, found, say), tried];
  }

  // A convolution makes sizes smaller and a transposed one larger: sizes that go the other way change places.
  function turned(state) {
    const [input, output] = [state.input, state.output].map((text) => limits.values(text));
    const upward = input && output && input[0] < output[0],
      downward = input && output && input[0] > output[0];
    const swap = state.transposed ? downward : upward;
    return swap ? { ...state, input: state.output, output: state.input } : state;
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
      then: turned,
    },
    { name: "input", caption: say("input_size") },
    { name: "output", caption: say("output_size") },
    ...names(state).map((name) => ({ name, caption: `${name}=`, hint: say("any") })),
  ];

  tool.mount("sizes", { DEFAULTS, fields, show });
})();
