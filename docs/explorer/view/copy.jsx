// A button that copies text; where the browser refuses, the text stands there, selected, to be copied by hand.
import { useEffect, useRef, useState } from "preact/hooks";
import { useWords } from "./words.js";

const SHOWN = 2000;

/** @param {{ caption: string, text: () => string | Promise<string | null> }} props null where the text cannot be had, which is said elsewhere */
export function Copy({ caption, text }) {
  const say = useWords(),
    [said, tell] = useState(""),
    [shown, show] = useState(""),
    field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  useEffect(() => field.current?.select(), [shown]);
  const copy = async () => {
    const made = await text();
    if (made === null) return;
    try {
      await navigator.clipboard.writeText(made);
      show("");
      tell(say("copied"));
      setTimeout(() => tell(""), SHOWN);
    } catch {
      show(made);
    }
  };
  return (
    <>
      <button type="button" onClick={copy}>
        <span aria-live="polite">{said || caption}</span>
      </button>
      {shown && (
        <label class="ex-by-hand">
          {say("not_copied")}
          <textarea ref={field} readOnly rows={3} value={shown} />
        </label>
      )}
    </>
  );
}
