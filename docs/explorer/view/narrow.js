// Whether there is room beside each other, as a container query of the style sheet sees it.
import { useLayoutEffect, useState } from "preact/hooks";

/** Whether an element is narrower than so many rem; false as long as nobody knows. @param {{ current: Element | null }} place @param {number} least */
export function useNarrow(place, least) {
  const [narrow, turn] = useState(false);
  useLayoutEffect(() => {
    if (!place.current) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize),
      watcher = new ResizeObserver(([{ contentRect }]) => turn(contentRect.width < least * rem));
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return narrow;
}
