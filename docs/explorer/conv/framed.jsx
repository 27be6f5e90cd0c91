// One slice with its title, and the field over a cell that is being written.
import { useWords } from "../view/words.js";
import { Bitmap } from "./bitmap.jsx";
import { CellEditor } from "./editor.jsx";
import { Slice } from "./slice.jsx";

/** @import { Grid, Scene } from "./scene.js" */
/** @import { Look } from "./slice.jsx" */

/** @typedef {{ name: string, first: string } | null} Editing */

/** A slice with its field, if one of its cells is being written. @param {{ look: Look, grid: Grid, slice: number | string, title: import("preact").ComponentChildren, label: string, editing: Editing }} props */
export function Framed({ look, grid, slice, title, label, editing }) {
  const open = editing && editing.name.startsWith(`${grid}.${slice}.`) && editing;
  return (
    <div class={`ex-figure of-${grid}`}>
      <p class="ex-title">{title}</p>
      <div class="ex-grid">
        {look.scene.small[grid] || typeof slice === "string" ? (
          <Slice look={look} grid={grid} slice={slice} label={label} />
        ) : (
          <Bitmap look={look} grid={grid} slice={slice} label={label} />
        )}
        {open && <CellEditor look={look} editing={open} />}
      </div>
    </div>
  );
}

/** "5×5", and behind it the size with padding. @param {Scene} scene @param {Grid} grid */
export function sizeOf(scene, grid) {
  const { axes, setting } = scene,
    own = axes.slice(3 - setting.input.length),
    key = /** @type {const} */ ({ x: "i", w: "k", y: "o" })[grid];
  return own.map((axis) => axis[key]).join("×");
}

/** @param {Scene} scene */
function paddedSize({ axes, setting, view }) {
  const own = axes.slice(3 - setting.input.length);
  if (view !== "plain" || own.every(({ before, after }) => before + after === 0)) return null;
  return own.map(({ i, before, after }) => i + before + after).join("×");
}

/** The name and the size of a grid. @param {{ look: Look, grid: Grid }} props */
export function Title({ look: { scene }, grid }) {
  const say = useWords(),
    padded = grid === "x" && paddedSize(scene);
  return (
    <>
      {say(wordOf(scene, grid))} <span>{sizeOf(scene, grid)}</span>
      {padded && say("padded", { size: padded })}
    </>
  );
}

/** @param {Scene} scene @param {Grid} grid */
export const wordOf = (scene, grid) =>
  ({ x: "input", w: scene.view === "gather" ? "kernel_flipped" : "kernel", y: "output" })[grid];
