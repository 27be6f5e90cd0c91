// A square of numbers, tinted by their size so that the pattern is seen at a glance.
import { printed } from "../view/numbers.js";

const CELL = 24;
const WIDEST = 1.7;

/** Where some are below zero, they have the colour of negative numbers and the others that of positive ones. @param {number} value @param {boolean} signed */
const colour = (value, signed) => (!signed ? "var(--role)" : value < 0 ? "var(--signed-minus)" : "var(--signed-plus)");

/** @param {{ label: string, role: "y" | "w", values: number[] }} props */
export function Square({ label, role, values }) {
  const side = Math.round(Math.sqrt(values.length)),
    most = Math.max(...values.map(Math.abs), 1e-12),
    signed = values.some((value) => value < 0),
    size = side * CELL;
  return (
    <svg
      role="img"
      class={`ex-board role-${role}`}
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      style={{ minWidth: `${size * 0.6}px` }}
    >
      {values.map((value, at) => {
        const text = printed(value),
          x = (at % side) * CELL,
          y = Math.floor(at / side) * CELL;
        return (
          <g key={at}>
            <rect
              x={x + 1}
              y={y + 1}
              width={CELL - 2}
              height={CELL - 2}
              rx={2}
              fill={colour(value, signed)}
              fill-opacity={(0.06 + (0.54 * Math.abs(value)) / most).toFixed(2)}
            />
            <text x={x + CELL / 2} y={y + CELL / 2} font-size={Math.min(12, (WIDEST * (CELL - 2)) / text.length)}>
              {text}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
