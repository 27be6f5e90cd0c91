// One layer of the table: its call as a line of fields, and below it what it makes of its input.
import { Choice } from "../view/field.jsx";
import { Numbers } from "../view/layers.jsx";
import { grouped, joined, over } from "../view/numbers.js";
import { Refusal } from "../view/refusal.jsx";
import { Stepper } from "../view/stepper.jsx";
import { useWords } from "../view/words.js";
import { KINDS } from "../rules/trace.js";
import { ARGUMENTS, argumentsOf } from "./layers.js";
import { isWide, notesOf } from "./notes.js";

/** @typedef {import("../rules/trace.js").Row} Row */
/** @typedef {import("./layers.js").Layer} Layer */

const LEAST = /** @type {Record<string, bigint>} */ ({ padding: 0n, output_padding: 0n });
const REACH = /** @type {Record<string, number>} */ ({ out_channels: 512, groups: 64 });

/** @param {(bigint | null)[]} sizes */
export const written = (sizes) => joined(sizes.map(String));

/**
 * What is done with a layer as a whole.
 *
 * @typedef {object} Arranging
 * @property {boolean} open whether it is shown
 * @property {() => void} turn shows or hides it
 * @property {() => void} insert
 * @property {() => void} duplicate
 * @property {(() => void) | null} up null where there is no way
 * @property {(() => void) | null} down
 */

/** @param {{ arranging: Arranging, number: number }} props */
function Arrange({ arranging: { insert, duplicate, up, down }, number }) {
  const say = useWords();
  return (
    <div class="ex-arrange" role="group" aria-label={say("arrange_layer", { number })}>
      <button type="button" onClick={insert}>
        {say("insert_layer")}
      </button>
      <button type="button" onClick={duplicate}>
        {say("duplicate_layer")}
      </button>
      <button type="button" class="ex-up" disabled={!up} onClick={up ?? undefined}>
        {say("move_up")}
      </button>
      <button type="button" class="ex-down" disabled={!down} onClick={down ?? undefined}>
        {say("move_down")}
      </button>
    </div>
  );
}

/** @param {{ layer: Layer, number: number, rank: number, set: (layer: Layer) => void, remove: () => void, arranging: Arranging }} props */
export function Call({ layer, number, rank, set, remove, arranging }) {
  const say = useWords(),
    { kind, values } = layer,
    kinds = Object.keys(KINDS).includes(kind) ? Object.keys(KINDS) : [...Object.keys(KINDS), kind];
  /** @param {string} name */
  const label = (name) => say("layer_argument", { number, name });
  /** @param {KeyboardEvent & { currentTarget: HTMLElement }} event */
  const leave = ({ key, currentTarget: call }) => {
    if (key !== "Escape" || !arranging.open) return;
    arranging.turn();
    /** @type {HTMLElement | null} */ (call.querySelector(".ex-arranger"))?.focus();
  };
  /** @param {number} at @param {string} text */
  const write = (at, text) => set({ kind, values: values.map((old, place) => (place === at ? text : old)) });
  return (
    <div class="ex-call" onKeyDown={leave}>
      <span class="ex-order">{number}</span>
      <Choice
        label={label("nn")}
        value={kind}
        options={kinds.map((name) => /** @type {const} */ ([name, `nn.${name}${rank}d`]))}
        onChoice={(name) => set({ kind: name, values })}
      />
      <button
        type="button"
        class="ex-arranger"
        aria-label={say("arrange_layer", { number })}
        aria-expanded={arranging.open}
        onClick={arranging.turn}
      >
        ⋯
      </button>
      <button type="button" class="ex-remove" aria-label={say("remove_layer", { number })} onClick={remove}>
        ×
      </button>
      {arranging.open && <Arrange arranging={arranging} number={number} />}
      {argumentsOf(kind).map((name) => (
        <Stepper
          key={name}
          compact
          name={name}
          caption={`${name}=`}
          label={label(name)}
          value={values[ARGUMENTS.indexOf(name)]}
          legal={{ least: LEAST[name] ?? 1n }}
          reach={REACH[name]}
          onText={(text) => write(ARGUMENTS.indexOf(name), text)}
        />
      ))}
    </div>
  );
}

/** @param {{ row: Row, before: Row | undefined, number: number, size: bigint[], count: number }} props */
export function Outcome({ row, before, number, size, count }) {
  const say = useWords(),
    notes = notesOf(row, before, size, written);
  const cells = [
    ["output", [row.channels, ...row.size].join("×")],
    ["receptive_field", row.field.includes(null) ? say("too_much") : written(row.field)],
    ["jump", joined(row.jump.map(over))],
    ["centre", joined(row.centre.map(over))],
    ["macs", row.macs === null ? say("not_counted") : grouped(row.macs)],
    ["parameters", grouped(row.parameters)],
  ];
  return (
    <>
      <Numbers number={number} cells={cells} flagged={(word) => word === "receptive_field" && isWide(row, size)} />
      {notes.length > 0 && (
        <tr>
          <td colSpan={count} class="ex-notes">
            {notes.map(({ word, numbers }) => (
              <p key={word}>{say(word, numbers)}</p>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

/** In place of the outcome, where there is none. @param {{ refused: import("../model/unreadable.js").Refused | null, number: number, broken: number, count: number }} props */
export function Missing({ refused, number, broken, count }) {
  const say = useWords();
  return (
    <tr>
      <td colSpan={count} class="ex-notes">
        {refused && number === broken ? (
          <>
            <p class="ex-heard">{say("layer_number", { number })}</p>
            <Refusal refused={refused} />
          </>
        ) : (
          <span>{say("after_refused", { number: broken })}</span>
        )}
      </td>
    </tr>
  );
}
