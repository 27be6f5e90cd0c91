// A picture of the sizes: each map whose shape is new as a box, its sides to scale, its thickness the channels.
import { useWords } from "../view/words.js";

/** @import { Table } from "./state.js" */
/** @typedef {{ at: number, shape: number[] }} Box */

const TALL = 120, // units for the longest side
  THICK = 44, // for the most channels
  SLANT = 0.35,
  GAP = 9,
  LEAST = 1.2;

/** The input and every row whose shape is another than that of the row that it takes. @param {Table} table @returns {Box[]} */
export function boxes({ rows, shape }) {
  const shapes = [shape, ...rows.map((row) => row.shape)];
  return shapes.flatMap((one, at) => {
    const before = at > 0 ? shapes[rows[at - 1].inputs[0]] : null;
    return before && before.join() === one.join() ? [] : [{ at, shape: one.map(Number) }];
  });
}

/** Height, depth and thickness as they are drawn. @param {number[]} shape @param {number} longest @param {number} most */
function drawn([channels, ...sizes], longest, most) {
  const scaled = (/** @type {number | undefined} */ size) => Math.max(LEAST, ((size ?? 1) / longest) * TALL),
    [height, depth] = sizes.length < 2 ? [1, sizes[0]] : sizes.slice(-2);
  return { height: scaled(height), depth: scaled(depth) * SLANT, thick: Math.max(LEAST, (channels / most) * THICK) };
}

/** @param {{ table: Table, called: (at: number) => string }} props */
export function Volumes({ table, called }) {
  const say = useWords(),
    found = boxes(table),
    longest = Math.max(1, ...found.flatMap(({ shape }) => shape.slice(1))),
    most = Math.max(...found.map(({ shape }) => shape[0]));
  let x = GAP;
  const placed = found.map(({ at, shape }) => {
    const box = { at, shape, x, ...drawn(shape, longest, most) };
    x += box.thick + box.depth * 0.7 + GAP;
    return box;
  });
  const room = Math.max(...placed.map(({ height, depth }) => height / 2 + depth / 2)),
    [width, height] = [x + TALL * SLANT * 0.3, 2 * room + 2 * GAP];
  return (
    <>
      <div class="ex-scroll" tabIndex={0} role="group" aria-label={say("volumes")}>
        <svg
          class="ex-volumes"
          role="img"
          aria-label={say("volumes")}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
        >
          {placed.map((box) => (
            <Volume
              key={box.at}
              {...box}
              middle={height / 2}
              title={`${called(box.at)}: ${box.shape.join("×")}`}
              last={box.at === table.rows.length}
            />
          ))}
        </svg>
      </div>
      <p class="ex-hint">{say("volumes_scale", { longest, most })}</p>
      {table.shape.length > 3 && <p class="ex-hint">{say("volumes_planes")}</p>}
    </>
  );
}

/** @param {{ at: number, x: number, height: number, depth: number, thick: number, middle: number, title: string, last: boolean }} props */
function Volume({ at, x, height, depth, thick, middle, title, last }) {
  const top = middle - height / 2 + depth / 2,
    bottom = top + height;
  return (
    <g class={at === 0 ? "first" : last ? "last" : ""}>
      <title>{title}</title>
      <path d={`M${x},${top}h${thick}v${height}h${-thick}z`} />
      <path class="above" d={`M${x},${top}l${depth},${-depth}h${thick}l${-depth},${depth}z`} />
      <path class="side" d={`M${x + thick},${top}l${depth},${-depth}v${height}L${x + thick},${bottom}z`} />
    </g>
  );
}
