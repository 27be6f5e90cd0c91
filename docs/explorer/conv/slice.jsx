// One slice as a grid of numbers, with what is lit in it, the frame of the window, and the way to the next one.
import { Cell } from "../view/cell.jsx";
import { printed } from "../view/numbers.js";
import { cellsOf, starts } from "./cells.js";
import { place } from "./marks.js";
import { Frames } from "./frames.jsx";

/** @import { Grid, Scene } from "./scene.js" */
/** @import { Cell as Drawn, Slice as Cells } from "./cells.js" */
/** @import { Frame, Mark } from "./marks.js" */

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
 * @property {(slice: number, row: number, column: number) => { text: string, note?: string } | null} holds the numbers of the output now
 * @property {Record<Grid, string>} last the cell of each grid that the keyboard returns to
 * @property {Actions} act
 */
/**
 * @typedef {object} Actions
 * @property {(name: string) => void} choose
 * @property {(name: string | null) => void} hover
 * @property {(name: string, first?: string) => void} edit
 * @property {(event: KeyboardEvent, grid: Grid) => void} press
 * @property {(grid: Grid, slice: number) => void} enter
 */

/** @type {WeakMap<Scene, Map<string, { drawn: Cells, largest: number }>>} */
const kept = new WeakMap();

/** @param {Scene} scene @param {Grid} grid @param {number} slice @returns {{ drawn: Cells, largest: number }} */
function prepared(scene, grid, slice) {
  const known = kept.get(scene) ?? new Map();
  kept.set(scene, known);
  const key = `${grid}.${slice}`;
  if (!known.has(key)) {
    const drawn = cellsOf(scene, grid, slice);
    known.set(key, { drawn, largest: Math.max(...drawn.cells.map(({ value }) => Math.abs(value ?? 0))) });
  }
  return /** @type {{ drawn: Cells, largest: number }} */ (known.get(key));
}

/** @param {Drawn} cell @param {Mark | undefined} mark @param {boolean} chosen @param {number} value */
const look = (cell, mark, chosen, value) =>
  [cell.kind, mark && "lit", mark?.kind === "strong" && "strong", chosen && "chosen", value < 0 && "minus"]
    .filter(Boolean)
    .join(" ");

/**
 * @param {object} props
 * @param {Look} props.look
 * @param {Grid} props.grid
 * @param {number} props.slice
 * @param {string} props.label
 */
export function Slice({ look: now, grid, slice, label }) {
  const { id, scene, name, lit, side, digits, act, last } = now,
    { drawn, largest } = prepared(scene, grid, slice),
    begun = grid === "x" ? starts(scene) : new Map(),
    roomy = begun.size > 0 ? 16 : 0;
  /** @param {Drawn} cell */
  const draw = (cell) => {
    const mark = lit[grid].get(place(slice, cell.row, cell.column)),
      held = grid === "y" ? now.holds(slice, cell.row, cell.column) : undefined,
      chosen = cell.name === name;
    const value = cell.value ?? 0;
    return (
      <Cell
        key={cell.name ?? `${cell.row}.${cell.column}`}
        id={cell.name && `${id}.${cell.name}`}
        name={cell.name}
        x={(cell.column - drawn.left) * side}
        y={(cell.row - drawn.top) * side + roomy}
        side={side}
        look={look(cell, mark, chosen, value) + (parity(now, grid, cell) ? " odd" : "")}
        text={held === undefined ? (cell.value === null ? "" : printed(value)) : (held?.text ?? "")}
        note={held === undefined ? mark?.note : held?.note}
        digits={digits}
        chosen={chosen}
        shade={held === null ? 0 : Math.round((20 * Math.abs(value)) / (largest || 1)) * 5}
        start={begun.get(`${cell.row}.${cell.column}`)}
      />
    );
  };
  const width = drawn.columns * side,
    height = drawn.rows * side + roomy,
    current = name.startsWith(`${grid}.${slice}.`);
  return (
    <svg
      role="grid"
      class={`grid role-${grid}${digits ? "" : " shades"}`}
      aria-label={label}
      tabIndex={last[grid].startsWith(`${grid}.${slice}.`) ? 0 : -1}
      aria-activedescendant={current ? `${id}.${name}` : undefined}
      data-grid={grid}
      data-slice={slice}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      style={{ minWidth: `${drawn.columns * Math.min(side, 29)}px` }}
      onPointerOver={(event) => event.pointerType === "mouse" && act.hover(named(event))}
      onPointerLeave={() => act.hover(null)}
      onFocus={() => act.enter(grid, slice)}
      onKeyDown={(event) => act.press(event, grid)}
      {...chooser(now)}
    >
      <g aria-hidden="true">{drawn.cells.filter((cell) => !cell.name).map(draw)}</g>
      {rows(drawn.cells).map(([row, cells]) => (
        <g role="row" key={row}>
          {cells.map(draw)}
        </g>
      ))}
      <Frames look={now} grid={grid} slice={slice} top={drawn.top} left={drawn.left} above={roomy} />
    </svg>
  );
}

/** Whether an output is tinted as every second one is, where windows are marked so. @param {Look} look @param {Grid} grid @param {Drawn} cell */
function parity({ scene }, grid, { row, column }) {
  const { axes, view } = scene;
  return grid === "y" && view === "plain" && (axes[1].s > 1 || axes[2].s > 1) && (row + column) % 2 === 1;
}

/** Cells that can be chosen, by their rows. @param {Drawn[]} cells */
function rows(cells) {
  /** @type {Map<string, Drawn[]>} */
  const found = new Map();
  for (const cell of cells.filter(({ name }) => name)) {
    const row = /** @type {string} */ (cell.name).split(".")[2];
    found.set(row, [...(found.get(row) ?? []), cell]);
  }
  return [...found];
}

/** @param {Event} event @returns {string | null} */
export const named = (event) =>
  /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-name]"))?.dataset.name ??
  null;

/** @type {string | null} what was chosen in the grid that had the focus, when the pointer went down */
let before = null;

/** A click chooses a cell; a second one on the same cell opens it. @param {Look} look */
export function chooser({ act, last }) {
  return {
    onPointerDown: (/** @type {Event} */ event) => {
      const grid = /** @type {SVGElement} */ (event.currentTarget);
      before = document.activeElement === grid ? last[/** @type {Grid} */ (grid.dataset.grid)] : null;
    },
    onClick: (/** @type {Event} */ event) => {
      const name = named(event);
      if (!name) return;
      if (name === before && name[0] !== "y") return act.edit(name);
      act.choose(name);
      /** @type {SVGElement} */ (event.currentTarget).focus({ preventScroll: true });
    },
  };
}
