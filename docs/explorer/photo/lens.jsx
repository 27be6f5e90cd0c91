// One pixel of the map under the lens: the numbers of its window, the weights, which can be changed, and the sum.
import { useState } from "preact/hooks";
import { Heard } from "../view/heard.jsx";
import { minus, printed, result } from "../view/numbers.js";
import { Sum } from "../view/sum.jsx";
import { lead, useWords } from "../view/words.js";
import { cells as pastedCells } from "../model/numbers.js";
import { typedCells } from "./kernels.js";

/** @import { Seen } from "./scene.js" */
/** @import { State } from "./state.js" */

const MOST_NUMBERS = 7;
const MOST_WRITTEN = 9;
/** The grey on which black and white digits are read equally well. */
const EVEN = 117;
const SLICES = ["red", "green", "blue"];

/** The cells of the kernel as the reader sees them, all slices in a row. @param {State} state @param {Seen} seen */
function cellTexts({ w }, { wrote, kernel }) {
  if (/[\d,.]/.test(w) || w === "") return typedCells(w);
  if (w === "blur") return wrote[0].map(() => `1/${kernel[0] * kernel[1]}`);
  return wrote.flat().map((value) => String(Number(value.toPrecision(6))));
}

/** Which side a square kernel of that many weights has, and how many slices. @param {number} count */
function shapeOf(count) {
  for (const slices of [1, 3]) {
    const side = Math.sqrt(count / slices);
    if (Number.isInteger(side) && (side > 1 || slices === 1)) return { side, slices };
  }
  return null;
}

/** What changes when a whole kernel is pasted: its numbers, and the size where they tell it. @param {string} text @param {State} state @returns {Partial<State>} */
export function pasted(text, state) {
  const cells = pastedCells(text),
    shape = shapeOf(cells.length);
  return {
    w: cells.join(","),
    ...(shape && { kernel_size: String(shape.side) }),
    ...(shape?.slices === 3 && state.colours === "grey" && { colours: "sum" }),
  };
}

/** @param {{ kind: string, columns: number, name: string, children: import("preact").ComponentChildren }} props */
function Board({ kind, columns, name, children }) {
  const dense = columns > MOST_NUMBERS ? " ph-dense" : "";
  return (
    <div class="ph-part">
      <div class={`ph-board ph-${kind}${dense}`} style={{ "--columns": columns }}>
        {children}
      </div>
      <p class="ph-label">{name}</p>
    </div>
  );
}

/** @param {{ seen: Seen, slice: number }} props */
function WindowBoard({ seen, slice }) {
  const say = useWords(),
    [rows, columns] = seen.kernel;
  return (
    <Board kind="x" columns={columns} name={`${say("photo_window")} ${rows}×${columns}`}>
      {seen.values[slice].map((value, at) => {
        if (value === null) return <span key={at} class="ph-none" />;
        const shade = Math.round(value);
        return (
          <span
            key={at}
            class={seen.pads[at] ? "ph-pad" : ""}
            style={{ background: `rgb(${shade} ${shade} ${shade})`, color: shade > EVEN ? "#000" : "#fff" }}
          >
            {columns <= MOST_NUMBERS && printed(value)}
          </span>
        );
      })}
    </Board>
  );
}

/** @param {{ state: State, seen: Seen, slice: number, change: (changes: Partial<State>) => void }} props */
function KernelBoard({ state, seen, slice, change }) {
  const say = useWords(),
    [rows, columns] = seen.kernel,
    weights = seen.slices[Math.min(slice, seen.slices.length - 1)],
    largest = Math.max(...weights.map(Math.abs)) || 1,
    texts = cellTexts(state, seen),
    start = texts.length > rows * columns ? slice * rows * columns : 0;
  /** @param {number} at @param {string} text */
  const put = (at, text) =>
    change({ w: texts.map((old, cell) => (cell === at ? text.replace(/[,，、]/g, ".") : old)).join(",") });
  const shade = (/** @type {number} */ value) =>
    `color-mix(in srgb, var(--kernel-deep) ${Math.round((100 * Math.abs(value)) / largest)}%, var(--kernel-tint))`;
  const signed = (/** @type {number} */ value) =>
    `color-mix(in srgb, var(--signed-${value < 0 ? "minus" : "plus"}) ${Math.round((100 * Math.abs(value)) / largest)}%, var(--signed-zero))`;
  const editable = columns <= MOST_NUMBERS && rows <= MOST_NUMBERS;
  return (
    <Board kind="w" columns={columns} name={`${say("photo_kernel")} ${rows}×${columns}`}>
      {weights.map((value, at) =>
        editable ? (
          <input
            key={at}
            type="text"
            value={minus(texts[start + at] ?? "")}
            style={{ background: shade(value) }}
            aria-label={say("photo_cell", { row: Math.floor(at / columns) + 1, column: (at % columns) + 1 })}
            autocomplete="off"
            spellcheck={false}
            maxlength={12}
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => put(start + at, event.currentTarget.value)}
            onPaste={(event) => {
              const text = event.clipboardData?.getData("text") ?? "";
              if (pastedCells(text).length < 2) return;
              event.preventDefault();
              change(pasted(text, state));
            }}
          />
        ) : (
          <span key={at} style={{ background: signed(value) }} />
        ),
      )}
    </Board>
  );
}

/** A number as a factor, with all its digits where they are few: below zero in brackets. @param {number} value */
function factor(value) {
  const text = minus(Number(value.toPrecision(9)));
  return value < 0 ? `(${text})` : text;
}

/** The sum in digits: every product where they are few, else what each channel gives. @param {Seen} seen @param {number} slice */
export function sumText({ values, slices, totals }, slice) {
  const apart = totals.length > 1,
    products = values.map((window, channel) =>
      window.flatMap((value, at) => (value === null ? [] : [[value, slices[channel][at]]])),
    ),
    total = totals[apart ? slice : 0];
  const size = (/** @type {number[][]} */ pairs) => pairs.reduce((sum, [x, w]) => sum + Math.abs(x * w), 0);
  if (!apart && products.length > 1) {
    const parts = products.map((pairs) => pairs.reduce((sum, [x, w]) => sum + x * w, 0));
    return `${parts.map(factor).join(" + ")} ${result(
      total,
      products.reduce((sum, pairs) => sum + size(pairs), 0),
    )}`;
  }
  const shown = products[apart ? slice : 0],
    right = result(total, size(shown));
  if (shown.length === 0) return "0";
  return shown.length > MOST_WRITTEN
    ? `Σ x·w ${right}`
    : `${shown.map(([x, w]) => `${factor(x)}·${factor(w)}`).join(" + ")} ${right}`;
}

/** @param {{ state: State, seen: Seen, still: boolean, refused: boolean, change: (changes: Partial<State>) => void }} props still: untouched, and nothing is read out; refused: what was typed gives no sum */
export function Lens({ state, seen, still, refused, change }) {
  const say = useWords(),
    [chosen, choose] = useState(0),
    several = seen.values.length > 1,
    slice = several ? chosen : 0,
    apart = seen.totals.length > 1,
    total = seen.totals[apart ? slice : 0],
    [row, column] = seen.place;
  return (
    <div class="ph-lens">
      {several && (
        <div class="ph-tabs" role="group" aria-label={say("photo_colours")}>
          {SLICES.map((name, at) => (
            <button key={name} type="button" aria-pressed={at === slice} onClick={() => choose(at)}>
              {say(`photo_slice_${name}`)}
            </button>
          ))}
        </div>
      )}
      <div class="ph-product">
        <WindowBoard seen={seen} slice={slice} />
        <span class="ph-sign" aria-hidden="true">
          ∗
        </span>
        <KernelBoard state={state} seen={seen} slice={slice} change={change} />
        <div class="ph-result">
          <span class="ph-sign" aria-hidden="true">
            =
          </span>
          <Board kind={total < 0 && !refused ? "y minus" : "y"} columns={1} name={say("photo_pixel")}>
            <span>{refused ? "?" : printed(total)}</span>
          </Board>
        </div>
      </div>
      <Sum
        said={refused ? "" : `y[${[...(apart ? [slice] : []), row, column].join(", ")}] = ${sumText(seen, slice)}`}
      />
      <Heard text={still || refused ? "" : say("photo_pixel_heard", { row, column, value: printed(total) })} />
    </div>
  );
}

/** What brings a text at once; one that is typed is whole when the reader leaves the box. */
const WHOLE = /From(Paste|Drop)/;

/** How many numbers make up the kernel of one's own; nothing where they do not fit, which is said elsewhere. @param {import("../view/words.js").Say} say @param {State} state */
function readText(say, { w, kernel_size: side }) {
  const count = typedCells(w).length,
    slices = count / Number(side) ** 2;
  if (slices !== 1 && slices !== 3) return "";
  return say(slices === 1 ? "photo_pasted" : "photo_pasted_colours", { count, side });
}

/** A box that takes a whole kernel. @param {{ state: State, change: (changes: Partial<State>) => void }} props */
export function PasteBox({ state, change }) {
  const say = useWords(),
    [draft, keep] = useState(/** @type {string | null} */ (null)),
    own = /[\d,.]/.test(state.w) ? state.w.replaceAll(",", " ") : "";
  /** @param {string} text */
  const take = (text) => {
    if (text.trim()) change(pasted(text, state));
  };
  return (
    <>
      <label class="ph-paste">
        <span>{lead(say("photo_w_paste"))}</span>
        <textarea
          rows={1}
          spellcheck={false}
          value={draft ?? own}
          onInput={({ currentTarget, inputType }) => {
            keep(currentTarget.value);
            if (!inputType || WHOLE.test(inputType)) take(currentTarget.value);
          }}
          onChange={({ currentTarget }) => take(currentTarget.value)}
          onBlur={() => keep(null)}
        />
      </label>
      <p class="ex-hint" aria-live="polite">
        {own && readText(say, state)}
      </p>
    </>
  );
}
