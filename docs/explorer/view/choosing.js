// Choosing cells of a picture: by pointing at them for a moment, by a press, or by the arrow keys.
import { useState } from "preact/hooks";

/**
 * A picture whose cells have names in `data-name`.
 *
 * @param {(name: string) => void} choose
 * @param {(key: string) => string | null} step the name that a key leads to, null where it means nothing here
 */
export function useChoice(choose, step) {
  const [pointed, point] = useState(/** @type {string | null} */ (null));
  /** @param {Event} event */
  const named = ({ target }) =>
    /** @type {Element} */ (target).closest("[data-name]")?.getAttribute("data-name") ?? null;
  return {
    pointed,
    handlers: {
      onPointerOver: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && point(named(event)),
      onPointerLeave: () => point(null),
      onClick: (/** @type {MouseEvent} */ event) => {
        const name = named(event);
        if (name !== null) choose(name);
      },
      onKeyDown: (/** @type {KeyboardEvent} */ event) => {
        const name = event.altKey || event.ctrlKey || event.metaKey ? null : step(event.key);
        if (name === null) return;
        event.preventDefault();
        point(null);
        choose(name);
      },
    },
  };
}
