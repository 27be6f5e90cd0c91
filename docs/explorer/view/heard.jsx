// What a screen reader is told, once the reader has been still for a moment: a sentence, or those of a result.
import { useEffect, useRef, useState } from "preact/hooks";

const QUIET = 500;

/** @param {{ text: string }} props */
export function Heard({ text }) {
  const [heard, hear] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => hear(text), QUIET);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p class="ex-heard" aria-live="polite">
      {heard}
    </p>
  );
}

/** A result whose sentences are read out, and not its tables. @param {{ children: import("preact").ComponentChildren }} props */
export function Spoken({ children }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null)),
    [text, tell] = useState("");
  useEffect(() => {
    const lines = place.current?.querySelectorAll("p") ?? [];
    tell([...lines].map((line) => line.textContent).join(" "));
  });
  return (
    <>
      <div ref={place}>{children}</div>
      <Heard text={text} />
    </>
  );
}
