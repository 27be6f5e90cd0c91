// Pictures that are dropped or pasted on the figure.
import { useEffect } from "preact/hooks";

/** @typedef {(file: File | undefined, count: number) => void} Take how many files there were, of which this is one */

/** The first picture among what was dropped or pasted, or the first file, and how many there are. @param {DataTransfer | null} data */
function given(data) {
  const files = [...(data?.files ?? [])];
  return { file: files.find((file) => file.type.startsWith("image/")) ?? files[0], count: files.length };
}

const FIELDS = "textarea, input:not([type=file])";
/** @param {EventTarget | null} target */
const isField = (target) => target instanceof Element && target.matches(FIELDS);

/**
 * A picture that is pasted while the reader is in the figure; in no field at all, the first figure of the page takes it.
 *
 * @param {import("preact").RefObject<HTMLDivElement | null>} place @param {Take} take
 */
export function usePaste(place, take) {
  useEffect(() => {
    /** @param {ClipboardEvent} event */
    const paste = (event) => {
      const { file, count } = given(event.clipboardData),
        target = /** @type {Node} */ (event.target),
        loose = target === document.body && place.current === document.querySelector(".ph"),
        inside = place.current?.contains(target) && !isField(target);
      if (!(file ? loose || place.current?.contains(target) : inside)) return;
      event.preventDefault();
      take(file, count);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  });
}

/** Words that are dropped into a field belong to it. @param {DragEvent} event */
const isForField = ({ target, dataTransfer }) => isField(target) && !dataTransfer?.types.includes("Files");

/** A picture that is dropped anywhere on the figure, which shows that it would take it. @param {Take} take @param {(near: boolean) => void} near */
export const receivers = (take, near) => ({
  onDragOver: (/** @type {DragEvent} */ event) => {
    if (isForField(event)) return near(false);
    event.preventDefault();
    near(true);
  },
  onDragLeave: (/** @type {DragEvent & { currentTarget: Element }} */ event) => {
    if (!event.currentTarget.contains(/** @type {Node | null} */ (event.relatedTarget))) near(false);
  },
  onDrop: (/** @type {DragEvent} */ event) => {
    near(false);
    if (isForField(event)) return;
    event.preventDefault();
    const { file, count } = given(event.dataTransfer);
    take(file, count);
  },
});
