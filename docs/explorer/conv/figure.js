// The figure at work: what its state means, what a change brings with it, and which cell is chosen, pointed at or written.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { read } from "../model/setting.js";
import { pressed } from "./keys.js";
import { growthNotes, pasteNotes } from "./notes.js";
import { build, exists, gridOf, parts, shapes } from "./scene.js";
import { refitted, relayered, replaced, typedNumbers } from "./state.js";

/** @import { Grid, Scene } from "./scene.js" */
/** @import { State } from "./state.js" */
/** @import { Note } from "./notes.js" */

const FIRST = { x: "x.0.0.0", w: "w.0.0.0", y: "y.0.0.0" };

/** @param {State} state */
const drawnFrom = (state) => JSON.stringify({ ...state, at: "", digits: "", matrix: "", front: "" });

/** The cell itself, or the first of its grid where it does not exist. @param {Scene | null} scene @param {string} name */
const existing = (scene, name) => (!scene || exists(scene, name) ? name : FIRST[gridOf(name)]);

/** What is drawn of a state; the scene is made anew only when it differs. @param {State} state */
export function useScene(state) {
  return useMemo(() => {
    const { setting, refused } = read(state);
    const legal = refused ? null : setting,
      second = legal?.transposed && state.view === "both" ? build({ ...state, view: "scatter" }, legal) : null;
    return { setting, refused, scene: legal && build(state, legal), second };
  }, [drawnFrom(state)]);
}

/** The cell of each grid that the keyboard returns to. @param {Scene | null} scene @param {string} name */
function useLast(scene, name) {
  const last = useRef(FIRST);
  if (last.current[gridOf(name)] !== name) last.current = { ...last.current, [gridOf(name)]: name };
  last.current = /** @type {typeof FIRST} */ (
    Object.fromEntries(Object.entries(last.current).map(([grid, cell]) => [grid, existing(scene, cell)]))
  );
  return last.current;
}

/** After a key that leads to another slice, that grid has the focus. @param {{ current: HTMLElement | null }} root @param {string} name */
function useFollowingFocus(root, name) {
  const moved = useRef(/** @type {Element | null} */ (null));
  useLayoutEffect(() => {
    const from = moved.current;
    moved.current = null;
    const grid = /** @type {SVGElement | null | undefined} */ (from && root.current?.querySelector(gridWith(name)));
    if (grid && grid !== from) grid.focus();
  }, [name]);
  return moved;
}

/** @param {string} name */
const gridWith = (name) => `[data-grid="${gridOf(name)}"][data-slice="${parts(name)[0]}"]`;

/**
 * Writing into a cell: what is open, and how it is opened and kept.
 *
 * @param {{ scene: Scene | null, id: string, set: ReturnType<typeof useChanges>["set"], tell: (typed: { name: string, text: string } | null) => void }} figure
 */
function useEditing({ scene, id, set, tell }) {
  const [open, setOpen] = useState(/** @type {{ name: string, first: string } | null} */ (null));
  /** @param {string | null} text */
  const keep = (text) => {
    const { name } = /** @type {{ name: string }} */ (open);
    setOpen(null);
    /** @type {HTMLElement | null} */ (document.getElementById(id)?.querySelector(gridWith(name)))?.focus({
      preventScroll: true,
    });
    if (text !== null) put(name, text);
  };
  /** @param {string} name the first cell to be written @param {string} text */
  const put = (name, text) => {
    if (text.trim() === "" || !scene) return;
    const grid = /** @type {"x" | "w"} */ (gridOf(name)),
      typed = typedNumbers(text);
    tell(typed ? null : { name, text });
    if (typed) set({ [grid]: written(scene, grid, name, typed) }, pasteNotes(scene, name, typed));
  };
  return {
    editing: open && { ...open, keep },
    put,
    edit: (/** @type {string} */ name, first = "") => setOpen({ name, first }),
  };
}

/** @param {Scene} scene @param {"x" | "w"} grid @param {string} name @param {number[]} typed */
function written(scene, grid, name, typed) {
  const [slice, r, c] = parts(name),
    { slices, rows, columns } = scene.sizes[grid],
    now = (/** @type {number} */ at) =>
      scene.numbers[grid](Math.floor(at / (rows * columns)), Math.floor(at / columns) % rows, at % columns);
  return replaced(now, slices * rows * columns, (slice * rows + r) * columns + c, typed);
}

/** Change fields; own numbers stay in their cells, and pairs come back with the layer that had them. @param {import("../model/tool.js").Props<State>} props @param {import("../rules/sizes.js").Setting | null} setting legal */
function useChanges({ state, change }, setting) {
  const shape = useRef(/** @type {ReturnType<typeof shapes> | null} */ (null)),
    [notes, tell] = useState(/** @type {Note[]} */ ([])),
    left = useRef(/** @type {Record<string, { kept: Partial<State>, set: Partial<State> }>} */ ({}));
  if (setting) shape.current = shapes(setting);
  /** @param {Partial<State>} changes @param {Note[]} said what is to be said of them */
  const set = (changes, said = []) => {
    const next = refitted({ ...state, ...changes }, shape.current);
    tell([...said, ...growthNotes({ ...state, ...changes }, shape.current)]);
    change({ ...changes, x: next.x, w: next.w });
  };
  /** @param {string} layer */
  const relayer = (layer) => {
    const changes = relayered(state, layer),
      next = refitted({ ...state, ...changes }, shape.current),
      names = /** @type {(keyof State)[]} */ (Object.keys(state)).filter(
        (name) => next[name] !== state[name] && name !== "at",
      );
    left.current[state.layer] = {
      kept: Object.fromEntries(names.map((name) => [name, state[name]])),
      set: Object.fromEntries(names.map((name) => [name, next[name]])),
    };
    tell(growthNotes({ ...state, ...changes }, shape.current));
    const { kept = {}, set: done = {} } = left.current[layer] ?? {},
      back = Object.entries(kept).filter(
        ([name]) =>
          name !== "layer" && state[/** @type {keyof State} */ (name)] === done[/** @type {keyof State} */ (name)],
      );
    change({ ...next, ...Object.fromEntries(back) });
  };
  return { set, relayer, notes };
}

/** @param {import("../model/tool.js").Props<State>} props */
export function useFigure(props) {
  const { id, state, change } = props,
    { setting, refused, scene, second } = useScene(state),
    at = existing(scene, state.at),
    [pointed, point] = useState(/** @type {string | null} */ (null)),
    [typed, tell] = useState(/** @type {{ name: string, text: string } | null} */ (null)),
    root = useRef(/** @type {HTMLDivElement | null} */ (null)),
    last = useLast(scene, at),
    { set, relayer, notes } = useChanges(props, refused ? null : setting),
    { editing, edit, put } = useEditing({ scene, id, set, tell });
  const moved = useFollowingFocus(root, at);
  /** @param {string} name */
  const choose = (name) => {
    point(null);
    tell(null);
    if (name !== state.at) change({ at: name }, { quietly: true });
  };
  /** @param {KeyboardEvent} event @param {Grid} grid */
  const press = (event, grid) => {
    if (!scene || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const done = pressed(scene, gridOf(at) === grid ? at : last[grid], event.key);
    if (!done) return;
    event.preventDefault();
    moved.current = /** @type {Element} */ (event.currentTarget);
    if (done.move) choose(done.move);
    else edit(at, done.write);
  };
  /** @param {ClipboardEvent} event @param {Grid} grid */
  const paste = (event, grid) => {
    if (grid === "y") return;
    event.preventDefault();
    put(gridOf(at) === grid ? at : last[grid], event.clipboardData?.getData("text") ?? "");
  };
  return {
    state,
    setting,
    refused,
    scene,
    second,
    at,
    last,
    root,
    editing,
    typed,
    set,
    relayer,
    notes,
    name: pointed && scene && exists(scene, pointed) ? pointed : at,
    act: {
      choose,
      press,
      paste,
      edit,
      hover: point,
      enter: (/** @type {Grid} */ grid, /** @type {number} */ slice) => {
        if (gridOf(at) === grid && parts(at)[0] === slice) return;
        choose(parts(last[grid])[0] === slice ? last[grid] : `${grid}.${slice}.0.0`);
      },
    },
  };
}
