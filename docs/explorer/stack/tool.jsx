// A stack of layers: each with its arguments, and what it makes of its input.
import { useRef, useState } from "preact/hooks";
import { Choice, Field } from "../view/field.jsx";
import { Spoken } from "../view/heard.jsx";
import { Checks, Counted, Heads } from "../view/layers.jsx";
import { useFocus } from "../view/places.js";
import { grouped } from "../view/numbers.js";
import { Refusal } from "../view/refusal.jsx";
import { TakeAway } from "../view/share.jsx";
import { useWords } from "../view/words.js";
import { Call, Missing, Outcome } from "./layer.jsx";
import { RANKS, defaults, facts, plainLayer, rankOf, readLayers, settle, traced, writeLayers } from "./layers.js";
import { Text } from "./text.jsx";
import { words } from "./words.js";

/** @typedef {import("./layers.js").State} State */
/** @typedef {import("./layers.js").Layer} Layer */

const HEADS = ["output", "receptive_field", "jump", "centre", "macs", "parameters"];

/** @param {{ state: State, change: (changes: Partial<State>) => void }} props */
function Start({ state, change }) {
  const say = useWords();
  return (
    <div class="ex-code" role="group" aria-label={say("settings")}>
      <Choice
        caption={say("axes")}
        value={state.rank}
        options={RANKS.map((rank) => /** @type {const} */ ([rank, `${rank}-D`]))}
        onChoice={(rank) => change({ rank, layers: writeLayers(readLayers(state), { ...state, rank }) })}
      />
      <Field
        name="channels"
        caption={say("input_channels")}
        value={state.channels}
        onText={(channels) => change({ channels })}
      />
      <Field name="size" caption={say("input_size")} value={state.size} onText={(size) => change({ size })} />
      <Checks names={["count_zeros", "count_cropped"]} state={state} change={change} />
    </div>
  );
}

/** What the multiply-accumulates hold, and all of them added up. @param {{ state: State, rows: import("../rules/trace.js").Row[], whole: boolean }} props */
function Totals({ state, rows, whole }) {
  const say = useWords();
  const sum = (/** @type {(bigint | null)[]} */ values) =>
    values.reduce((all, value) => (all === null || value === null ? null : all + value), 0n);
  const macs = sum(rows.map((row) => row.macs)),
    parameters = grouped(sum(rows.map((row) => row.parameters)) ?? 0n);
  return (
    <>
      <Counted state={state} />
      {whole && (
        <p>{macs === null ? say("total_partly", { parameters }) : say("total", { macs: grouped(macs), parameters })}</p>
      )}
    </>
  );
}

const WAYS = /** @type {Record<string, number>} */ ({ up: -1, down: 1 });

/**
 * What changes the list of layers, and where the keyboard then stands.
 *
 * @param {Layer[]} layers @param {(changed: Layer[]) => void} write @param {ReturnType<typeof useFocus>} focus
 */
function useArranging(layers, write, focus) {
  const [open, show] = useState(-1);
  /** @param {number} at @param {number} to */
  const move = (at, to) => {
    const way = to < at ? "up" : "down",
      ends = layers[to + WAYS[way]] === undefined;
    focus(to, ends ? ".ex-arranger" : `.ex-${way}`);
    show(to);
    write(layers.toSpliced(at, 1).toSpliced(to, 0, layers[at]));
  };
  /** @param {number} at @param {Layer} layer */
  const insert = (at, layer) => {
    focus(at, ".ex-arranger");
    show(-1);
    write(layers.toSpliced(at, 0, layer));
  };
  return {
    remove: (/** @type {number} */ at) => {
      focus(at, ".ex-remove");
      show(-1);
      write(layers.toSpliced(at, 1));
    },
    arranging: (/** @type {number} */ at) => ({
      open: open === at,
      turn: () => show(open === at ? -1 : at),
      insert: () => insert(at + 1, plainLayer(layers.slice(0, at + 1))),
      duplicate: () => insert(at + 1, layers[at]),
      up: at > 0 ? () => move(at, at - 1) : null,
      down: at < layers.length - 1 ? () => move(at, at + 1) : null,
    }),
  };
}

/** @param {import("../model/tool.js").Props<State>} props */
function View({ state, change, link, root }) {
  const say = useWords(),
    table = useRef(/** @type {HTMLDivElement | null} */ (null)),
    focus = useFocus(table),
    layers = readLayers(state),
    { start, rows, refused } = traced(state, layers),
    broken = refused ? rows.length + 1 : 0,
    count = HEADS.length + 1;
  /** @param {Layer[]} changed */
  const write = (changed) => change({ layers: writeLayers(changed, state) });
  const { remove, arranging } = useArranging(layers, write, focus);
  /** @param {MouseEvent} event */
  const add = ({ detail }) => {
    if (detail === 0) focus(layers.length, "input"); // pressed by a key
    write([...layers, plainLayer(layers)]);
  };
  return (
    <>
      <Start state={state} change={change} />
      <Spoken>
        {start === null && refused && <Refusal refused={refused} />}
        <div ref={table}>
          <table class="ex-stack" aria-label={say("stack")}>
            <Heads heads={HEADS} />
            {layers.map((layer, at) => (
              <tbody key={at}>
                <tr>
                  <td colSpan={count}>
                    <Call
                      layer={layer}
                      number={at + 1}
                      rank={rankOf(state)}
                      set={(changed) => write(layers.map((old, place) => (place === at ? changed : old)))}
                      remove={() => remove(at)}
                      arranging={arranging(at)}
                    />
                  </td>
                </tr>
                {start && rows[at] && (
                  <Outcome row={rows[at]} before={rows[at - 1]} number={at + 1} size={start.size} count={count} />
                )}
                {start && !rows[at] && <Missing refused={refused} number={at + 1} broken={broken} count={count} />}
              </tbody>
            ))}
          </table>
          {layers.length === 0 && <p>{say("no_layers")}</p>}
          <button type="button" class="ex-add" onClick={add}>
            {say("add_layer")}
          </button>
        </div>
        {rows.length > 0 && <Totals state={state} rows={rows} whole={!refused} />}
      </Spoken>
      <Text {...{ state, layers, change, root }} />
      <TakeAway link={link} />
    </>
  );
}

/** @type {import("../model/tool.js").Tool<State>} */
export const stack = { name: "stack", words, defaults, settle, facts, View };
