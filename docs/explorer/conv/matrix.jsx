// The layer as a matrix: one row for each output, one column for each input; a frame around what belongs to the chosen cell.
import { printed } from "../view/numbers.js";
import { useWords } from "../view/words.js";
import { matrixRows } from "./entries.js";
import { gridOf, parts } from "./scene.js";

/** @import { Entry } from "./entries.js" */
/** @import { Scene } from "./scene.js" */

const MOST = 700,
  SIDE = 20;

/** The number of a cell in reading order. @param {Scene} scene @param {string} name */
function flat({ sizes }, name) {
  const [slice, r, c] = parts(name),
    { rows, columns } = sizes[gridOf(name)];
  return (slice * rows + r) * columns + c;
}

/** @param {Scene} scene */
const cells = ({ sizes: { x, y } }) => x.slices * x.rows * x.columns * y.slices * y.rows * y.columns;

/** The frame of a row or a column. @param {{ scene: Scene, name: string, width: number, height: number }} props */
function Frame({ scene, name, width, height }) {
  const at = flat(scene, name) * SIDE;
  if (gridOf(name) === "w") return null;
  return gridOf(name) === "y" ? (
    <rect class="frame" x={0} y={at} width={width} height={SIDE} />
  ) : (
    <rect class="frame" x={at} y={0} width={SIDE} height={height} />
  );
}

/** @param {{ entry: Entry, row: number, column: number }} props */
function Square({ entry, row, column }) {
  const text = printed(entry.sum);
  return (
    <>
      <rect
        x={column * SIDE + 0.5}
        y={row * SIDE + 0.5}
        width={SIDE - 1}
        height={SIDE - 1}
        class={entry.used ? "weight" : "zero"}
      />
      {entry.used && (
        <text x={(column + 0.5) * SIDE} y={(row + 0.5) * SIDE} font-size={Math.min(11, 28 / text.length)}>
          {text}
        </text>
      )}
    </>
  );
}

/** @param {{ scene: Scene, name: string }} props */
export function Matrix({ scene, name }) {
  const say = useWords();
  if (cells(scene) > MOST) return <p>{say("matrix_large")}</p>;
  const rows = matrixRows(scene),
    [width, height] = [rows[0].length * SIDE, rows.length * SIDE];
  return (
    <div class="ex-matrix">
      <p>{say(scene.setting.transposed ? "matrix_transposed" : "matrix_plain")}</p>
      <div class="ex-table" tabIndex={0} role="group" aria-label={say("matrix")}>
        <svg
          role="img"
          class="matrix"
          aria-label={say("matrix_label", { rows: rows.length, columns: rows[0].length })}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          style={{ minWidth: `${width * 0.75}px` }}
        >
          {rows.flatMap((row, r) =>
            row.map((entry, c) => <Square key={`${r}.${c}`} entry={entry} row={r} column={c} />),
          )}
          <Frame {...{ scene, name, width, height }} />
        </svg>
      </div>
    </div>
  );
}
