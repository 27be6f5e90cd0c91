// The receptive field of a short stack, along one axis: rows of cells, and the cone of the chosen one.
import { Heard, Spoken } from "../view/heard.jsx";
import { over } from "../view/numbers.js";
import { Refusal } from "../view/refusal.jsx";
import { TakeAway } from "../view/share.jsx";
import { Table } from "../view/table.jsx";
import { useWords } from "../view/words.js";
import { Board } from "./board.jsx";
import { ends, levels, placeOf } from "./cone.js";
import { facts } from "./facts.js";
import { Form } from "./form.jsx";
import { defaults, LETTERS, readLayers, traced } from "./layers.js";
import { words } from "./words.js";

/** @typedef {import("./layers.js").State} State */
/** @typedef {import("./layers.js").Layer} Layer */
/** @typedef {import("./cone.js").Place} Place */
/** @typedef {import("../rules/trace.js").Row} Row */

/** What the chosen cell sees, or what sees it. @param {{ rows: Row[], size: number, place: Place, found: number[][], weighed: boolean }} props */
function Sentence({ rows, size, place: { row, at }, found, weighed }) {
  const say = useWords();
  let text;
  if (row === 0) {
    text = say("read_by", { at, count: found[rows.length].filter(Boolean).length });
  } else {
    const { first, last } = ends(rows[row - 1], at),
      outside =
        Math.max(0, Math.min(-first, last - first + 1)) + Math.max(0, Math.min(last - size + 1, last - first + 1)),
      counts = found[0].filter(Boolean);
    text = say(outside ? "field_padded" : "field_inside", {
      layer: row,
      at,
      size: last - first + 1,
      first,
      last,
      count: outside,
    });
    if (weighed && counts.length)
      text += ` ${say("paths_found", { total: counts.reduce((all, count) => all + count, 0), most: Math.max(...counts), rim: counts[0] })}`;
  }
  return (
    <>
      <div class="ex-line">{text}</div>
      <Heard text={text} />
    </>
  );
}

/** @param {{ layers: Layer[], size: bigint, rows: Row[] }} props */
function Numbers({ layers, size, rows }) {
  const say = useWords();
  const lines = rows.map((row, at) => [
    `${at + 1}: ${LETTERS.map((letter) => letter + layers[at][letter]).join(" ")}`,
    String(row.size[0]),
    String(row.field[0]),
    over(row.jump[0]),
    over(row.centre[0]),
  ]);
  return (
    <Table
      label={say("receptive_field")}
      head={["layer", "output", "receptive_field", "jump", "centre"].map((word) => say(word))}
      rows={[[say("input"), String(size), "1", "1", "0"], ...lines]}
    />
  );
}

/** @param {{ id: string, state: State, size: bigint, rows: Row[], change: (changes: Partial<State>, how?: { quietly?: boolean }) => void }} props */
function Picture({ id, state, size, rows, change }) {
  const say = useWords(),
    all = levels(size, rows),
    weighed = state.paths === "1";
  if (!all) return <p>{say("too_large")}</p>;
  return (
    <Board
      id={id}
      all={all}
      place={placeOf(state.at, all)}
      fieldOf={({ row, at }) => (row ? ends(rows[row - 1], at) : null)}
      weighed={weighed}
      choose={({ row, at }) => change({ at: `${row}.${at}` }, { quietly: true })}
    >
      {(/** @type {Place} */ place, /** @type {number[][]} */ found) => (
        <Sentence rows={rows} size={Number(size)} place={place} found={found} weighed={weighed} />
      )}
    </Board>
  );
}

/** @param {import("../model/tool.js").Props<State>} props */
function View({ id, state, change, link }) {
  const say = useWords(),
    layers = readLayers(state.layers),
    { size, rows, refused } = traced(state, layers);
  return (
    <>
      <Form state={state} layers={layers} change={change} />
      {size && rows.length > 0 && <Picture id={id} state={state} size={size} rows={rows} change={change} />}
      <Spoken>
        {layers.length === 0 && <p>{say("no_layers")}</p>}
        {refused && (
          <>
            {size && <p>{say("layer_number", { number: rows.length + 1 })}</p>}
            <Refusal refused={refused} />
          </>
        )}
      </Spoken>
      {size && rows.length > 0 && <Numbers layers={layers} size={size} rows={rows} />}
      <TakeAway link={link} />
    </>
  );
}

/** @type {import("../model/tool.js").Tool<State>} */
export const receptive = { name: "receptive", words, defaults, facts, View };
