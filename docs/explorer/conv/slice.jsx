// One slice as a grid of numbers, with what is lit in it, the frame of the window, and the way to the next one.
import { useLayoutEffect, useRef } from "preact/hooks";
import { SIDE } from "../view/cell.jsx";
import { printed } from "../view/numbers.js";
import { bringIntoSight } from "../view/sight.js";
import { cellsOf, starts } from "./cells.js";
import { Ground } from "./ground.jsx";
import { useCells } from "./keeping.js";
import { place } from "./marks.js";
import { Frames, framesOf } from "./frames.jsx";
import { gridOf, parts } from "./scene.js";

/** @import { Grid, Scene } from "./scene.js" */
/** @import { Cell as Drawn, Slice as Cells } from "./cells.js" */
/** @import { Frame, Mark } from "./marks.js" */
/** @import { CellProps } from "../view/cell.jsx" */

/**
 * @typedef {object} Look what the slices of a figure have in common at a moment
 * @property {string} id
 * @property {Scene} scene
 * @property {string} name the chosen cell, or the one under the pointer
 * @property {import("./marks.js").Marks} lit
 * @property {Frame[]} windows
 * @property {Frame[]} next
 * @property {number} side of a cell, in pixels
 * @property {boolean} digits
 * @property {((slice: number, row: number, column: number) => { text: string, note?: string } | null) | null} holds the numbers of the output now, where they are not all there
 * @property {Record<Grid, string>} last the cell of each grid that the keyboard returns to
 * @property {Actions} act
 * @property {{ current: number }} room how wide the stage is; 0 as long as nobody knows
 */
/**
 * @typedef {object} Actions
 * @property {(name: string) => void} choose
 * @property {(name: string | null) => void} hover
 * @property {(name: string, first?: string) => void} edit
 * @property {(event: KeyboardEvent, grid: Grid) => void} press
 * @property {(event: ClipboardEvent, grid: Grid) => void} paste
 * @property {(grid: Grid, slice: number) => void} enter
 */

/** @typedef {Drawn & { spot: string, shade: number, text: string, odd: boolean, start?: number }} Ready a cell with what does not depend on the chosen one */
/** @typedef {{ drawn: Cells, others: Ready[], rows: [string, Ready[]][] }} Prepared cells that can be chosen stand in rows */

const BESIDE = 80; // What may stand beside a slice in its stage.
const ARROW = 16; // The room above the cells for the arrow to the next window.

/** @type {WeakMap<Scene, Map<string, Prepared>>} */
const kept = new WeakMap();

/** @param {Scene} scene @param {Grid} grid @param {number | string} slice @returns {Prepared} */
function prepared(scene, grid, slice) {
  const known = kept.get(scene) ?? new Map();
  kept.set(scene, known);
  const key = `${grid}.${slice}`;
  if (!known.has(key)) known.set(key, prepare(scene, grid, slice));
  return /** @type {Prepared} */ (known.get(key));
}

/** @param {Scene} scene @param {Grid} grid @param {number | string} slice @returns {Prepared} */
function prepare(scene, grid, slice) {
  const drawn = cellsOf(scene, grid, slice),
    begun = grid === "x" ? starts(scene) : new Map(),
    largest = drawn.cells.reduce((most, { value }) => Math.max(most, Math.abs(value ?? 0)), 0) || 1;
  const others = /** @type {Ready[]} */ ([]),
    rows = /** @type {Map<string, Ready[]>} */ (new Map());
  for (const cell of drawn.cells) {
    const ready = {
      ...cell,
      spot: place(slice, cell.row, cell.column),
      shade: Math.round((20 * Math.abs(cell.value ?? 0)) / largest) * 5,
      text: cell.value === null ? "" : printed(cell.value),
      odd: parity(scene, grid, cell),
      start: begun.get(`${cell.row}.${cell.column}`),
    };
    if (!cell.name) {
      others.push(ready);
      continue;
    }
    const row = cell.name.split(".")[2];
    if (!rows.has(row)) rows.set(row, []);
    rows.get(row)?.push(ready);
  }
  return { drawn, others, rows: [...rows] };
}

/** @param {Ready} cell @param {Mark | undefined} mark @param {boolean} chosen */
const look = ({ kind, value, odd }, mark, chosen) =>
  [
    kind,
    mark && "lit",
    mark?.kind === "strong" && "strong",
    chosen && "chosen",
    (value ?? 0) < 0 && "minus",
    odd && "odd",
  ]
    .filter(Boolean)
    .join(" ");

/** What a cell looks like at this moment. @param {Look} now @param {Grid} grid @param {number | string} slice @param {Ready} cell @returns {CellProps} */
function propsOf({ id, name, lit, digits, holds }, grid, slice, cell) {
  const mark = lit[grid].get(cell.spot),
    held = grid === "y" && holds ? holds(Number(slice), cell.row, cell.column) : undefined,
    chosen = cell.name !== undefined && cell.name === name;
  return {
    id: cell.name && `${id}.${cell.name}`,
    name: cell.name,
    row: cell.row,
    column: cell.column,
    look: look(cell, mark, chosen),
    text: held === undefined ? cell.text : (held?.text ?? ""),
    note: held === undefined ? mark?.note : held?.note,
    digits,
    chosen,
    shade: held === null ? 0 : cell.shade,
    start: cell.start,
  };
}

/** What listens in a slice whose cells can be chosen. @param {Look} look @param {Grid} grid @param {number} slice @param {string} label */
function listening(look, grid, slice, label) {
  const { id, name, act, last } = look;
  return {
    role: /** @type {const} */ ("grid"),
    "aria-label": label,
    tabIndex: last[grid].startsWith(`${grid}.${slice}.`) ? 0 : -1,
    "aria-activedescendant": name.startsWith(`${grid}.${slice}.`) ? `${id}.${name}` : undefined,
    "data-grid": grid,
    "data-slice": slice,
    onPointerOver: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && act.hover(named(event)),
    onPointerLeave: () => act.hover(null),
    onFocus: () => act.enter(grid, slice),
    onKeyDown: (/** @type {KeyboardEvent} */ event) => act.press(event, grid),
    onPaste: (/** @type {ClipboardEvent} */ event) => act.paste(event, grid),
    ...chooser(look),
  };
}

/** The width that a slice does not go below. @param {number} columns @param {number} side of a cell */
const leastWidth = (columns, side) => columns * Math.min(side, 29);

/** A slice that is wider than its place shows the window, or the chosen cell. @param {Look} look @param {Grid} grid @param {number | string} slice @param {Cells} drawn */
function useSight(look, grid, slice, { left, columns }) {
  const svg = useRef(/** @type {SVGSVGElement | null} */ (null)),
    { name, room, side } = look;
  useLayoutEffect(() => {
    const box = svg.current?.parentElement;
    if (!box || leastWidth(columns, side) + BESIDE < room.current || box.scrollWidth <= box.clientWidth) return;
    const [at, , c] = parts(name),
      chosen = gridOf(name) === grid && at === slice ? { column: c, columns: 1 } : undefined,
      shown = framesOf(look, grid, slice)[0] ?? chosen,
      width = box.scrollWidth / columns;
    if (shown) bringIntoSight(box, (shown.column - left) * width, (shown.column + shown.columns - left) * width, width);
  }, [name, columns]);
  return svg;
}

/**
 * @param {object} props
 * @param {Look} props.look
 * @param {Grid} props.grid
 * @param {number | string} props.slice a text is a place of the padding in depth, where nothing can be chosen
 * @param {string} props.label
 */
export function Slice({ look: now, grid, slice, label }) {
  const { scene, side, digits } = now,
    { drawn, others, rows } = prepared(scene, grid, slice),
    drawCell = useCells(),
    svg = useSight(now, grid, slice, drawn),
    changing = grid === "y" && now.holds !== null, // Then what a cropped place holds depends on the step.
    alone = others.filter(({ spot, start }) => changing || start !== undefined || now.lit[grid].has(spot)),
    above = grid === "x" && steps(scene) ? ARROW : 0;
  const draw = (/** @type {Ready} */ one) =>
    drawCell(one.name ?? `${one.row}.${one.column}`, propsOf(now, grid, slice, one));
  const width = drawn.columns * SIDE,
    height = drawn.rows * SIDE + above,
    scale = side / SIDE;
  return (
    <svg
      ref={svg}
      {...(typeof slice === "number"
        ? listening(now, grid, slice, label)
        : { role: /** @type {const} */ ("img"), "aria-label": label })}
      class={`grid role-${grid} ${sizeName(side)}${digits ? "" : " shades"}`}
      width={width * scale}
      height={height * scale}
      viewBox={`0 0 ${width} ${height}`}
      style={`${grid === "w" ? `--columns:${drawn.columns};` : ""}min-width:${leastWidth(drawn.columns, side)}px`}
    >
      <g class="cells" style={`transform:translate(${-drawn.left * SIDE}px,${-drawn.top * SIDE + above}px)`}>
        <g aria-hidden="true">
          {!changing && <Ground cells={others} numbered={digits ? others.filter((one) => !alone.includes(one)) : []} />}
          {alone.map(draw)}
        </g>
        {rows.map(([row, cells]) => (
          <g role="row" key={row}>
            {cells.map(draw)}
          </g>
        ))}
      </g>
      <Frames look={now} grid={grid} slice={slice} side={SIDE} top={drawn.top} left={drawn.left} above={above} />
    </svg>
  );
}

/** How small notes must not become. @param {number} side */
const sizeName = (side) => (side > SIDE ? "large" : side < SIDE ? "small" : "");

/** Whether windows are marked where they begin. @param {Scene} scene */
const steps = ({ axes: [, rows, columns], view }) => view === "plain" && (rows.s > 1 || columns.s > 1);

/** Whether an output is tinted as every second one is, where windows are marked so. @param {Scene} scene @param {Grid} grid @param {Drawn} cell */
const parity = (scene, grid, { row, column }) => grid === "y" && steps(scene) && (row + column) % 2 === 1;

/** @param {Event} event @returns {string | null} */
export const named = (event) =>
  /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-name]"))?.dataset.name ??
  null;

/** @type {string | null} what was chosen in the grid that had the focus, when the pointer went down */
let before = null;
let finger = false;

/** A click chooses a cell; a second one on the same cell opens it, and so does the first tap on a weight. @param {Look} look */
export function chooser({ act, last }) {
  return {
    onPointerDown: (/** @type {PointerEvent} */ event) => {
      finger = event.pointerType !== "mouse";
      const grid = /** @type {SVGElement} */ (event.currentTarget);
      before = document.activeElement === grid ? last[/** @type {Grid} */ (grid.dataset.grid)] : null;
    },
    onClick: (/** @type {Event} */ event) => {
      const name = named(event);
      if (!name) return;
      if (name === before && name[0] !== "y") return act.edit(name);
      /** @type {SVGElement} */ (event.currentTarget).focus({ preventScroll: true }); // It chooses the last cell of this grid.
      act.choose(name);
      if (finger && name[0] === "w") act.edit(name);
    },
  };
}
