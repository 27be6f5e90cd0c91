// What a screen reader is told, once the reader has been still for a moment: a sentence, or those of a result.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const QUIET = 500,
  SAID = 5000;

/** What was there from the start is not told, and what has been told goes: the same is found in the figure, and would be read twice. @param {{ text: string | null }} props */
export function Heard({ text }) {
  const place = useRef(/** @type {HTMLParagraphElement | null} */ (null)),
    last = useRef(/** @type {string | null} */ (null)),
    [heard, hear] = useState("");
  useLayoutEffect(() => {
    if (place.current?.closest(".explorer.live")) last.current = ""; // It comes with a change.
  }, []);
  useEffect(() => {
    last.current ??= text;
    if (text === null || text === last.current) return;
    const timer = setTimeout(() => hear((last.current = text)), QUIET);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const timer = setTimeout(() => hear(""), SAID);
    return () => clearTimeout(timer);
  }, [heard]);
  return (
    <p class="ex-heard" aria-live="polite" ref={place}>
      {heard}
    </p>
  );
}

/** A result whose sentences are read out, and not its tables and headings. @param {{ children: import("preact").ComponentChildren }} props */
export function Spoken({ children }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null)),
    [text, tell] = useState(/** @type {string | null} */ (null));
  useEffect(() => {
    const lines = place.current?.querySelectorAll("p:not(.ex-heading, [aria-live])") ?? [];
    tell([...lines].map((line) => line.textContent).join(" "));
  });
  return (
    <>
      <div ref={place}>{children}</div>
      <Heard text={text} />
    </>
  );
}
