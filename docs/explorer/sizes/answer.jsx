// What the search found: a table of calls, or why there is none and what to widen.
import { findSettings, miss, widened } from "../rules/inverse.js";
import { written } from "../rules/bounds.js";
import { handed } from "../view/handing.js";
import { Table } from "../view/table.jsx";
import { lead, useWords } from "../view/words.js";
import { names } from "./question.js";

/** @typedef {import("./question.js").State} State */
/** @typedef {{ input: bigint, output: bigint, bounds: import("../rules/bounds.js").Bounds }} Question */

const SHOWN = 20;
const USUAL = { kernel_size: undefined, stride: 1n, padding: 0n, dilation: 1n, output_padding: 0n };

/** @param {State} state */
const layerOf = ({ transposed }) => (transposed ? "ConvTranspose2d" : "Conv2d");

/** What is not as by default. @param {State} state @param {any} found */
const unusual = (state, found) => names(state).filter((name) => found[name] !== USUAL[name]);

/** @param {State} state @param {any} found */
const callOf = (state, found) =>
  `nn.${layerOf(state)}(…, ${unusual(state, found)
    .map((name) => `${name}=${found[name]}`)
    .join(", ")})`;

/** A call that leads to the figure of this layer, on the same input. @param {{ state: State, input: bigint, found: any, root: string }} props */
function Call({ state, input, found, root }) {
  const say = useWords(),
    values = unusual(state, found).map((name) => [name, String(found[name])]),
    fields = { layer: layerOf(state), size: String(input), ...Object.fromEntries(values) };
  return (
    <a href={handed(root, state.transposed ? "transposed" : "convolution", fields)} title={say("open_layer")}>
      <code>{callOf(state, found)}</code>
    </a>
  );
}

/** What was tried, so that "none" is not read as "there is none". @param {{ state: State, bounds: import("../rules/bounds.js").Bounds }} props */
function Searched({ state, bounds }) {
  const say = useWords();
  return (
    <p>
      {lead(say("searched"))}
      {names(state).map((name, at) => (
        <span key={name}>
          {at > 0 && ", "}
          <code>{`${name}=${written(bounds, name)}`}</code>
        </span>
      ))}
    </p>
  );
}

/** @param {{ state: State, question: Question, root: string }} props */
function Missed({ state, question: { input, output, bounds }, root }) {
  const say = useWords(),
    missed = miss(input, output, bounds);
  if (!missed) return <p>{say("none_fits")}</p>;
  const { lowest, highest, nearest } = missed,
    above = nearest > output,
    by = above ? nearest - output : output - nearest;
  return (
    <>
      <p>{say(lowest === highest ? "none_one" : "none_between", { low: lowest, high: highest })}</p>
      <p>
        {lead(say(above ? "nearest_above" : "nearest_below", { size: nearest, by }))}
        <Call state={state} input={input} found={missed.setting} root={root} />
      </p>
    </>
  );
}

/** Bounds that reach the size, each a button that sets them. @param {{ question: Question, change: (changes: any) => void }} props */
function Wider({ question: { input, output, bounds }, change }) {
  const say = useWords(),
    wider = Object.entries(widened(input, output, bounds));
  if (wider.length === 0) return null;
  return (
    <p class="ex-choices">
      {lead(say("wider", { size: output }))}
      {wider.flatMap(([name, value]) => [
        <button key={name} type="button" onClick={() => change({ [name]: String(value) })}>
          <code>{`${name}=${value}`}</code>
        </button>,
        " ",
      ])}
    </p>
  );
}

/** @param {{ state: State, input: bigint, found: any[], root: string }} props */
function Found({ state, input, found, root }) {
  const say = useWords();
  /** How many cells no window reads, and where. @param {any} one */
  const lost = ({ unread, unread_at_end: end }) =>
    unread ? say("unread_count", { count: unread, gaps: unread - end, end }) : "0";
  const rows = found
    .slice(0, SHOWN)
    .map((one) => [
      <Call state={state} input={input} found={one} root={root} />,
      one.even ? "✓" : "−",
      state.transposed ? String(one.empty) : lost(one),
    ]);
  const last = state.transposed ? "empty_cells" : "unread_cells";
  return <Table label={say("results")} head={[say("layer"), say("even"), say(last)]} rows={rows} />;
}

/** @param {{ state: State, question: Question, change: (changes: any) => void, root: string }} props */
export function Answer({ state, question, change, root }) {
  const say = useWords(),
    found = findSettings(question.input, question.output, question.bounds);
  if (found.length === 0)
    return (
      <>
        <Missed state={state} question={question} root={root} />
        <Wider question={question} change={change} />
        <Searched state={state} bounds={question.bounds} />
      </>
    );
  return (
    <>
      <p>{say(found.length > SHOWN ? "found" : "found_all", { count: found.length, shown: SHOWN })}</p>
      <Found state={state} input={question.input} found={found} root={root} />
      <Searched state={state} bounds={question.bounds} />
    </>
  );
}
