// A drawing whose cells can be walked over: it scrolls in itself, and shrinks a little before it does.
import { useRef } from "preact/hooks";
import { useSightOf } from "./sight.js";

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.active the id of the chosen cell
 * @param {number} props.width
 * @param {number} props.height
 * @param {number} props.least the share of its width to which it may shrink
 * @param {string} [props.kind] a class of its own
 * @param {Record<string, any>} props.handlers
 * @param {import("preact").ComponentChildren} props.children
 */
export function Drawing({ label, active, width, height, least, kind, handlers, children }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useSightOf(box, () => document.getElementById(active), active);
  return (
    <div class={kind ? `ex-scroll of-${kind}` : "ex-scroll"} ref={box}>
      <svg
        role="grid"
        tabIndex={0}
        class={kind ? `ex-board ${kind}` : "ex-board"}
        aria-label={label}
        aria-activedescendant={active}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        style={{ minWidth: `${width * least}px` }}
        {...handlers}
      >
        {children}
      </svg>
    </div>
  );
}
