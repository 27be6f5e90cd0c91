// A slice that is too large for cells: a pixel or a few for each number, shaded, with the window's frame over it.
import { useEffect, useRef } from "preact/hooks";
import { printed } from "../view/numbers.js";
import { Frames } from "./frames.jsx";
import { drawnOf, gridOf, parts, value } from "./scene.js";

/** @import { Grid, Scene } from "./scene.js" */
/** @import { Look } from "./slice.jsx" */

const WIDTH = 260;

/** How many pixels a cell has. @param {{ rows: number, columns: number }} drawn */
const scaleOf = ({ rows, columns }) => Math.max(1, Math.min(24, Math.floor(WIDTH / Math.max(rows, columns))));

/** The numbers of a slice, row by row. @param {Scene} scene @param {Grid} grid @param {number} slice */
function numbersOf(scene, grid, slice) {
  const { rows, columns } = drawnOf(scene, grid);
  if (grid === "y") return scene.plane(slice);
  const numbers = scene.numbers[grid];
  return Float64Array.from({ length: rows * columns }, (_, at) =>
    numbers(slice, Math.floor(at / columns), at % columns),
  );
}

/** @param {string} colour "#rrggbb" or "rgb(r, g, b)" */
function channels(colour) {
  const hex = /^#(..)(..)(..)$/.exec(colour.trim());
  return hex ? hex.slice(1).map((part) => parseInt(part, 16)) : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/** @param {HTMLCanvasElement} canvas @param {Float64Array} values @param {number} width @param {Grid} grid */
function paint(canvas, values, width, grid) {
  const style = getComputedStyle(canvas),
    pick = (/** @type {string} */ name) => channels(style.getPropertyValue(name)),
    role = { x: "input", w: "kernel", y: "output" }[grid],
    [zero, plus, minus] = [pick("--paper"), pick(`--${role}-line`), pick("--signed-minus")],
    context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    image = context.createImageData(width, values.length / width);
  let largest = 1e-300;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  values.forEach((value, at) => {
    const share = Math.abs(value) / largest,
      end = value < 0 ? minus : plus;
    for (let part = 0; part < 3; part++) image.data[4 * at + part] = zero[part] + (end[part] - zero[part]) * share;
    image.data[4 * at + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}

/** The canvas is painted when it appears, and again in the colours of the other theme. @param {Scene} scene @param {Grid} grid @param {number} slice */
function usePainted(scene, grid, slice) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  useEffect(() => {
    const draw = () =>
      canvas.current && paint(canvas.current, numbersOf(scene, grid, slice), drawnOf(scene, grid).columns, grid);
    draw();
    const dark = matchMedia("(prefers-color-scheme: dark)"),
      theme = new MutationObserver(draw);
    dark.addEventListener("change", draw);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      dark.removeEventListener("change", draw);
      theme.disconnect();
    };
  }, [scene, grid, slice]);
  return canvas;
}

/** The place under the pointer. @param {MouseEvent} event @param {{ rows: number, columns: number }} drawn */
function under(event, { rows, columns }) {
  const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
  const at = (/** @type {number} */ share, /** @type {number} */ count) =>
    Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return `${at((event.clientY - box.top) / box.height, rows)}.${at((event.clientX - box.left) / box.width, columns)}`;
}

/** @param {{ look: Look, grid: Grid, slice: number, label: string }} props */
export function Bitmap({ look, grid, slice, label }) {
  const { scene, name, act, id, last } = look,
    canvas = usePainted(scene, grid, slice),
    drawn = drawnOf(scene, grid),
    side = scaleOf(drawn),
    [width, height] = [drawn.columns * side, drawn.rows * side];
  const own = `${grid}.${slice}`,
    current = name.startsWith(`${own}.`),
    [, row, column] = parts(name);
  return (
    <div class="ex-bitmap" style={{ width: `${width}px`, aspectRatio: `${width} / ${height}` }}>
      <canvas ref={canvas} width={drawn.columns} height={drawn.rows} />
      <svg
        role="grid"
        class={`grid role-${grid}`}
        aria-label={label}
        tabIndex={last[grid].startsWith(`${grid}.${slice}.`) ? 0 : -1}
        aria-activedescendant={current ? `${id}.${name}` : undefined}
        data-grid={grid}
        data-slice={slice}
        viewBox={`0 0 ${width} ${height}`}
        onPointerMove={(event) => event.pointerType === "mouse" && act.hover(`${own}.${under(event, drawn)}`)}
        onPointerLeave={() => act.hover(null)}
        onClick={(event) => {
          event.currentTarget.focus({ preventScroll: true });
          act.choose(`${own}.${under(event, drawn)}`);
        }}
        onFocus={() => act.enter(grid, slice)}
        onKeyDown={(event) => act.press(event, grid)}
        onPaste={(event) => act.paste(event, grid)}
      >
        <g role="row">
          <rect
            role="gridcell"
            id={current ? `${id}.${name}` : `${id}.${own}`}
            aria-selected={current}
            aria-label={current ? printed(value(scene, name)) : undefined}
            class={current && gridOf(name) === grid ? "frame" : "none"}
            x={current ? column * side : 0}
            y={current ? row * side : 0}
            width={side}
            height={side}
          />
        </g>
        <Frames look={look} grid={grid} slice={slice} side={side} top={0} left={0} above={0} />
      </svg>
    </div>
  );
}
