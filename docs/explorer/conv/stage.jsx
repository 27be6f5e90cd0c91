// The grids of one layer: input ∗ kernel = output; with several channels a row for each output, with what each channel adds.
import { useMemo, useRef, useState } from "preact/hooks";
import { printed } from "../view/numbers.js";
import { useSightOf } from "../view/sight.js";
import { useWords } from "../view/words.js";
import { Bitmap } from "./bitmap.jsx";
import { layersOf } from "./cells.js";
import { CellEditor } from "./editor.jsx";
import { following, marks, windows } from "./marks.js";
import { gridOf, parted, parts, value } from "./scene.js";
import { Slice } from "./slice.jsx";
import { stepOf } from "./steps.js";
import { caption, growth, partials, stamped } from "./sums.js";

/** @import { Grid, Scene } from "./scene.js" */
/** @import { Actions, Look } from "./slice.jsx" */

const ROOMY = 10,
  TIGHT = 15,
  WIDE = 20,
  MOST_SHOWN = 8;

/** The side of a cell by the number of columns; a line keeps its digits, and scrolls. @param {Scene} scene */
function sideOf({ axes: [, , columns], sizes, setting, view }) {
  const widest = Math.max(
    view === "gather" ? columns.s * (sizes.x.columns - 1) + 3 : sizes.x.columns + 2 * Math.max(0, columns.before),
    sizes.y.columns,
  );
  if (widest <= ROOMY) {
    const row = widest + sizes.w.columns + sizes.y.columns;
    return sizes.x.slices > 3 ? 32 : row > TIGHT - 1 ? 34 : 38;
  }
  if (setting.input.length === 1 || widest > 4 * WIDE) return 32;
  return widest <= TIGHT ? 32 : widest <= WIDE ? 26 : 16;
}

/** What the output holds at this moment: all of it, as far as it has been computed, or the sums of the stamps so far. @param {Scene} scene @param {string} name @param {boolean} filling @returns {Look["holds"]} */
function holding(scene, name, filling) {
  if (scene.view === "scatter") {
    if (gridOf(name) !== "x") return null;
    const sums = stamped(scene, name);
    return (slice, r, c) => {
      const found = sums(slice, r, c);
      return { text: printed(found.now), note: found.hit ? growth(found) : undefined };
    };
  }
  const last = filling ? stepOf(scene, name) : -1;
  if (last < 0) return null;
  return (slice, r, c) =>
    stepOf(scene, `y.${slice}.${r}.${c}`) > last ? null : { text: printed(scene.numbers.y(slice, r, c)) };
}

/**
 * @param {object} props
 * @param {string} props.id
 * @param {Scene} props.scene
 * @param {string} props.name the chosen cell, or the one under the pointer
 * @param {boolean} props.filling
 * @param {string} props.digits
 * @param {Record<Grid, string>} props.last
 * @param {Actions} props.act
 * @param {{ name: string, first: string } | null} props.editing
 * @param {string} [props.heading] what the view is called, where there are two
 */
export function Stage({ id, scene, name, filling, digits, last, act, editing, heading }) {
  const side = sideOf(scene),
    lit = useMemo(() => marks(scene, name), [scene, name]),
    after = following(scene, name),
    steps = scene.axes.some(({ s }) => s > 1) && scene.view === "plain";
  /** @type {Look} */
  const look = {
    id,
    scene,
    name,
    lit,
    windows: windows(scene, name),
    next: steps && after ? windows(scene, after) : [],
    side,
    digits: digits === "" ? side >= 26 : digits === "1",
    holds: holding(scene, name, filling),
    last,
    act,
  };
  const { x, w, y } = scene.sizes,
    single = x.slices === 1 && w.slices === 1 && y.slices === 1;
  return (
    <div class="ex-stage" style={heading ? { flexBasis: `${widthOf(scene, side)}px` } : undefined}>
      {heading && <p class="ex-view">{heading}</p>}
      {single ? <One look={look} editing={editing} /> : <Channels look={look} editing={editing} />}
    </div>
  );
}

const SIGNS = 90; // The room of the two signs and the gaps around them.

/** How much room a stage wants, with the input above and the rest in a row below it. @param {Scene} scene @param {number} side */
const widthOf = ({ axes: [, , { o, before, s }], sizes: { x, w }, view }, side) =>
  Math.max(
    view === "gather" ? s * (x.columns - 1) + 3 : x.columns,
    w.columns + o + (view === "scatter" ? 2 * before : 0),
  ) *
    side +
  SIGNS;

/** @typedef {{ name: string, first: string } | null} Editing */

/** A slice with its field, if one of its cells is being written. @param {{ look: Look, grid: Grid, slice: number | string, title: import("preact").ComponentChildren, label: string, editing: Editing }} props */
function Framed({ look, grid, slice, title, label, editing }) {
  const open = editing && editing.name.startsWith(`${grid}.${slice}.`) && editing;
  return (
    <div class={`ex-figure of-${grid}`}>
      <p class="ex-title">{title}</p>
      <div class="ex-grid">
        {look.scene.small[grid] || typeof slice === "string" ? (
          <Slice look={look} grid={grid} slice={slice} label={label} />
        ) : (
          <Bitmap look={look} grid={grid} slice={slice} label={label} />
        )}
        {open && <CellEditor look={look} editing={open} />}
      </div>
    </div>
  );
}

/** "5×5", and behind it the size with padding. @param {Scene} scene @param {Grid} grid */
export function sizeOf(scene, grid) {
  const { axes, setting } = scene,
    own = axes.slice(3 - setting.input.length),
    key = /** @type {const} */ ({ x: "i", w: "k", y: "o" })[grid];
  return own.map((axis) => axis[key]).join("×");
}

/** @param {Scene} scene */
function paddedSize({ axes, setting, view }) {
  const own = axes.slice(3 - setting.input.length);
  if (view !== "plain" || own.every(({ before, after }) => before + after === 0)) return null;
  return own.map(({ i, before, after }) => i + before + after).join("×");
}

/** The name and the size of a grid. @param {{ look: Look, grid: Grid }} props */
function Title({ look: { scene }, grid }) {
  const say = useWords(),
    padded = grid === "x" && paddedSize(scene);
  return (
    <>
      {say(wordOf(scene, grid))} <span>{sizeOf(scene, grid)}</span>
      {padded && say("padded", { size: padded })}
    </>
  );
}

/** @param {Scene} scene @param {Grid} grid */
const wordOf = (scene, grid) =>
  ({ x: "input", w: scene.view === "gather" ? "kernel_flipped" : "kernel", y: "output" })[grid];

/** @param {{ look: Look, editing: Editing }} props */
function One({ look, editing }) {
  const say = useWords();
  /** @param {Grid} grid */
  const framed = (grid) => (
    <Framed
      look={look}
      grid={grid}
      slice={0}
      title={<Title look={look} grid={grid} />}
      label={say(wordOf(look.scene, grid))}
      editing={editing}
    />
  );
  return (
    <>
      {framed("x")}
      <div class="ex-pair">
        <span class="ex-sign" aria-hidden="true">
          ∗
        </span>
        {framed("w")}
        <span class="ex-sign" aria-hidden="true">
          =
        </span>
        {framed("y")}
      </div>
    </>
  );
}

/** At most some of a list, around one of it. @param {number[]} all @param {number} at */
function around(all, at) {
  const first = Math.max(0, Math.min(all.indexOf(at) - Math.floor(MOST_SHOWN / 2), all.length - MOST_SHOWN));
  return all.slice(first, first + MOST_SHOWN);
}

/** The output channel that the chosen cell is about. @param {Scene} scene @param {string} name @param {string} before */
function outputOf(scene, name, before) {
  const [slice] = parts(name),
    outputs = Number(scene.setting.out_channels);
  if (gridOf(name) === "y") return parted(scene.sizes.y, slice)[0];
  const known = parted(scene.sizes.y, parts(before)[0])[0];
  if (gridOf(name) === "x") {
    const [input] = parted(scene.sizes.x, slice);
    if (scene.pairs(known).some((pair) => pair.input === input)) return known;
    return (
      Array.from({ length: outputs }, (_, at) => at).find((at) =>
        scene.pairs(at).some((pair) => pair.input === input),
      ) ?? known
    );
  }
  const [bank] = parted(scene.sizes.w, slice);
  return (
    Array.from({ length: outputs }, (_, at) => at).find((at) => scene.pairs(at).some((pair) => pair.bank === bank)) ??
    known
  );
}

/** Slices that stand in one line on a phone: what is lit comes into sight. @param {string} name */
function useStrip(name) {
  const strip = useRef(/** @type {HTMLDivElement | null} */ (null));
  useSightOf(strip, (box) => box.querySelector(".frame, .chosen")?.closest(".ex-figure"), name);
  return strip;
}

/** @param {{ look: Look, editing: Editing }} props */
function Channels({ look, editing }) {
  const say = useWords(),
    { scene, name, last } = look,
    [folded, fold] = useState(/** @type {number[]} */ ([])),
    { sizes, setting } = scene,
    outputs = Number(setting.out_channels),
    shown = outputOf(scene, name, last.y),
    read = scene.pairs(shown).map(({ input }) => input),
    every = Array.from({ length: Number(setting.in_channels) }, (_, at) => at),
    perGroup = every.length / Number(setting.groups),
    strip = useStrip(name);
  const inputs =
      every.length <= MOST_SHOWN
        ? every
        : around(read, gridOf(name) === "x" ? parted(sizes.x, parts(name)[0])[0] : read[0]),
    rows = around(
      Array.from({ length: outputs }, (_, at) => at),
      shown,
    );
  const few = outputs * Math.min(perGroup, MOST_SHOWN) <= 4 && sizes.y.depth === 1;
  return (
    <>
      <p class="ex-title">
        <Title look={look} grid="x" />
        {inputs.length < every.length && <span>{say("some", { count: inputs.length, total: every.length })}</span>}
      </p>
      <div class="ex-slices ex-strip" ref={strip}>
        {inputs.flatMap((input) =>
          layersOf(scene, input).map((slice) => {
            const title =
              typeof slice === "number"
                ? caption(scene, "x", slice)
                : say(scene.view === "plain" ? "slice_padding" : "slice_zeros");
            return (
              <div
                key={slice}
                class={`ex-group-${Math.floor(input / perGroup) % 4}${read.includes(input) ? "" : " idle"}`}
              >
                <Framed {...{ look, slice, editing }} grid="x" title={title} label={`${say("input")} ${title}`} />
              </div>
            );
          }),
        )}
      </div>
      {rows.map((output) => (
        <Filter
          key={output}
          {...{ look, output, editing, inputs }}
          open={(few || output === shown) && !folded.includes(output)}
          fold={(away) => fold([...folded.filter((one) => one !== output), ...(away ? [output] : [])])}
        />
      ))}
      {rows.length < outputs && <p class="ex-title">{say("some", { count: rows.length, total: outputs })}</p>}
    </>
  );
}

/** @param {number} depth */
const depths = (depth) => Array.from({ length: depth }, (_, at) => at);

/** The output that a row is at: the chosen one, or the same place in its own channel. @param {Look} look @param {number} output */
function placeIn({ scene, name, last }, output) {
  const [slice, r, c] = parts(gridOf(name) === "y" ? name : last.y);
  return `y.${output * scene.sizes.y.depth + parted(scene.sizes.y, slice)[1]}.${r}.${c}`;
}

/** One output channel: its kernels, what each adds to the chosen output, and their sum. @param {{ look: Look, output: number, open: boolean, fold: (away: boolean) => void, editing: Editing, inputs: number[] }} props */
function Filter({ look, output, open, fold, editing, inputs }) {
  const say = useWords(),
    { scene, act } = look,
    { sizes, setting } = scene,
    group = Math.floor((output * Number(setting.groups)) / Number(setting.out_channels)),
    at = placeIn(look, output),
    strip = useStrip(look.name),
    shares = partials(scene, at),
    pairs = scene.pairs(output).filter(({ input }) => inputs.includes(input));
  const banks = pairs.flatMap(({ bank }) => depths(sizes.w.depth).map((deep) => bank * sizes.w.depth + deep));
  const heading = `${say("filter", { number: output })}${Number(setting.groups) > 1 ? ` · ${say("of_group", { number: group })}` : ""}`;
  const turn = () => {
    fold(open);
    if (!open) act.choose(at);
  };
  return (
    <section class={`ex-filter ex-group-${group % 4}${open ? "" : " closed"}`} aria-label={heading}>
      <button type="button" class="ex-fold" aria-expanded={open} onClick={turn}>
        <span aria-hidden="true">{open ? "▾" : "▸"}</span> {heading}
        <span class="ex-total">{sumText(look, banks, shares, at)}</span>
      </button>
      {open && (
        <div class="ex-slices">
          {banks.map((slice, number) => (
            <div key={slice} class="ex-share-of">
              {number > 0 && (
                <span class="ex-sign" aria-hidden="true">
                  +
                </span>
              )}
              <Framed
                {...{ look, slice, editing }}
                grid="w"
                title={`${caption(scene, "w", slice)}: ${printed(shares.get(slice) ?? 0)}`}
                label={`${say(wordOf(scene, "w"))} ${caption(scene, "w", slice)}`}
              />
            </div>
          ))}
          <span class="ex-sign" aria-hidden="true">
            =
          </span>
          <div class="ex-slices ex-strip" ref={strip}>
            {depths(sizes.y.depth).map((deep) => {
              const slice = output * sizes.y.depth + deep;
              return (
                <Framed
                  key={slice}
                  {...{ look, slice, editing }}
                  grid="y"
                  title={caption(scene, "y", slice)}
                  label={`${say("output")} ${caption(scene, "y", slice)}`}
                />
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}

/** "7 − 3 + 2 = 6": the partial sums of the channels. @param {Look} look @param {number[]} banks @param {Map<number, number>} shares @param {string} at */
function sumText({ scene }, banks, shares, at) {
  const found = [...shares.values()],
    terms = (found.length > MOST_SHOWN ? found.slice(0, MOST_SHOWN) : found).map(printed);
  const joined = terms.join(" + ").replaceAll("+ −", "− ");
  return `${joined || "0"}${found.length > terms.length ? " + …" : ""} = ${printed(value(scene, at))}`;
}
