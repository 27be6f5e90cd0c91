// The cells that nobody can choose, as one path for each kind of them: padding, zeros between, what is cropped. A node for each
// would take most of the time of a change: there are more of them than of all others.
import { BOX, CROSSES, fontSize, path, SIDE } from "../view/cell.jsx";
import { Still } from "../view/still.js";

/** @import { Ready } from "./slice.jsx" */

const KINDS = /** @type {const} */ (["pad", "zero", "crop"]);

/** @param {number} at a row or a column */
const middle = (at) => (at + 0.5) * SIDE;

/** The numbers: those of one sign are one text, in which every sign has its place. @param {{ cells: Ready[] }} props */
function Numbers({ cells }) {
  const short = cells.filter(({ text }) => text.length === 1);
  return (
    <>
      {short[0] && (
        <text
          x={short.map(({ column }) => middle(column)).join(" ")}
          y={short.map(({ row }) => middle(row)).join(" ")}
          font-size={fontSize("")}
        >
          {short.map(({ text }) => text).join("")}
        </text>
      )}
      {cells
        .filter(({ text }) => text.length > 1)
        .map(({ spot, row, column, text }) => (
          <text key={spot} x={middle(column)} y={middle(row)} font-size={fontSize(text)}>
            {text}
          </text>
        ))}
    </>
  );
}

/** @param {{ cells: Ready[], kind: typeof KINDS[number] }} props */
const Boxes = ({ cells, kind }) => (
  <>
    <path class="box" d={path(cells, BOX)} />
    {CROSSES[kind] && <path class="cross" d={path(cells, CROSSES[kind])} />}
  </>
);

/** The boxes of all of them, and the numbers of those that are not drawn once more, as what is lit is. @param {{ cells: Ready[], numbered: Ready[] }} props */
export const Ground = ({ cells, numbered }) =>
  KINDS.filter((kind) => cells.some((cell) => cell.kind === kind)).map((kind) => (
    <g key={kind} class={kind}>
      <Still on={[cells]}>{() => <Boxes cells={cells.filter((cell) => cell.kind === kind)} kind={kind} />}</Still>
      <Numbers cells={numbered.filter((cell) => cell.kind === kind)} />
    </g>
  ));
