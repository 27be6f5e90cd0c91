// Several channels: a row for each output, with its kernels, what each channel adds, and their sum.
import { useRef, useState } from "preact/hooks";
import { printed } from "../view/numbers.js";
import { useSightOf } from "../view/sight.js";
import { useWords } from "../view/words.js";
import { layersOf } from "./cells.js";
import { Framed, Title, wordOf } from "./framed.jsx";
import { gridOf, parted, parts, value } from "./scene.js";
import { caption, partials } from "./sums.js";

/** @import { Scene } from "./scene.js" */
/** @import { Look } from "./slice.jsx" */
/** @import { Editing } from "./framed.jsx" */

const MOST_SHOWN = 8;

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
export function Channels({ look, editing }) {
  const say = useWords(),
    { scene, name, last } = look,
    [turned, turn] = useState(/** @type {Record<number, boolean>} */ ({})), // what the reader opened and closed
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
  /** @param {number} output */
  const isOpen = (output) => turned[output] ?? (few || output === shown);
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
          open={isOpen(output)}
          fold={(away) => turn({ ...turned, [shown]: isOpen(shown), [output]: !away })}
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
