// What is wider than its place scrolls in itself; it follows the chosen cell.
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Scroll a box as little as it takes to show what lies from one edge to the other.
 *
 * @param {Element} box
 * @param {number} left in pixels from the beginning of what scrolls
 * @param {number} right
 * @param {number} [margin] of what is beside it, to be seen as well
 */
export function bringIntoSight(box, left, right, margin = 0) {
  const [from, to] = [left - margin, right + margin],
    { scrollLeft, clientWidth } = box;
  if (to > scrollLeft + clientWidth) box.scrollLeft = Math.min(from, to - clientWidth);
  else if (from < scrollLeft) box.scrollLeft = from;
}

/**
 * The box begins with an element in its middle, and shows the one that is chosen later.
 *
 * @param {{ current: Element | null }} box
 * @param {(box: Element) => Element | null | undefined} find
 * @param {string} chosen
 */
export function useSightOf(box, find, chosen) {
  const begun = useRef(false);
  useLayoutEffect(() => {
    const around = box.current;
    if (!around || around.scrollWidth <= around.clientWidth) return;
    const place = find(around)?.getBoundingClientRect(),
      start = around.getBoundingClientRect().left - around.scrollLeft;
    if (!place) return;
    const [left, right] = [place.left - start, place.right - start];
    if (begun.current) bringIntoSight(around, left, right);
    else around.scrollLeft = (left + right - around.clientWidth) / 2;
    begun.current = true;
  }, [chosen]);
}
