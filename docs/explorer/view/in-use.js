// Whether the reader is at a part of a form. What shows only then stays for the length of a press elsewhere: nothing moves
// under a finger that is about to press.
import { useEffect, useRef, useState } from "preact/hooks";

export function useInUse() {
  const place = useRef(/** @type {HTMLElement | null} */ (null)),
    pressing = useRef(false),
    [used, use] = useState(false);
  const holds = (/** @type {EventTarget | null} */ target) =>
    Boolean(place.current?.contains(/** @type {Node} */ (target)));
  useEffect(() => {
    if (!used) return;
    const ended = new AbortController(),
      listen = { capture: true, signal: ended.signal };
    const down = (/** @type {Event} */ { target }) => {
      pressing.current = !holds(target);
    };
    // The click comes after it, and before the timer.
    const up = () =>
      setTimeout(() => {
        pressing.current = false;
        use(holds(document.activeElement));
      });
    document.addEventListener("pointerdown", down, listen);
    document.addEventListener("pointerup", up, listen);
    document.addEventListener("pointercancel", up, listen);
    return () => ended.abort();
  }, [used]);
  return {
    used,
    within: {
      ref: place,
      onFocusIn: () => use(true),
      onFocusOut: (/** @type {FocusEvent} */ { relatedTarget }) => pressing.current || use(holds(relatedTarget)),
    },
  };
}
