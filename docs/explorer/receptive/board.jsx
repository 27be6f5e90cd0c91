// Rows of cells joined by lines; the cone of the chosen cell is lit through all of them.
import { Drawing } from "../view/drawing.jsx";
import { useChoice } from "../view/choosing.js";
import { useWords } from "../view/words.js";
import { padded, paths, stepped } from "./cone.js";

/** @typedef {import("./cone.js").Level} Level */
/** @typedef {import("./cone.js").Place} Place */

const CELL = 28;
const PITCH = 66;
const HEAD = 30;

/** @param {Level} level @param {number} at in input cells */
const centreOf = ({ first, jump }, at) => first + at * jump;

/** How far the picture reaches, in input cells. @param {Level[]} all */
function span(all) {
  const places = all.flatMap((level, row) =>
    [0, level.length - 1, ...padded(level, all[row + 1])].map((at) => centreOf(level, at)),
  );
  return { left: Math.min(...places), right: Math.max(...places) };
}

/** What joins a row to the one above it: all of it faintly, as one path, and over it what belongs to the cone. @param {{ all: Level[], row: number, found: number[][], upward: boolean, left: number, weighed: boolean }} props */
function Lines({ all, row, found, upward, left, weighed }) {
  const most = Math.max(1, ...found[row - 1], ...found[row]),
    [top, bottom] = [HEAD + (row - 1) * PITCH + CELL - 1, HEAD + row * PITCH + 1];
  /** @param {Level} level @param {number} at */
  const x = (level, at) => (centreOf(level, at) - left + 0.5) * CELL;
  const drawn = all[row].links.map(({ from, to }) => ({
    path: `M${x(all[row - 1], to)} ${top}L${x(all[row], from)} ${bottom}`,
    count: upward ? (found[row - 1][to] ?? 0) : found[row][from],
  }));
  return (
    <>
      <path d={drawn.map(({ path }) => path).join("")} />
      {drawn
        .filter(({ count }) => count > 0)
        .map(({ path, count }) => (
          <path key={path} class="lit" d={path} style={{ strokeOpacity: weighed ? 0.25 + (0.75 * count) / most : 1 }} />
        ))}
    </>
  );
}

/** @param {{ x: number, y: number, kind: string, text: string, share?: number, named?: Record<string, unknown> }} props */
const Cell = ({ x, y, kind, text, share, named }) => (
  <g class={`ex-cell ${kind}`} transform={`translate(${x} ${y})`} {...named}>
    <rect
      x={1}
      y={1}
      width={CELL - 2}
      height={CELL - 2}
      rx={3}
      style={
        share === undefined
          ? undefined
          : { fill: `color-mix(in srgb, var(--role) ${Math.round(8 + 62 * share)}%, var(--paper))` }
      }
    />
    <text x={CELL / 2} y={CELL / 2} font-size={text.length > 3 ? 8 : 11}>
      {text}
    </text>
  </g>
);

/** One row of cells, those of the padding too. @param {{ id: string, all: Level[], row: number, found: number[][], chosen: Place, left: number, weighed: boolean }} props */
function Cells({ id, all, row, found, chosen, left, weighed }) {
  const say = useWords(),
    level = all[row],
    y = HEAD + row * PITCH,
    most = Math.max(1, ...found[row]);
  /** @param {number} at */
  const x = (at) => (centreOf(level, at) - left) * CELL;
  return (
    <g role="row" class={row ? "role-y" : "role-x"}>
      {padded(level, all[row + 1]).map((at) => (
        <g key={at} aria-hidden="true">
          <Cell x={x(at)} y={y} kind="pad" text="" />
        </g>
      ))}
      {found[row].map((count, at) => {
        const isChosen = chosen.row === row && chosen.at === at,
          name = `${row}.${at}`;
        return (
          <Cell
            key={at}
            x={x(at)}
            y={y}
            kind={`${count ? "lit" : ""}${isChosen ? " chosen" : ""}`}
            text={weighed && count ? String(count) : weighed ? "" : String(at)}
            share={weighed && count ? count / most : undefined}
            named={{
              role: "gridcell",
              id: `${id}-${name}`,
              "data-name": name,
              "aria-selected": isChosen,
              "aria-label":
                (row ? say("layer_cell", { layer: row, at }) : say("input_cell", { at })) +
                (weighed && count ? `: ${count}` : ""),
            }}
          />
        );
      })}
    </g>
  );
}

/** The field as a bracket over the input. @param {{ field: { first: number, last: number } | null, left: number, right: number }} props */
function Bracket({ field, left, right }) {
  if (!field) return null;
  const from = Math.max(field.first, left - 0.5) - left,
    to = Math.min(field.last, right + 0.5) - left + 1;
  return (
    <g class="ex-bracket">
      <path d={`M ${from * CELL + 2} ${HEAD - 2} v -7 H ${to * CELL - 2} v 7`} />
      <text x={((from + to) / 2) * CELL} y={HEAD - 19}>
        {`r = ${field.last - field.first + 1}`}
      </text>
    </g>
  );
}

/** @param {{ id: string, all: Level[], place: Place, fieldOf: (place: Place) => { first: number, last: number } | null, weighed: boolean, choose: (place: Place) => void, children: (place: Place, found: number[][]) => any }} props */
export function Board({ id, all, place, fieldOf, weighed, choose, children }) {
  const say = useWords();
  /** @param {string} name @returns {Place} */
  const asPlace = (name) => {
    const [row, at] = name.split(".").map(Number);
    return { row, at };
  };
  const { pointed, handlers } = useChoice(
    (name) => choose(asPlace(name)),
    (key) => {
      const to = stepped(all, place, key);
      return to && `${to.row}.${to.at}`;
    },
  );
  const from = pointed === null ? null : asPlace(pointed),
    seen = from && all[from.row]?.length > from.at ? from : place,
    found = paths(all, seen),
    { left, right } = span(all),
    width = (right - left + 1) * CELL,
    height = HEAD + (all.length - 1) * PITCH + CELL;
  const parts = { all, found, left, weighed };
  return (
    <>
      <Drawing
        kind="ex-cone"
        label={say("rows")}
        active={`${id}-${place.row}.${place.at}`}
        {...{ width, height, handlers }}
        least={0.8}
      >
        <g aria-hidden="true">
          {all.map((_, row) => row > 0 && <Lines key={row} row={row} upward={seen.row === 0} {...parts} />)}
          <Bracket field={fieldOf(seen)} left={left} right={right} />
        </g>
        {all.map((_, row) => (
          <Cells key={row} id={id} row={row} chosen={seen} {...parts} />
        ))}
      </Drawing>
      {children(seen, found)}
    </>
  );
}
