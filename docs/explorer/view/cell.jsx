// One cell of a grid: a number, what it is multiplied by, and how it stands out.

/**
 * @typedef {object} CellProps
 * @property {string} [id]
 * @property {string} [name] of a cell that can be chosen
 * @property {number} row
 * @property {number} column
 * @property {string} look its classes
 * @property {string} text
 * @property {string} [note]
 * @property {boolean} [digits] whether the number is written
 * @property {boolean} [chosen]
 * @property {number} [shade] how large the number is, in percent of the largest
 * @property {boolean} [still] whether it never glides: its parts then have their places, which the browser paints faster
 * @property {number} [start] where a window begins: the parity of its output
 */

/** The side of a cell in the units of its grid: a grid of another size is the same drawing, scaled. */
export const SIDE = 32;
const INNER = SIDE - 2,
  MIDDLE = SIDE / 2,
  CROSS = `M5 5L${SIDE - 5} ${SIDE - 5}M${SIDE - 5} 5L5 ${SIDE - 5}`,
  CORNER = `M2 2h${SIDE * 0.32}l${-SIDE * 0.32} ${SIDE * 0.32}z`,
  HATCH = [0.5, 1, 1.5]
    .map((at) => {
      const [low, high] = [Math.max(3, (at - 1) * SIDE + 3), Math.min(SIDE - 3, at * SIDE - 3)];
      return `M${low} ${high}L${high} ${low}`;
    })
    .join("");

const ROOMY = 3, // Signs that a note has room for as wide as they are.
  SQUEEZED = { textLength: SIDE - 5, lengthAdjust: "spacingAndGlyphs" };

/** @param {string} text */
const fontSize = (text) => Math.min(SIDE * 0.42, (1.6 * (SIDE - 4)) / Math.max(text.length, 1));

/** The colour of a number by its size; what has a colour of its own, or stands out among written numbers, has none. @param {CellProps} props */
const fillOf = ({ look, shade, digits }) =>
  shade && !/pad|zero|crop/.test(look) && !(digits && /strong/.test(look))
    ? `fill:color-mix(in srgb,var(--full) ${shade * (digits ? 0.2 : 0.95)}%,var(--tint))`
    : undefined;

/** What is drawn in a cell besides its number. @param {CellProps} props @param {string | undefined} transform */
const signs = ({ look, start }, transform) => (
  <>
    {start !== undefined && <path class={`start odd-${start}`} d={CORNER} transform={transform} />}
    {/zero|unread/.test(look) && <path class="cross" d={/unread/.test(look) ? CROSS : HATCH} transform={transform} />}
  </>
);

/** A cell as plain nodes: a component for each would cost more than the drawing. @param {string} key @param {CellProps} props */
export function cell(key, props) {
  const { id, name, row, column, look, text, note, digits, chosen, still } = props,
    [left, top] = [column * SIDE, row * SIDE],
    [x, y] = still ? [left, top] : [0, 0];
  return (
    <g
      key={key}
      class={`cell ${look}`}
      style={still ? undefined : `transform:translate(${left}px,${top}px)`}
      {...(name && {
        role: "gridcell",
        id,
        "data-name": name,
        "aria-selected": chosen ? "true" : "false",
        "aria-label": digits ? undefined : text,
      })}
    >
      <rect x={x + 1} y={y + 1} width={INNER} height={INNER} rx={3} style={fillOf(props)} />
      {signs(props, still ? `translate(${left} ${top})` : undefined)}
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
