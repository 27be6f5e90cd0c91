// The figure that a reader can change: controls around the grids of one layer.
import * as rules from "../rules/layer.js";
import * as states from "../model/setting.js";
import * as drawing from "../view/drawing.js";
import * as scenes from "./scene.js";
import * as formulas from "../view/formulas.js";
import * as controls from "./controls.js";
import * as code from "./code.js";
import * as editing from "./editing.js";
import * as presets from "../model/presets.js";
import * as tool from "../view/tool.js";
import { unreadSentence } from "../view/unread.js";

const { element } = drawing;
const PACE = 900,
  QUIET = 500,
  MATRIX_CELLS = 700;
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function mount(root) {
  const say = tool.speaker(JSON.parse(root.querySelector("script").textContent));
  const initial = states.accept(JSON.parse(root.dataset.state));
  const view = {
    root,
    say,
    initial,
    state: initial,
    scene: null,
    grids: {},
    hover: null,
    timer: null,
    drawn: null,
    last: {},
  };
  view.parts = skeleton();
  view.parts.hint.textContent = say("hint");
  view.act = {
    change: (changes) => change(view, changes),
    step: (by) => step(view, by),
    pause: () => pause(view),
    tell: (text) => tell(view, text),
    toggle: () => (view.timer ? pause(view) : play(view)),
    reset: () => {
      view.drawn = null;
      change(view, view.initial);
      rebuild(view);
    },
  };
  root.replaceChildren(...Object.values(view.parts));
  root.classList.add("live");
  const fromAddress = () => {
    const found = states.fromFragment(location.hash, root.id);
    if (found) {
      view.drawn = null;
      view.state = found;
      rebuild(view);
      root.scrollIntoView();
    }
  };
  addEventListener("hashchange", fromAddress);
  rebuild(view);
  fromAddress();
}

const LIVE = { "aria-live": "polite" };
const skeleton = () => ({
  call: element("div", { class: "ex-call" }),
  refusal: element("div", LIVE),
  formula: element("div", { class: "ex-formula" }),
  stage: element("div", { class: "ex-stage" }),
  sum: element("p", { class: "ex-sum" }),
  heard: element("p", { class: "ex-heard", ...LIVE }),
  hint: element("p", { class: "ex-hint" }),
  steps: element("div", { class: "ex-row" }),
  matrix: element("div", { class: "ex-matrix" }),
  share: element("div", { class: "ex-share" }),
});

// A change that the reader made.
function change(view, changes) {
  view.state = { ...view.state, ...changes };
  clearTimeout(view.saving);
  view.saving = setTimeout(() => {
    history.replaceState(null, "", `#${states.toFragment(view.root.id, view.state)}`);
  }, 300);
  if (Object.keys(changes).some((key) => key === "layer" || key === "causal")) rebuild(view);
  else update(view);
  if (changes.x || changes.w) keepingFocus(view, () => view.parts.steps.replaceChildren(...controls.stepsRow(view)));
}

// Do what makes controls anew; the one that had the focus keeps it by its place.
function keepingFocus(view, work) {
  const part = Object.values(view.parts).find((one) => one.contains(document.activeElement));
  const inside = () => [...part.querySelectorAll("button, input, select")],
    at = part ? inside().indexOf(document.activeElement) : -1;
  work();
  if (at >= 0 && inside()[at]) inside()[at].focus();
}

function rebuild(view) {
  keepingFocus(view, () => {
    pause(view);
    view.parts.call.replaceChildren(...controls.callRow(view));
    view.parts.steps.replaceChildren(...controls.stepsRow(view));
    view.parts.share.replaceChildren(...controls.shareRow(view));
    update(view);
  });
}

// Read the state again and draw all of it.
function update(view) {
  const { parts, say, state } = view,
    { setting, refusal } = states.read(state);
  parts.share.lastChild.hidden = true;
  explain(parts.refusal, refusal ? tool.refusal(say, refusal) : []);
  view.root.classList.toggle("refused", Boolean(refusal));
  for (const part of [parts.stage, parts.sum, parts.matrix]) part.toggleAttribute("inert", Boolean(refusal));
  for (const input of parts.call.querySelectorAll("input[data-name]")) {
    if (input !== document.activeElement && input.value !== state[input.dataset.name])
      input.value = state[input.dataset.name];
  }
  view.scene = null;
  if (refusal) {
    pause(view);
    parts.formula.replaceChildren();
    return;
  }
  parts.formula.replaceChildren(...formulaText(view, setting));
  if (scenes.tooLarge(setting)) {
    clear(view);
    parts.stage.replaceChildren(element("p", {}, [say("too_large")]));
    return;
  }
  refit(view, setting);
  view.scene = scenes.build(view.state, setting);
  view.drawn = scenes.shapes(setting);
  if (!scenes.exists(view.scene, state.at)) view.state = { ...view.state, at: `${state.at[0]}.0.0.0` };
  drawStage(view);
  parts.share.lastChild.hidden = false;
  view.code.forEach(({ name, shown }) => {
    shown.textContent = code[name](view.state, setting);
  });
  show(view);
}

// A live region speaks when it is filled: the same words again are left as they are.
function explain(place, nodes) {
  if (place.textContent !== nodes.map((node) => node.textContent).join("")) place.replaceChildren(...nodes);
}

// Numbers of the reader's own stay where they are when the input or the kernel grows.
function refit(view, setting) {
  if (!view.drawn) return;
  const sizes = scenes.shapes(setting);
  for (const [grid, known] of Object.entries({ x: presets.INPUTS, w: presets.KERNELS })) {
    if (Object.hasOwn(known, view.state[grid])) continue;
    view.state = { ...view.state, [grid]: presets.refit(view.state[grid], view.drawn[grid], sizes[grid]) };
  }
}

function clear(view) {
  pause(view);
  view.parts.sum.textContent = view.parts.heard.textContent = "";
  view.parts.matrix.replaceChildren();
  view.code.forEach(({ shown }) => {
    shown.textContent = "";
  });
}

function formulaText({ say }, setting) {
  const rows = formulas.lines(setting).map((line) => element("p", { class: "ex-line" }, [line]));
  rows.push(element("p", { class: "ex-unread" }, [unreadSentence(say, setting)]));
  return rows;
}

function drawStage(view) {
  const { scene, say, root, parts } = view,
    had = document.activeElement?.dataset?.grid,
    inside = root.contains(document.activeElement);
  const captions = { x: "input", w: scene.gather ? "kernel_flipped" : "kernel", y: "output" };
  const figures = Object.entries(captions).map(([grid, word]) => {
    const picture = drawing.grid({
      id: `${root.id}.${grid}`,
      grid,
      role: `role-${grid}`,
      label: say(word),
      caption: scenes.caption(scene, grid),
      cells: scene.cells[grid],
    });
    view.grids[grid] = picture;
    listen(view, picture.svg, grid);
    const size = scene[`${grid}Size`].slice(scene.setting.input.length === 1 ? 1 : 0).join("×");
    return element("div", { class: "ex-figure" }, [
      element("p", {}, [`${say(word)} `, element("span", {}, [size])]),
      picture.svg,
    ]);
  });
  parts.stage.replaceChildren(...figures);
  drawMatrix(view);
  if (inside && had) view.grids[had].svg.focus();
}

function drawMatrix(view) {
  const { scene, say, parts } = view;
  view.matrix = null;
  if (view.state.matrix !== "1") {
    parts.matrix.replaceChildren();
    return;
  }
  if (scene.y.length * scene.x.length > MATRIX_CELLS) {
    parts.matrix.replaceChildren(element("p", {}, [say("matrix_large")]));
    return;
  }
  view.matrix = drawing.matrix(
    scenes.matrixRows(scene),
    say("matrix_label", { rows: scene.y.length, columns: scene.x.length }),
  );
  const caption = say(scene.setting.transposed ? "matrix_transposed" : "matrix_plain");
  parts.matrix.replaceChildren(
    element("p", {}, [caption]),
    element("div", { class: "ex-table", tabindex: 0, role: "group", "aria-label": say("matrix") }, [view.matrix.svg]),
  );
}

// Light what belongs to the chosen cell, or to the one under the pointer.
function show(view) {
  const { scene, grids, state } = view,
    name = view.hover || state.at,
    lit = scenes.marks(scene, name);
  for (const grid of ["x", "w", "y"]) drawing.light(grids[grid], lit[grid], name[0] === grid ? name : null);
  for (const grid of ["x", "w", "y"]) {
    if (state.at[0] === grid)
      grids[grid].svg.setAttribute("aria-activedescendant", `${view.root.id}.${grid}.${state.at}`);
    else grids[grid].svg.removeAttribute("aria-activedescendant");
  }
  if (scene.scatter) showSums(view, name);
  if (view.matrix)
    drawing.enframe(view.matrix, { y: { row: at(scene, name) }, x: { column: at(scene, name) } }[name[0]] || {});
  tell(view, sentence(view, name, lit));
}

// The number of a cell in reading order.
function at(scene, name) {
  const [slice, r, c] = scenes.parts(name),
    [height, width] = scene[`${name[0]}Size`];
  return (slice * height + r) * width + c;
}

// The sentence below the grids, read out a little later, and not while it plays.
function tell(view, text) {
  view.parts.sum.textContent = text;
  clearTimeout(view.speaking);
  view.speaking = setTimeout(() => {
    view.parts.heard.textContent = view.timer ? "" : text;
  }, QUIET);
}

function showSums(view, name) {
  const { scene } = view,
    sums = scenes.sumsUpTo(scene, name[0] === "x" ? name : null);
  drawing.rewrite(
    view.grids.y,
    scene.cells.y.map((cell) => drawing.place(cell.slice, cell.row, cell.column)).map((at) => [at, sums.get(at) || 0]),
  );
}

function sentence({ scene, say }, name, lit) {
  if (name[0] === "y") return scenes.sum(scene, name);
  const numbers = {
    cell: scenes.label(scene, name),
    value: drawing.minus(scenes.cellValue(scene, name)),
    count: [...lit.y.values()].filter((mark) => !mark.lost).length,
  };
  return say(name[0] === "x" ? (scene.scatter ? "stamps" : "reaches") : "touches", numbers);
}

const named = (event) => event.target.closest("[data-name]")?.dataset.name;

function listen(view, svg, grid) {
  svg.addEventListener("pointerover", (event) => {
    if (!view.timer && event.pointerType === "mouse") hover(view, named(event) || null);
  });
  svg.addEventListener("pointerleave", () => hover(view, null));
  let before = null;
  svg.addEventListener("pointerdown", () => {
    before = document.activeElement === svg ? view.state.at : null;
  });
  svg.addEventListener("click", (event) => {
    const name = named(event);
    if (!name) return;
    if (grid !== "y" && name === before) editing.open(view, "");
    else {
      choose(view, name);
      svg.focus({ preventScroll: true });
    }
  });
  svg.addEventListener("focus", () => {
    const last = view.last[grid];
    if (view.state.at[0] !== grid) choose(view, last && scenes.exists(view.scene, last) ? last : `${grid}.0.0.0`);
  });
  svg.addEventListener("keydown", (event) => key(view, grid, event));
}

function hover(view, name) {
  if (!view.scene || view.hover === name) return;
  view.hover = name;
  show(view);
}

function choose(view, name) {
  view.hover = null;
  view.state = { ...view.state, at: name };
  view.last[name[0]] = name;
  show(view);
}

function key(view, grid, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const [slice, r, c] = scenes.parts(view.state.at),
    columns = view.scene[`${grid}Size`][1];
  const turned = grid === "w" && view.scene.gather ? -1 : 1;
  const [down, right] = ARROWS[event.key] || [0, 0];
  const target = {
    Home: [slice, r, 0],
    End: [slice, r, columns - 1],
    PageUp: [slice - 1, r, c],
    PageDown: [slice + 1, r, c],
  }[event.key] || [slice, r + down * turned, c + right * turned];
  const typed = /^[-0-9.]$/.test(event.key);
  if (grid !== "y" && (event.key === "Enter" || event.key === "F2" || typed))
    editing.open(view, typed ? event.key : "");
  else if (ARROWS[event.key] || ["Home", "End", "PageUp", "PageDown"].includes(event.key)) move(view, grid, target);
  else return;
  event.preventDefault();
}

function move(view, grid, target) {
  const name = [grid, ...target].join(".");
  if (target.every((part) => part >= 0) && scenes.exists(view.scene, name)) choose(view, name);
  document
    .getElementById(`${view.root.id}.${grid}.${view.state.at}`)
    .scrollIntoView({ block: "nearest", inline: "nearest" });
}

// One cell on, over the outputs, or over the inputs that stamp.
function step(view, by) {
  if (!view.scene) return;
  const grid = view.scene.scatter ? "x" : "y",
    [height, width] = view.scene[`${grid}Size`];
  const [slice, r, c] = view.state.at[0] === grid ? scenes.parts(view.state.at) : [0, 0, by > 0 ? -1 : 0];
  const count = view.scene[grid].length,
    at = ((slice * height + r) * width + c + by + count) % count;
  choose(view, [grid, Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width].join("."));
}

function play(view) {
  if (!view.scene) return;
  view.timer = setInterval(() => step(view, 1), PACE);
  view.play.textContent = view.say("pause");
  step(view, 1);
}

function pause(view) {
  clearInterval(view.timer);
  view.timer = null;
  if (view.play) view.play.textContent = view.say("play");
}

document.querySelectorAll(".explorer[data-tool=conv]").forEach(mount);
