// A small field over the chosen cell of the input or of the kernel.
import * as drawing from "../view/drawing.js";
import * as scenes from "./scene.js";

const { element } = drawing;

function open(view, first) {
  const { state, scene, parts } = view,
    grid = state.at[0],
    cell = document.getElementById(`${view.root.id}.${grid}.${state.at}`);
  view.act.pause();
  let open = true;
  const close = (keep) => {
    if (!open) return;
    open = false;
    input.remove();
    if (keep) take(view, grid, input.value);
    view.grids[grid].svg.focus({ preventScroll: true });
  };
  const input = element("input", {
    type: "text",
    inputmode: "decimal",
    class: "ex-edit",
    maxlength: 12,
    "aria-label": scenes.label(scene, state.at),
    onblur: () => close(true),
    onkeydown: (event) => {
      if (event.key === "Enter") close(true);
      if (event.key === "Escape") close(false);
    },
  });
  input.value = first || String(scenes.cellValue(scene, state.at));
  lay(input, cell, parts.stage);
  parts.stage.append(input);
  input.focus();
  if (!first) input.select();
}

function lay(input, cell, stage) {
  const box = cell.getBoundingClientRect(),
    around = stage.getBoundingClientRect();
  Object.assign(input.style, {
    left: `${box.left - around.left}px`,
    top: `${box.top - around.top}px`,
    width: `${Math.max(48, box.width)}px`,
    height: `${box.height}px`,
  });
}

// What was typed becomes the cell's number; anything else is answered and changes nothing.
function take(view, grid, text) {
  const number = Number(text.replace("−", "-"));
  if (text.trim() === "") return;
  if (Number.isFinite(number)) write(view, grid, number);
  else view.act.tell(view.say("rule_number", { name: scenes.label(view.scene, view.state.at), text }));
}

function write(view, grid, number) {
  const { scene, state } = view,
    [slice, r, c] = scenes.parts(state.at),
    [height, width] = scene[`${grid}Size`];
  const values = [...scene[grid]];
  values[(slice * height + r) * width + c] = number;
  view.act.change({ [grid]: values.join(",") });
}

export { open };
