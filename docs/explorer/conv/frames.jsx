// What stands over the cells: the frame of the window, which glides, and the next window with its arrow.
import { extent } from "./axis.js";
import { gridOf, parts } from "./scene.js";

/** @import { Grid } from "./scene.js" */
/** @import { Frame } from "./marks.js" */
/** @import { Look } from "./slice.jsx" */

/** @typedef {{ side: number, top: number, left: number, above: number }} Place */

/** @param {Frame} frame @param {Place} place */
const box = ({ row, column, rows, columns }, { side, top, left, above }) => ({
  x: (column - left) * side,
  y: (row - top) * side + above,
  width: columns * side,
  height: rows * side,
});

/** @param {{ frame: Frame, kind: string, at: Place }} props */
function Box({ frame, kind, at }) {
  const { x, y, width, height } = box(frame, at);
  return (
    <rect
      class={kind}
      x={0}
      y={0}
      rx={4}
      width={width}
      height={height}
      style={`transform:translate(${x}px,${y}px);width:${width}px;height:${height}px`}
    />
  );
}

/** From one window to the next, with the step that lies between. @param {{ from: Frame, to: Frame, at: Place }} props */
function Arrow({ from, to, at }) {
  const [a, b] = [box(from, at), box(to, at)],
    [x, y] = [a.x + 6, a.y],
    far = b.x - a.x;
  if (b.y !== a.y || far <= 0) return null;
  return (
    <g class="arrow">
      <path d={`M${x} ${y}h${far - 5}m-6 -4.5l6 4.5l-6 4.5`} />
      <text x={x + far / 2} y={y - 8}>{`s = ${to.column - from.column}`}</text>
    </g>
  );
}

/** The frames of a slice. @param {Look} look @param {Grid} grid @param {number | string} slice @returns {Frame[]} */
export function framesOf({ scene, name, windows }, grid, slice) {
  const [at, r, c] = parts(name),
    [, rows, columns] = scene.axes,
    one = { slice, row: r, column: c, rows: 1, columns: 1 };
  if (grid === "x") return windows.filter((window) => window.slice === slice);
  if (grid === gridOf(name)) return grid === "y" && at === slice ? [one] : [];
  if (grid === "y" && gridOf(name) === "x" && scene.setting.transposed && scene.view === "scatter")
    return [
      {
        ...one,
        row: r * rows.s - rows.before,
        column: c * columns.s - columns.before,
        rows: extent(rows),
        columns: extent(columns),
      },
    ];
  return [];
}

/** @param {Place & { look: Look, grid: Grid, slice: number | string }} props */
export function Frames({ look, grid, slice, ...at }) {
  const frames = framesOf(look, grid, slice),
    next = grid === "x" ? look.next.find((window) => window.slice === slice) : undefined;
  return (
    <g class="frames" aria-hidden="true">
      {next && <Box key="next" kind="ghost" frame={next} at={at} />}
      {frames.map((frame, number) => (
        <Box key={number} kind="frame" frame={frame} at={at} />
      ))}
      {next && frames[0] && <Arrow key="arrow" from={frames[0]} to={next} at={at} />}
    </g>
  );
}
