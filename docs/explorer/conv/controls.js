// The controls around the grids: the call with its arguments, the steps and presets, the link and the code.
// Each function returns the nodes of one row; what they do is asked of the figure through view.act.
import * as states from "../model/setting.js";
import * as presets from "../model/presets.js";
import * as drawing from "../view/drawing.js";

const { element } = drawing;

const button = (text, onclick, more = {}) => element("button", { type: "button", onclick, ...more }, [text]);
const select = (label, options, chosen, onchange) =>
  element("label", { class: "ex-select" }, [
    element("span", {}, [label]),
    element(
      "select",
      { onchange: (event) => onchange(event.target.value) },
      options.map(([value, text]) => element("option", { value, selected: value === chosen }, [text])),
    ),
  ]);

function field(view, name, caption) {
  const { say, state } = view;
  return element("label", { class: "ex-argument" }, [
    element("span", {}, [caption]),
    element("input", {
      type: "text",
      value: state[name],
      size: Math.max(3, state[name].length + 1),
      maxlength: states.LONGEST,
      spellcheck: "false",
      autocomplete: "off",
      "data-name": name,
      "aria-label": name === "size" ? say("input_size") : name,
      disabled: name === "padding" && state.causal === "1" && state.layer === "Conv1d",
      oninput: (event) => {
        event.target.size = Math.max(3, event.target.value.length + 1);
        view.act.change({ [name]: event.target.value });
      },
    }),
  ]);
}

// The layer's call, each argument a field.
function callRow(view) {
  const { state, say } = view;
  const layer = element(
    "select",
    { "aria-label": say("layer"), onchange: (event) => view.act.change(afterLayer(state, event.target.value)) },
    states.LAYERS.map((name) => element("option", { value: name, selected: name === state.layer }, [`nn.${name}`])),
  );
  const named = states
    .callArguments(state)
    .map((name) => (name === "padding_mode" ? modeField(view) : field(view, name, `${name}=`)));
  const row = [
    layer,
    "(",
    field(view, "in_channels", ""),
    ",",
    field(view, "out_channels", ""),
    ...named.flatMap((part) => [",", part]),
    ")",
  ];
  const size = element("div", { class: "ex-row" }, [field(view, "size", say("input_size"))]);
  if (state.layer === "Conv1d") size.append(causalBox(view));
  return [element("div", { class: "ex-code", role: "group", "aria-label": say("call") }, row), size];
}

// Pairs cannot stay when the rank falls to one.
function afterLayer(state, layer) {
  const changes = { layer, at: `${state.at[0]}.0.0.0` };
  if (layer.endsWith("1d")) {
    for (const name of ["size", "kernel_size", "stride", "padding", "dilation", "output_padding"]) {
      const found = states.integers(state[name]);
      if (found && found.length > 1) changes[name] = String(found[found.length - 1]);
    }
  }
  return changes;
}

function modeField(view) {
  return element("label", { class: "ex-argument" }, [
    element("span", {}, ["padding_mode="]),
    element(
      "select",
      {
        "aria-label": "padding_mode",
        disabled: view.state.causal === "1" && view.state.layer === "Conv1d",
        onchange: (event) => view.act.change({ padding_mode: event.target.value }),
      },
      states.MODES.map((mode) =>
        element("option", { value: mode, selected: mode === view.state.padding_mode }, [`"${mode}"`]),
      ),
    ),
  ]);
}

function causalBox(view) {
  return element("label", { class: "ex-check" }, [
    element("input", {
      type: "checkbox",
      checked: view.state.causal === "1",
      onchange: (event) => view.act.change({ causal: event.target.checked ? "1" : "" }),
    }),
    view.say("causal"),
  ]);
}

function stepsRow(view) {
  const { say, state } = view;
  view.play = button(say(view.timer ? "pause" : "play"), view.act.toggle, { class: "ex-play" });
  const presetSelect = (kind, names) =>
    select(
      say(`${kind}_preset`),
      [
        ...Object.keys(names).map((name) => [name, say(`preset_${name}`)]),
        ...(Object.hasOwn(names, state[kind]) ? [] : [["", say("preset_own")]]),
      ],
      Object.hasOwn(names, state[kind]) ? state[kind] : "",
      (name) => name && view.act.change({ [kind]: name }),
    );
  const row = [
    button("◀", () => view.act.step(-1), { "aria-label": say("back") }),
    view.play,
    button("▶", () => view.act.step(1), { "aria-label": say("next") }),
    presetSelect("x", presets.INPUTS),
    presetSelect("w", presets.KERNELS),
  ];
  if (states.isTransposed(state)) {
    row.push(
      select(
        say("view"),
        [
          ["gather", say("gather")],
          ["scatter", say("scatter")],
        ],
        state.view,
        (name) => view.act.change({ view: name, at: name === "scatter" ? "x.0.0.0" : "y.0.0.0" }),
      ),
    );
  }
  row.push(
    element("label", { class: "ex-check" }, [
      element("input", {
        type: "checkbox",
        checked: state.matrix === "1",
        onchange: (event) => view.act.change({ matrix: event.target.checked ? "1" : "" }),
      }),
      say("matrix"),
    ]),
  );
  return row;
}

function copier(view, text, caption) {
  return button(caption, async (event) => {
    const place = event.currentTarget;
    try {
      await navigator.clipboard.writeText(text());
      place.textContent = view.say("copied");
    } catch {
      place.textContent = view.say("not_copied");
    }
    setTimeout(() => {
      place.textContent = caption;
    }, 2000);
  });
}

function shareRow(view) {
  const { say } = view,
    address = () => `${location.href.split("#")[0]}#${states.toFragment(view.root.id, view.state)}`;
  view.code = ["torchCode", "convrefCode"].map((name) => ({ name, shown: element("pre", { tabindex: 0 }) }));
  const blocks = view.code.map(({ name, shown }) =>
    element("div", {}, [shown, copier(view, () => shown.textContent, say(`copy_${name}`))]),
  );
  return [
    element("div", { class: "ex-row" }, [
      copier(view, address, say("copy_link")),
      button(say("reset"), view.act.reset),
    ]),
    element("details", {}, [element("summary", {}, [say("code")]), ...blocks]),
  ];
}

export { callRow, stepsRow, shareRow };
