// The grids of one layer: input ∗ kernel = output; with several channels a row for each output, with what each channel adds.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { printed } from "../view/numbers.js";
import { useWords } from "../view/words.js";
import { Channels } from "./channels.jsx";
import { Framed, Title, wordOf } from "./framed.jsx";
import { following, marks, windows } from "./marks.js";
import { gridOf } from "./scene.js";
import { stepOf } from "./steps.js";
import { growth, stamped } from "./sums.js";

/** @import { Grid, Scene } from "./scene.js" */
/** @import { Actions, Look } from "./slice.jsx" */
/** @import { Editing } from "./framed.jsx" */

const ROOMY = 10,
  TIGHT = 15,
  WIDE = 20;

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

/** How wide a stage is, without a question to the browser at every change: it would have to lay out all cells to answer. */
function useRoom() {
  const stage = useRef(/** @type {HTMLDivElement | null} */ (null)),
    room = useRef(0);
  useLayoutEffect(() => {
    const place = stage.current;
    if (!place) return;
    const watcher = new ResizeObserver(([{ contentRect }]) => {
      room.current = contentRect.width;
    });
    watcher.observe(place);
    return () => watcher.disconnect();
  }, []);
  return { stage, room };
}

/** Whether each grid is one slice. @param {Scene} scene */
export const single = ({ sizes }) => Object.values(sizes).every(({ slices }) => slices === 1);

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
    { stage, room } = useRoom(),
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
    room,
  };
  return (
    <div class="ex-stage" ref={stage} style={heading ? { flexBasis: `${widthOf(scene, side)}px` } : undefined}>
      {heading && <p class="ex-view">{heading}</p>}
      {single(scene) ? <One look={look} editing={editing} /> : <Channels look={look} editing={editing} />}
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
