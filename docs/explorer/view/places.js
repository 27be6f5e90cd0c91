// Where the keyboard stands in a list of layers that come and go.
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * After a layer is added by the keyboard, its first field has the focus; after one is removed, what removes the next.
 *
 * @param {import("preact").RefObject<HTMLDivElement | null>} table
 */
export function useFocus(table) {
  const wanted = useRef(/** @type {{ at: number, what: string } | null} */ (null));
  useLayoutEffect(() => {
    if (!wanted.current || !table.current) return;
    const { at, what } = wanted.current,
      layers = table.current.querySelectorAll(".ex-call"),
      layer = layers[Math.min(at, layers.length - 1)];
    wanted.current = null;
    /** @type {HTMLElement | null} */ ((layer ?? table.current).querySelector(layer ? what : ".ex-add"))?.focus();
  });
  return (/** @type {number} */ at, /** @type {string} */ what) => {
    wanted.current = { at, what };
  };
}
