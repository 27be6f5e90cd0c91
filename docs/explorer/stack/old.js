// A stack of layers: lines of fields above a table of what each layer makes of its input.
import * as drawing from "../view/drawing.js";
import * as formulas from "../view/formulas.js";
import * as tool from "../view/tool.js";
import { ARGUMENTS, KINDS, MOST_LAYERS, trace } from "../rules/trace.js";

const { element } = drawing;
const PLAIN = "Conv2d,64,3,1,1,0,1,1";
const DEFAULTS = {
  size: "224",
  channels: "3",
  layers: "Conv2d,64,3,1,1,0,1,1;Conv2d,128,3,2,1,0,1,1;Conv2d,128,3,1,2,0,2,1",
  count_zeros: "1",
  count_cropped: "",
};

const over = ([n, d]) =>
  formulas.minus(d === 1n ? `${n}` : d === 2n ? `${n < 0n ? "-" : ""}${(n < 0n ? -n : n) / 2n}.5` : `${n}/${d}`);
const grouped = (value) => value.toString().replace(/\B(?=(\d{3})+$)/g, ",");

const counted = (say, choice) => say(choice === "1" ? "counted" : "not_counted");
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
  const several = tool.several(state, ["channels", "size"], "square");
  if (several) return tool.refusal(say, several);
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
    element("p", { class: "ex-heading" }, [
      say("macs_hold", { zeros: counted(say, state.count_zeros), cropped: counted(say, state.count_cropped) }),
    ]),
    tool.table(
      say("stack"),
      [say("layer"), ...words.map(say)],
      whole.map((row, at) => [`${at + 1}`, ...cells(row)]),
    ),
    element("p", {}, [say("total", { macs: grouped(total) })]),
  ];
}

const fields = (say) => [
  { name: "channels", caption: say("input_channels") },
  { name: "size", caption: say("input_size") },
  ...["count_zeros", "count_cropped"].map((name) => ({ name, caption: say(name), check: true })),
];

tool.mount("stack", { DEFAULTS, fields, show });
