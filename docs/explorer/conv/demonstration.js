// What happens by itself when a figure is first seen, once, and only where motion is wanted.
import { useEffect } from "preact/hooks";
import { moved } from "./steps.js";

/** @import { Scene } from "./scene.js" */

const SHOWN = 4,
  GLIDE = 500;

/**
 * A short demonstration when the figure is first seen: the window glides over a few cells and comes back. Any touch ends it.
 *
 * @param {{ current: HTMLElement | null }} root
 * @param {{ scene: Scene | null, at: string, hover: (name: string | null) => void }} figure
 */
export function useDemonstration(root, { scene, at, hover }) {
  useEffect(() => {
    const place = root.current;
    if (!place || !scene || location.hash || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const ended = new AbortController(),
      watcher = new IntersectionObserver(([entry]) => entry.isIntersecting && begin(), { threshold: 0.6 });
    let timer = 0;
    const end = () => {
      clearTimeout(timer);
      watcher.disconnect();
      ended.abort();
      hover(null);
    };
    const show = (/** @type {number} */ step) => {
      if (step > SHOWN) return end();
      hover(step === SHOWN ? at : moved(scene, at, step));
      timer = window.setTimeout(() => show(step + 1), GLIDE);
    };
    const begin = () => {
      watcher.disconnect();
      timer = window.setTimeout(() => show(1), GLIDE);
    };
    for (const kind of ["pointerdown", "pointerover", "keydown", "focusin"])
      place.addEventListener(kind, end, { capture: true, signal: ended.signal });
    watcher.observe(place);
    return end;
  }, []);
}
