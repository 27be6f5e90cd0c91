// One cell of a grid: a number, what it is multiplied by, and how it stands out. It is drawn anew only when it has changed.
import { Component } from "preact";

/**
 * @typedef {object} CellProps
 * @property {string} [id]
 * @property {string} [name] of a cell that can be chosen
 * @property {number} x
 * @property {number} y
 * @property {number} side
 * @property {string} look its classes
 * @property {string} text
 * @property {string} [note]
 * @property {boolean} [digits] whether the number is written
 * @property {boolean} [chosen]
 * @property {number} [shade] how large the number is, in percent of the largest
 * @property {number} [start] where a window begins: the parity of its output
 */

/** @param {string} text @param {number} side */
const fontSize = (text, side) => Math.min(side * 0.42, (1.6 * (side - 4)) / Math.max(text.length, 1));

/** @param {CellProps} props */
function Drawing({ side, look, text, note, digits, start }) {
  const inner = side - 2,
    middle = side / 2;
  return (
    <>
      <rect x={1} y={1} width={inner} height={inner} rx={3} />
      {start !== undefined && (
        <path class={`start odd-${start}`} d={`M2 2h${side * 0.32}l${-side * 0.32} ${side * 0.32}z`} />
      )}
      {/zero|unread/.test(look) && (
        <path
          class="cross"
          d={/unread/.test(look) ? `M5 5L${side - 5} ${side - 5}M${side - 5} 5L5 ${side - 5}` : hatch(side)}
        />
      )}
      {digits && text && (
        <text x={middle} y={note ? side * 0.36 : middle} font-size={fontSize(text, side)}>
          {text}
        </text>
      )}
      {digits && note && (
        <text x={side - 3} y={side - 5} class="note">
          {note}
        </text>
      )}
    </>
  );
}

/** Lines from corner to corner. @param {number} side */
const hatch = (side) =>
  [0.5, 1, 1.5]
    .map((at) => {
      const [low, high] = [Math.max(3, (at - 1) * side + 3), Math.min(side - 3, at * side - 3)];
      return `M${low} ${high}L${high} ${low}`;
    })
    .join("");

/** @extends {Component<CellProps>} */
export class Cell extends Component {
  /** @param {CellProps} next */
  shouldComponentUpdate(next) {
    return /** @type {(keyof CellProps)[]} */ (Object.keys(next)).some((key) => next[key] !== this.props[key]);
  }

  render() {
    const { id, name, x, y, look, text, digits, chosen, shade } = this.props;
    return (
      <g
        class={`cell ${look}`}
        style={`transform:translate(${x}px,${y}px)${shade ? `;--shade:${shade}` : ""}`}
        {...(name && {
          role: "gridcell",
          id,
          "data-name": name,
          "aria-selected": chosen ? "true" : "false",
          "aria-label": digits ? undefined : text,
        })}
      >
        <Drawing {...this.props} />
      </g>
    );
  }
}
