// One cell of a grid: a number, what it is multiplied by, and how it stands out.

/**
 * @typedef {object} CellProps
 * @property {string} [id]
 * @property {string} [name] of a cell that can be chosen
 * @property {number} row
 * @property {number} column
 * @property {string} look its classes, its kind first
 * @property {string} text
 * @property {string} [note]
 * @property {boolean} [digits] whether the number is written
 * @property {boolean} [chosen]
 * @property {number} [shade] how large the number is, in percent of the largest
 * @property {number} [start] where a window begins: the parity of its output
 */

/** The side of a cell in the units of its grid: a grid of another size is the same drawing, scaled. */
export const SIDE = 32;
const MIDDLE = SIDE / 2,
  ROUND = 3;

/** What is drawn from the upper left corner of a cell: its outline, and the corner in which a window begins. */
export const BOX = "m4 1h24a3 3 0 0 1 3 3v24a3 3 0 0 1-3 3h-24a3 3 0 0 1-3-3v-24a3 3 0 0 1 3-3z";
const CORNER = "m2 2h10l-10 10z";

/** The lines over the number of an inserted zero, or of a cell that nobody reads. @type {Record<string, string>} */
export const CROSSES = { zero: "m3 16l13-13m-13 26l26-26m-10 26l10-10", unread: "m5 5l22 22m0-22l-22 22" };

/** A shape in every one of these cells. @param {{ row: number, column: number }[]} cells @param {string} shape */
export const path = (cells, shape) =>
  cells.map(({ row, column }) => `M${column * SIDE} ${row * SIDE}${shape}`).join("");

const ROOMY = 3, // Signs that a note has room for as wide as they are.
  SQUEEZED = { textLength: SIDE - 5, lengthAdjust: "spacingAndGlyphs" };

/** @param {string} text */
export const fontSize = (text) => Math.min(SIDE * 0.42, (1.6 * (SIDE - 4)) / Math.max(text.length, 1));

/** The colour of a number by its size; what has a colour of its own, or stands out among written numbers, has none. @param {CellProps} props */
const fillOf = ({ look, shade, digits }) =>
  shade && !/pad|zero|crop/.test(look) && !(digits && /strong/.test(look))
    ? `fill:color-mix(in srgb,var(--full) ${shade * (digits ? 0.2 : 0.95)}%,var(--tint))`
    : undefined;

/** What is drawn in a cell besides its number. @param {CellProps} props */
function signs(props) {
  const crossed = CROSSES[props.look.split(" ")[0]];
  return (
    <>
      {props.start !== undefined && <path class={`start odd-${props.start}`} d={path([props], CORNER)} />}
      {crossed && <path class="cross" d={path([props], crossed)} />}
    </>
  );
}

/** A cell as plain nodes: a component for each would cost more than the drawing. @param {string} key @param {CellProps} props */
export function cell(key, props) {
  const { id, name, row, column, look, text, note, digits, chosen } = props,
    [x, y] = [column * SIDE, row * SIDE];
  return (
    <g
      key={key}
      class={`cell ${look}`}
      {...(name && {
        role: "gridcell",
        id,
        "data-name": name,
        "aria-selected": chosen ? "true" : "false",
        "aria-label": digits ? undefined : text,
      })}
    >
      <rect x={x + 1} y={y + 1} width={SIDE - 2} height={SIDE - 2} rx={ROUND} style={fillOf(props)} />
      {signs(props)}
      {digits && text && (
        <text x={x + MIDDLE} y={y + (note ? SIDE * 0.3 : MIDDLE)} font-size={fontSize(text)}>
          {text}
        </text>
      )}
      {digits && note && (
        <text x={x + SIDE - 3} y={y + SIDE - 5} class="note" {...(note.length > ROOMY && SQUEEZED)}>
          {note}
        </text>
      )}
    </g>
  );
}
