// One axis: inputs above, the kernel that each of them stamps, and the sums growing below. Everything moves to its new place.
import { useState } from "preact/hooks";
import { Drawing } from "../view/drawing.jsx";
import { useChoice } from "../view/choosing.js";
import { Heard } from "../view/heard.jsx";
import { minus, printed, result } from "../view/numbers.js";
import { useWords } from "../view/words.js";
import { productsAt } from "./overlap.js";

/** @typedef {import("./kernels.js").Axis} Axis */

const CELL = 27;
const COLUMNS = 26;
const MOST_CROPPED = 4;
const MOST_ROWS = 12;
const BARS = 70;

/** @param {number} x @param {number} y */
const at = (x, y) => ({ transform: `translate(${x}px, ${y}px)` });

/** Where everything stands, in cells from the left: columns drawn, and rows so that no two stamps of a row meet. @param {Axis} axis */
function plan({ size, k, s, p, d, output }) {
  const first = -Math.min(p, MOST_CROPPED),
    last = Math.min(output - 1 + Math.min(p, MOST_CROPPED), first + COLUMNS - 1),
    rows = Math.min(Math.ceil((d * (k - 1) + 1) / s), size, MOST_ROWS);
  const inputs = [];
  for (let n = Math.max(0, Math.ceil((first + p - d * (k - 1)) / s)); n < size && s * n - p <= last; n++)
    inputs.push(n);
  return { first, last, rows, inputs };
}

/** @param {{ axis: Axis, n: number, w: number[], place: ReturnType<typeof plan>, lit: number | null }} props */
function Stamp({ axis: { s, p, d }, n, w, place, lit }) {
  const { first, last, rows } = place,
    start = s * n - p,
    middle = start + (d * (w.length - 1)) / 2 - first;
  const seen = w.map((weight, tap) => ({ weight, tap, column: start + d * tap }));
  return (
    <>
      <path
        class="ex-ray"
        d={`M ${(middle + 0.5) * CELL} ${CELL - 2} V ${CELL * (1.5 + (n % rows) + 0.1)}`}
        visibility={middle < 0 || middle > last - first ? "hidden" : "visible"}
      />
      <g class="glides" style={at((start - first) * CELL, CELL * (1.5 + (n % rows)))}>
        {seen
          .filter(({ column }) => column >= first && column <= last)
          .map(({ weight, tap, column }) => (
            <g key={tap} class={`glides ex-tap${column === lit ? " lit" : ""}`} style={at(d * tap * CELL, 0)}>
              <rect x={1} y={1} width={CELL - 2} height={CELL - 2} rx={2} />
              <text x={CELL / 2} y={CELL / 2}>
                {printed(weight)}
              </text>
            </g>
          ))}
      </g>
      {middle >= 0 && middle <= last - first && (
        <g class="glides ex-one" style={at(middle * CELL, 0)}>
          <rect x={1} y={1} width={CELL - 2} height={CELL - 2} rx={2} />
          <text x={CELL / 2} y={CELL / 2}>
            1
          </text>
        </g>
      )}
    </>
  );
}

/** The sums as bars, and below them as numbers: the cells that can be chosen. @param {{ id: string, place: ReturnType<typeof plan>, sums: number[], output: number, lit: number | null, top: number }} props */
function Sums({ id, place: { first, last }, sums, output, lit, top }) {
  const most = Math.max(0, ...sums),
    least = Math.min(0, ...sums),
    zero = (BARS * most) / (most - least || 1);
  return (
    <g role="row">
      {sums.map((sum, place) => {
        const column = first + place,
          inside = column >= 0 && column < output && column <= last,
          name = `y[${column}]`;
        return (
          <g
            key={column}
            class={`ex-sum-of${inside ? "" : " crop"}${column === lit ? " lit" : ""}${sum < 0 ? " below" : ""}`}
            transform={`translate(${place * CELL} ${top})`}
            role={inside ? "gridcell" : undefined}
            aria-hidden={inside ? undefined : "true"}
            aria-label={inside ? `${name} = ${printed(sum)}` : undefined}
            aria-selected={inside ? column === lit : undefined}
            id={inside ? `${id}-y${column}` : undefined}
            data-name={inside ? String(column) : undefined}
          >
            <rect
              class="ex-hit"
              width={CELL}
              height={BARS + CELL + 8}
              y={-top}
              style={{ height: top + BARS + CELL + 8 }}
            />
            <rect
              class="ex-bar"
              x={3}
              y={zero}
              width={CELL - 6}
              height={1}
              style={{
                transform: `scaleY(${(-sum * BARS) / (most - least || 1)})`,
                transformOrigin: `0 ${zero}px`,
              }}
            />
            <rect class="ex-added" x={1} y={BARS + 5} width={CELL - 2} height={CELL - 2} rx={2} />
            <text x={CELL / 2} y={BARS + 4 + CELL / 2}>
              {printed(sum)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** The sum of the chosen output, spelt out. @param {{ axis: Axis, w: number[], output: number }} props */
function Sentence({ axis, w, output }) {
  const say = useWords(),
    weights = productsAt(axis, output).map(({ tap }) => w[tap]),
    cell = `y[${output}]`,
    size = weights.reduce((all, weight) => all + Math.abs(weight), 0),
    total = weights.reduce((all, weight) => all + weight, 0);
  const terms = weights.map((weight, place) =>
    place && weight >= 0 ? `+ ${minus(weight)}` : place ? `− ${minus(-weight)}` : minus(weight),
  );
  const [word, sum] =
    weights.length > 1
      ? ["stamp_sum", `${terms.join(" ")} ${result(total, size)}`]
      : [weights.length ? "stamp_one" : "stamp_none", terms[0]];
  const text = say(word, { cell, count: weights.length, sum });
  return (
    <>
      <div class="ex-line">{text}</div>
      <Heard text={text} />
    </>
  );
}

/** @param {{ id: string, axis: Axis, w: number[] }} props */
export function Stamps({ id, axis, w }) {
  const say = useWords(),
    place = plan(axis),
    { first, last, rows, inputs } = place,
    end = Math.min(axis.output - 1, last),
    [chosen, choose] = useState(axis.s),
    now = Math.max(0, Math.min(chosen, end));
  /** @type {Record<string, number>} */
  const keys = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: end };
  const { pointed, handlers } = useChoice(
    (name) => choose(Number(name)),
    (key) => (Object.hasOwn(keys, key) ? String(Math.max(0, Math.min(keys[key], end))) : null),
  );
  const lit = pointed === null ? now : Number(pointed),
    top = CELL * (rows + 1.7),
    width = CELL * (last - first + 1),
    height = top + BARS + CELL + 6;
  const sums = Array.from({ length: last - first + 1 }, (_, column) =>
    productsAt(axis, first + column).reduce((sum, { tap }) => sum + w[tap], 0),
  );
  return (
    <div class="ex-stamps">
      <p class="ex-heading">{say("stamps_along")}</p>
      <Drawing label={say("stamps_along")} active={`${id}-y${now}`} {...{ width, height, handlers }} least={0.66}>
        <g aria-hidden="true">
          <rect class="ex-column" x={(lit - first) * CELL} width={CELL} height={height} />
          {inputs.map((n) => (
            <Stamp key={n} axis={axis} n={n} w={w} place={place} lit={lit} />
          ))}
        </g>
        <Sums id={id} place={place} sums={sums} output={axis.output} lit={lit} top={top} />
      </Drawing>
      <Sentence axis={axis} w={w} output={lit} />
      {end < axis.output - 1 && <p class="ex-hint">{say("corner", { shown: end + 1, count: axis.output })}</p>}
    </div>
  );
}
