// A small field over the chosen cell of the input or of the kernel. A row of numbers can be pasted into it.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { value } from "./scene.js";
import { label } from "./sums.js";

/** @import { Look } from "./slice.jsx" */

/** @param {{ look: Look, editing: { name: string, first: string, keep: (text: string | null) => void } | any }} props */
export function CellEditor({ look: { id, scene }, editing }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null)),
    done = useRef(false),
    [text, write] = useState(() => editing.first || String(value(scene, editing.name)));
  useLayoutEffect(() => {
    const input = /** @type {HTMLInputElement} */ (field.current),
      around = /** @type {HTMLElement} */ (input.parentElement),
      cell = /** @type {Element} */ (document.getElementById(`${id}.${editing.name}`)).getBoundingClientRect(),
      box = around.getBoundingClientRect();
    Object.assign(input.style, {
      left: `${cell.left - box.left + around.scrollLeft}px`,
      top: `${cell.top - box.top}px`,
      width: `${Math.max(48, cell.width)}px`,
      height: `${cell.height}px`,
    });
    input.focus({ preventScroll: true });
    if (!editing.first) input.select();
  }, []);
  /** @param {string | null} text */
  const close = (text) => {
    if (done.current) return;
    done.current = true;
    editing.keep(text);
  };
  return (
    <input
      ref={field}
      type="text"
      inputmode="decimal"
      class="ex-edit"
      maxlength={2000}
      aria-label={label(scene, editing.name)}
      value={text}
      onInput={(event) => write(event.currentTarget.value)}
      onBlur={(event) => close(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === "Enter") close(event.currentTarget.value);
        if (event.key === "Escape") close(null);
        event.stopPropagation();
      }}
    />
  );
}
