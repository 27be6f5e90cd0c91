// Cells from one drawing to the next: what has not changed is not looked at again, and what has moved glides to its new place.
import { useLayoutEffect, useRef } from "preact/hooks";
import { cell, SIDE } from "../view/cell.jsx";

/** @import { CellProps } from "../view/cell.jsx" */
/** @typedef {Map<string, { props: CellProps, node: import("preact").VNode<any> }>} Made */

const MANY = 150; // More do not glide: every frame would be late.
const GLIDE = { duration: 350, easing: "ease" };

/** @param {Made} before @param {Made} now */
function glide(before, now) {
  const moved = [...now].flatMap(([key, { props: to }]) => {
    const from = before.get(key)?.props ?? to;
    return from.row === to.row && from.column === to.column ? [] : [{ from, to }];
  });
  if (moved.length > MANY || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const { from, to } of moved) {
    const [x, y] = [from.column - to.column, from.row - to.row].map((far) => far * SIDE);
    document.getElementById(to.id ?? "")?.animate({ transform: [`translate(${x}px,${y}px)`, "none"] }, GLIDE);
  }
}

/** A function that makes cells: one in which nothing has changed is the very node of the last time. */
export function useCells() {
  const last = useRef(/** @type {Made} */ (new Map())),
    made = /** @type {Made} */ (new Map());
  useLayoutEffect(() => {
    glide(last.current, made);
    last.current = made;
  });
  return (/** @type {string} */ key, /** @type {CellProps} */ props) => {
    const before = last.current.get(key),
      names = /** @type {(keyof CellProps)[]} */ (Object.keys(props)),
      now =
        before && names.every((name) => before.props[name] === props[name])
          ? before
          : { props, node: cell(key, props) };
    made.set(key, now);
    return now.node;
  };
}
